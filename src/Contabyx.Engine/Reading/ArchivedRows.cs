using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Reading;

/// <summary>
/// Leaves the rows of archived years out of what is read. They are in the archive of the warehouse; in its table they would count twice.
/// </summary>
internal static class ArchivedRows
{
    /// <summary>The condition of the rows that are read, in the SQL of the source.</summary>
    /// <param name="years">The archived years of the table, all of one column.</param>
    /// <param name="outside">Writes the condition: the source knows how it stores what is exported as another date.</param>
    /// <exception cref="TableRefusedException">What is sent does not say to which year a row belongs.</exception>
    public static string Condition(
        SelectionPlan plan, IReadOnlyList<ArchivedYear> years, Func<string, IReadOnlyList<(int First, int Next)>, string> outside)
    {
        var (wanted, table) = (years[0].Column, plan.Sent.Name);
        var position = plan.Sent.Columns.Index()
            .FirstOrDefault(column => column.Item.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase), (Index: -1, Item: null!)).Index;
        if (position < 0)
            throw Refuse(table, years, "which is not sent");
        if (plan.Masks[position] is { } mask)
            throw Refuse(table, years, $"which is masked ({mask})");
        if (plan.Sent.Columns[position].Type is { Kind: not (ColumnKind.Date or ColumnKind.Timestamp) } type)
            throw Refuse(table, years, $"which is {type} in the source");
        return outside(plan.Source.Columns[position].Name, YearRanges.Of(years.Select(year => year.Year)));
    }

    private static TableRefusedException Refuse(string table, IReadOnlyList<ArchivedYear> years, string why) => new(
        table,
        $"its years {YearRanges.Text(years.Select(year => year.Year))} are archived by the column {years[0].Column}, {why}, so their rows "
            + "cannot be left out.",
        $"Send the column as it is, or bring the years back: Get-ContabyxArchive '{table}' | Restore-ContabyxArchive.");
}
