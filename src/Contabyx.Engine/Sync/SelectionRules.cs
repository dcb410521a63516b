using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Sync;

/// <summary>Checks whether a table can be read in the requested mode.</summary>
internal static class SelectionRules
{
    /// <param name="table">The table as it is sent.</param>
    /// <exception cref="TableRefusedException">It cannot.</exception>
    public static void Check(TableSelection selection, TableSchema table)
    {
        if (selection.Watermark is not null)
            CheckWatermark(selection, table);
        if (selection.Mode == ReadMode.Incremental)
            CheckIncremental(selection, table);
        else if (selection.DifferencesEvery is not null)
            throw Refused(table, "-DifferencesEvery needs -Read Incremental.", "Leave it out, or use -Read Incremental.");
        if (selection.Mode == ReadMode.Differences || selection.DifferencesEvery is not null)
            CheckDeletes(selection, table);
        else if (selection.Deletes != DeletedRows.Delete)
            throw Refused(table, "-Deletes needs -Read Differences, because no other way of reading finds deleted rows.",
                "Use -Read Differences, or leave out -Deletes.");
    }

    /// <summary>The watermark's column.</summary>
    public static (ColumnSchema Column, int Position) WatermarkOf(TableSelection selection, TableSchema table) =>
        table.Columns.Index().Where(column => column.Item.Name.Equals(selection.Watermark, StringComparison.OrdinalIgnoreCase))
            .Select(column => (column.Item, column.Index)).FirstOrDefault();

    private static void CheckWatermark(TableSelection selection, TableSchema table)
    {
        if (WatermarkOf(selection, table).Column is not { } column)
        {
            throw Refused(
                table, $"it has no column '{selection.Watermark}' to find new rows by.",
                "Name one of these: "
                    + $"{string.Join(", ", table.Columns.Where(found => WatermarkValue.Fits(found.Type)).Select(found => found.Name))}.");
        }

        if (!WatermarkValue.Fits(column.Type))
        {
            throw Refused(
                table, $"{column.Name} is {column.Type}, but a watermark must be a whole number, a decimal, a date, or a date with a time.",
                "Name another column, or use -Read Differences.");
        }

        if (new WatermarkValue(column.Type, 0).Less(selection.Lookback) is null)
        {
            throw Refused(
                table, $"the lookback '{selection.Lookback}' cannot be used for {column.Name}, which is {column.Type}.",
                "Use a number for numbers, and a time span such as 1.00:00:00 for dates and times.");
        }
    }

    private static void CheckIncremental(TableSelection selection, TableSchema table)
    {
        if (selection.Watermark is null)
            throw Refused(table, "-Read Incremental needs -Watermark, the column to find new rows by.",
                "Name the column: -Watermark updated_at.");
        if (table.Key.Count == 0)
        {
            throw Refused(
                table, "it has no key, so a changed row could not replace its older version in the warehouse.",
                "Name the columns of its key (-Key), or use -Read Differences.");
        }

        if (selection.DifferencesEvery is < 1)
            throw Refused(table, "-DifferencesEvery must be 1 or more runs.", "Use a number from 1.");
    }

    private static void CheckDeletes(TableSelection selection, TableSchema table)
    {
        if (selection.Deletes != DeletedRows.Delete && table.Key.Count == 0)
            throw Refused(table, "it has no key to identify rows by.", "Leave out -Deletes, or name the columns of its key (-Key).");
        if (selection.Deletes == DeletedRows.Mark && selection.DeletedAtColumn is null)
            throw Refused(table, "-Deletes Mark needs a column for the time of deletion.", "Name the column: -DeletedAtColumn deleted_at.");
        if (selection.Deletes != DeletedRows.Mark && selection.DeletedAtColumn is not null)
            throw Refused(table, "-DeletedAtColumn needs -Deletes Mark.", "Leave it out, or use -Deletes Mark.");
        if (table.Columns.FirstOrDefault(column => column.IsSuper) is { } parsed)
        {
            throw Refused(
                table, $"parts of a table cannot be compared when the warehouse keeps {parsed.Name} as SUPER: parsing changes its text.",
                "Use -Read Full or Incremental, or load the text, and parse it in a view (JSON_PARSE).");
        }

        if (table.Columns.Any(column => column.Name.Equals(selection.DeletedAtColumn, StringComparison.OrdinalIgnoreCase)))
            throw Refused(table, $"it already has a column '{selection.DeletedAtColumn}'.", "Name another -DeletedAtColumn.");
    }

    private static TableRefusedException Refused(TableSchema table, string reason, string advice) => new(table.Name, reason, advice);
}
