namespace Contabyx.Engine.Reading;

/// <summary>Chooses the columns that are read: those that are wanted, minus those that are left out.</summary>
internal static class ColumnChoice
{
    /// <exception cref="TableRefusedException">A named column does not exist, or no column is left.</exception>
    public static IReadOnlyList<ColumnSchema> Of(TableSelection selection, TableSchema table, Refusals refusals)
    {
        var wanted = Patterns(selection.Columns, "-Column", table, refusals);
        var unwanted = Patterns(selection.ExcludedColumns, "-ExcludeColumn", table, refusals);
        ColumnSchema[] chosen =
        [
            .. table.Columns.Where(column =>
                (wanted.Count == 0 || wanted.Any(pattern => pattern.Fits(column.Name)))
                && !unwanted.Any(pattern => pattern.Fits(column.Name))),
        ];
        return chosen.Length > 0 ? chosen : throw refusals.NoColumns();
    }

    // A pattern may match nothing in one table of many. A name that does not exist is a mistake, and could expose what
    // it should hide.
    private static List<ColumnPattern> Patterns(
        IReadOnlyList<string> texts, string parameter, TableSchema table, Refusals refusals)
    {
        var patterns = texts.Select(text => new ColumnPattern(text)).ToList();
        var unknown = patterns.FirstOrDefault(pattern => !pattern.IsWildcard && !table.Columns.Any(column => pattern.Fits(column.Name)));
        return unknown is null ? patterns : throw refusals.Unknown(parameter, unknown.Text);
    }
}
