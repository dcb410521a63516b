using System.Globalization;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Sync;

/// <summary>Describes what a run would read of a table. Only reads the load history.</summary>
internal sealed class ReadReview(IWarehouse warehouse)
{
    /// <returns>One sentence.</returns>
    /// <exception cref="TableRefusedException">The table cannot be read in this mode.</exception>
    public async Task<string> DescribeAsync(TableSelection selection, TableSchema table, CancellationToken cancellation)
    {
        SelectionRules.Check(selection, table);
        if (selection.Mode == ReadMode.Full)
            return $"{table.Name}: read all rows, which replace the table";
        if (selection.Mode == ReadMode.Differences)
            return Differences(selection, table);
        var next = await new IncrementPlanner(warehouse).PlanAsync(selection, table, cancellation).ConfigureAwait(false);
        if (next.IsDifferences)
            return $"{Differences(selection, table)}; this run compares because of -DifferencesEvery";
        return next.Last is { } last
            ? string.Create(CultureInfo.InvariantCulture,
                $"{table.Name}: read rows whose {selection.Watermark} is {last.Less(selection.Lookback)} or more, and merge them by key")
            : $"{table.Name}: read all rows, and merge them by key{(next.Reason is null ? "" : $": {next.Reason.TrimEnd('.')}")}";
    }

    private static string Differences(TableSelection selection, TableSchema table) =>
        $"{table.Name}: compare its parts with the warehouse, and replace those that differ" + selection.Deletes switch
        {
            DeletedRows.Mark => $"; rows that the source no longer has get the time of deletion in {selection.DeletedAtColumn}",
            DeletedRows.Keep => "; rows that the source no longer has are kept",
            _ => "",
        };
}
