using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Sync;

/// <summary>Checks whether a table can be read in the way that is asked for.</summary>
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
            throw Refused(table, "-DifferencesEvery needs -Read Incremental.", "Leave it out, or read the table incrementally.");
        if (selection.Mode == ReadMode.Differences || selection.DifferencesEvery is not null)
            CheckDeletes(selection, table);
        else if (selection.Deletes != DeletedRows.Delete)
            throw Refused(table, "-Deletes needs -Read Differences: nothing else finds deleted rows.", "Read the differences, or leave it out.");
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
                table, $"it has no column '{selection.Watermark}' to tell new rows by.",
                $"Name one of these: {string.Join(", ", table.Columns.Where(found => WatermarkValue.Fits(found.Type)).Select(found => found.Name))}.");
        }

        if (!WatermarkValue.Fits(column.Type))
        {
            throw Refused(
                table, $"{column.Name} is {column.Type}, and new rows are told by whole numbers, decimals, dates, or times with dates.",
                "Name another column, or read the differences: -Read Differences.");
        }

        if (new WatermarkValue(column.Type, 0).Less(selection.Lookback) is null)
        {
            throw Refused(
                table, $"the lookback '{selection.Lookback}' makes no sense for {column.Name}, which is {column.Type}.",
                "Give a number for numbers, and a time span such as 1.00:00:00 for dates and times.");
        }
    }

    private static void CheckIncremental(TableSelection selection, TableSchema table)
    {
        if (selection.Watermark is null)
            throw Refused(table, "-Read Incremental needs the column that tells new rows.", "Name it: -Watermark updated_at.");
        if (table.Key.Count == 0)
        {
            throw Refused(
                table, "it has no key, so rows that come again could not replace those that are there.",
                "Name the columns of its key, or read the differences: -Read Differences.");
        }

        if (selection.DifferencesEvery is < 1)
            throw Refused(table, "-DifferencesEvery counts runs, from 1 on.", "Give 1 or more.");
    }

    private static void CheckDeletes(TableSelection selection, TableSchema table)
    {
        if (selection.Deletes != DeletedRows.Delete && table.Key.Count == 0)
            throw Refused(table, "it has no key, by which a row could be known again.", "Leave -Deletes out, or name the columns of its key.");
        if (selection.Deletes == DeletedRows.Mark && selection.DeletedAtColumn is null)
            throw Refused(table, "-Deletes Mark needs a column for the time.", "Name it: -DeletedAtColumn deleted_at.");
        if (selection.Deletes != DeletedRows.Mark && selection.DeletedAtColumn is not null)
            throw Refused(table, "-DeletedAtColumn needs -Deletes Mark.", "Leave it out, or let deleted rows be marked.");
        if (table.Columns.Any(column => column.Name.Equals(selection.DeletedAtColumn, StringComparison.OrdinalIgnoreCase)))
            throw Refused(table, $"it has a column '{selection.DeletedAtColumn}' itself.", "Name another -DeletedAtColumn.");
    }

    private static TableRefusedException Refused(TableSchema table, string reason, string advice) => new(table.Name, reason, advice);
}
