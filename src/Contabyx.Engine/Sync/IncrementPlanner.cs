using Contabyx.Engine.Rows;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Sync;

/// <summary>Uses the warehouse's load history to find where the next incremental run of a table starts.</summary>
internal sealed class IncrementPlanner(IWarehouse warehouse)
{
    private const int MostLoads = 1000;

    public async Task<Increment> PlanAsync(TableSelection selection, TableSchema table, CancellationToken cancellation)
    {
        var limit = MostLoads + (selection.DifferencesEvery ?? 0);
        var loads = await warehouse.ReadWatermarksAsync(table.Name, limit, cancellation).ConfigureAwait(false);
        var isDifferences = selection.DifferencesEvery is { } every && RunsSinceDifferences(loads) >= every - 1;
        var (column, _) = SelectionRules.WatermarkOf(selection, table);
        if (loads.FirstOrDefault(load => load.Watermark is not null) is not { } last)
            return new Increment(null, isDifferences);
        if (!column.Name.Equals(last.WatermarkColumn, StringComparison.OrdinalIgnoreCase))
            return new Increment(null, isDifferences, $"the last run used {last.WatermarkColumn} as its watermark.");
        if (WatermarkValue.TryParse(column.Type, last.Watermark!) is not { } value)
            return new Increment(null, isDifferences, $"the last watermark {last.Watermark} is not a value of type {column.Type}.");

        // A forced load may have replaced rows with older ones than the watermark says.
        if (loads.TakeWhile(load => load != last).Any(load => string.CompareOrdinal(load.Run, last.Run) < 0))
            return new Increment(null, isDifferences, "an older run has replaced its rows since then.");
        if (await warehouse.ReadTableAsync(table.Name, cancellation).ConfigureAwait(false) is not { } found
            || !await HasRowsAsync(table, cancellation).ConfigureAwait(false))
        {
            return new Increment(null, isDifferences, "the warehouse no longer has any of its rows.");
        }

        // The rows that are there would have NULL in it, although the source filled it with the column's default value.
        return table.Columns.FirstOrDefault(column =>
            !found.Columns.Any(other => other.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase))) is { } added
            ? new Increment(null, isDifferences, $"the warehouse's table does not have the column {added.Name} yet.")
            : new Increment(value, isDifferences);
    }

    // A run that brought only a part of the differences has no watermark.
    private static int RunsSinceDifferences(IReadOnlyList<LoadRecord> loads) => loads
        .Where(load => load.Watermark is not null)
        .TakeWhile(load => load.Mode != LoadMode.Differences)
        .Count(load => load.Mode == LoadMode.Merge);

    private async Task<bool> HasRowsAsync(TableSchema table, CancellationToken cancellation) =>
        (await warehouse.ReadSpanAsync(table with { Key = [] }, null, cancellation).ConfigureAwait(false)).Rows > 0;
}
