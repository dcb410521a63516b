namespace Contabyx.RedshiftEmulator;

/// <summary>
/// The correlated subqueries that Redshift cannot turn into joins: <c>r_correlated_subqueries</c>, and for comparisons other than
/// equality tobymao/sqlmesh#5342. A correlation is seen where the column is named by its table.
/// </summary>
internal static class CorrelationRules
{
    public static void Check(IReadOnlyList<QueryBlock> blocks)
    {
        if (blocks.Any(IsRefused))
        {
            throw new RedshiftException(
                "XX000", "This type of correlated subquery pattern is not supported due to internal error");
        }
    }

    private static bool IsRefused(QueryBlock block) =>
        block.Groups.Exists(group => GroupsByCorrelated(block, group)) || (block.Correlated.Any() && IsRefusedAsSubquery(block));

    private static bool IsRefusedAsSubquery(QueryBlock block) =>
        block.Correlated.Any(column => block.LevelsTo(column.Table) > 1 || column.IsUnequal)
        || block.Clause == Clause.On
        || block.HasWindow
        || (block.Predicate is "NOT IN" or "ALL" && (block.HasSystemTable || block.Outer!.HasSystemTable))
        || (block.Predicate is "IN" or "NOT IN" && block.IsGrouped && block.HasAggregate);

    private static bool GroupsByCorrelated(QueryBlock block, string group)
    {
        var item = int.TryParse(group, out var number)
            ? block.Items.ElementAtOrDefault(number - 1)
            : block.Items.Find(one => one.Name == group);
        return item.Blocks?.Exists(inner => inner.Correlated.Any()) == true;
    }
}
