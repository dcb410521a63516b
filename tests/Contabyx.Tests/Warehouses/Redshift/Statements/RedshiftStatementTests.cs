using System.Text.RegularExpressions;
using Contabyx.Engine.Sql;

namespace Contabyx.Tests;

/// <summary>Checks every statement of the product against what Redshift documents.</summary>
public sealed partial class RedshiftStatementTests
{
    private const int MostBytes = 16 << 20;

    private static readonly Lazy<IReadOnlyList<(string Name, string Sql, SqlBlock Block)>> Statements = new(
        () => [.. ProductStatements.All.Distinct().Select(statement => (statement.Name, statement.Sql, SqlBlock.Read(statement.Sql)))]);

    public static TheoryData<string> Rules => [.. StatementRule.All.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_statement_keeps_the_rule(string rule)
    {
        var found = StatementRule.All.Single(one => one.Name == rule);

        Assert.Empty(Statements.Value.Where(statement => found.IsBroken(statement.Block))
            .Select(statement => $"{statement.Name} breaks '{rule}' ({found.Page}): {statement.Sql}"));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_rule_can_be_broken(string rule)
    {
        var found = StatementRule.All.Single(one => one.Name == rule);

        Assert.True(found.IsBroken(SqlBlock.Read(found.Bad)), found.Bad);
        Assert.NotEmpty(found.Page);
    }

    [Fact]
    public void The_subquery_that_Redshift_refused_is_recognised() =>
        Assert.Contains(CorrelationRules.All, rule => rule.IsBroken(SqlBlock.Read("""
            SELECT h.run_id FROM public.history h WHERE h.hash = 'x' AND NOT EXISTS (
                SELECT 1 FROM public.history l WHERE lower(l.table_name) = lower(h.table_name) AND l.loaded_at > h.loaded_at)
            """)));

    [Fact]
    public void Every_statement_of_the_files_is_among_them()
    {
        var written = Statements.Value.Select(statement => Plain(statement.Sql)).ToList();
        foreach (var file in ProductStatements.Files)
        {
            foreach (var (name, pieces) in Templates(file))
                Assert.True(written.Exists(sql => HasInOrder(sql, pieces)),
                    $"{file}, {name} is not among the statements that are checked.");
        }
    }

    // Clusters in several Availability Zones have none of them (docs.aws.amazon.com/redshift/latest/mgmt/monitoring-multi-az-query.html).
    [Fact]
    public void Views_that_not_every_warehouse_has_are_asked_only_where_there_is_another_way() => Assert.Equal(
        ["archive", "catalog: alter-grants", "catalog: columns", "catalog: encodings", "catalog: slices"],
        Statements.Value.Where(statement => FunctionRules.Tables(statement.Block).Any(FunctionRules.IsView))
            .Select(statement => statement.Name).Distinct().Order());

    [Fact]
    public void No_statement_is_too_long() =>
        Assert.All(Statements.Value, statement => Assert.InRange(statement.Sql.Length, 1, MostBytes / 4));

    // The fixed texts between the slots.
    private static IEnumerable<(string Name, string[] Pieces)> Templates(string file) => SqlFile.Read(file)
        .ReplaceLineEndings("\n").Split("-- name: ").Skip(1)
        .Select(part => (
            Name: part[..part.IndexOf('\n', StringComparison.Ordinal)],
            Body: string.Join('\n', part.Split('\n').Skip(1).Where(line => !line.StartsWith("--", StringComparison.Ordinal)))))
        .Select(part => (part.Name, Slot().Split(Plain(part.Body)).Select(piece => piece.Trim()).ToArray()));

    private static bool HasInOrder(string sql, string[] pieces)
    {
        var at = 0;
        foreach (var piece in pieces)
        {
            at = sql.IndexOf(piece, at, StringComparison.Ordinal);
            if (at < 0)
                return false;
            at += piece.Length;
        }

        return true;
    }

    private static string Plain(string sql) => Blank().Replace(sql, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Slot();
}
