namespace Contabyx.Tests;

/// <summary>
/// Correlated subqueries. Redshift runs those that it can turn into joins, and answers others with XX000 "This type of
/// correlated subquery pattern is not supported".
/// </summary>
internal static class CorrelationRules
{
    private const string Page = "r_correlated_subqueries";

    public static IReadOnlyList<StatementRule> All { get; } =
    [
        new("no correlation skips a query block", Page, Any(block => block.Correlations.Any(found => found.Levels > 1)),
            "SELECT 1 FROM event WHERE NOT EXISTS (SELECT 1 FROM listing WHERE "
            + "NOT EXISTS (SELECT 1 FROM sales WHERE event.id = sales.id))"),
        new("no correlation in an ON clause", Page, Any(block => IsCorrelated(block) && block.Clause == "on"),
            "SELECT 1 FROM category c LEFT JOIN event e ON e.id = (SELECT max(s.id) FROM sales s WHERE s.id = e.id)"),
        new("no correlation with system tables except by EXISTS", Page,
            Any(block => IsCorrelated(block) && block.Before?.Is("exists") != true && block.Ancestors.Prepend(block).Any(HasSystemTables)),
            "SELECT 1 FROM stv_locks l WHERE 1 NOT IN (SELECT 1 FROM pg_class c WHERE c.oid = l.table_id)"),
        new("no correlated IN with a window function", Page,
            Any(block => IsCorrelated(block) && block.Before?.Is("in") == true && block.Tokens.Exists(token => token.Is("over"))),
            "SELECT 1 FROM t WHERE n IN (SELECT sum(s.n) OVER (ORDER BY s.m) FROM s WHERE s.id = t.id)"),
        new("only EXISTS by equality is correlated", "github.com/tobymao/sqlmesh/issues/5342",
            Any(block => IsCorrelated(block) && !(block.Before?.Is("exists") == true && HasOnlyEqualities(block))),
            "SELECT 1 FROM h WHERE NOT EXISTS (SELECT 1 FROM h l WHERE l.name = h.name AND (l.time > h.time OR l.mode = 'x'))"),
        new("no correlated value", "github.com/databricks/spark-redshift/issues/337",
            Any(block => IsCorrelated(block) && block.Before is { } before && before.Text is "=" or "," or "select" or ">" or "<"),
            "SELECT (SELECT max(s.n) FROM s WHERE s.id = t.id) FROM t"),
    ];

    private static Func<SqlBlock, bool> Any(Func<SqlBlock, bool> isBroken) => statement => statement.All.Any(isBroken);

    private static bool IsCorrelated(SqlBlock block) => block.Correlations.Any();

    private static bool HasSystemTables(SqlBlock block) => block.Tables.Exists(FunctionRules.IsSystem);

    private static bool HasOnlyEqualities(SqlBlock block) => block.Tokens
        .SkipWhile(token => !token.Is("where")).Skip(1)
        .All(token => token.IsName ? !token.Is("or") && !token.Is("not") && !token.Is("between") && !token.Is("in")
            : token.Text is "." or "=" or "(" or ")" || token.Kind is SqlKind.Literal or SqlKind.Number);
}
