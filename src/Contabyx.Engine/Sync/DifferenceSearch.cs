using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Sources;
using Contabyx.Engine.Telemetry;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Sync;

/// <summary>
/// Finds the buckets of a table that differ between source and warehouse, with one pass over the source's snapshot and
/// one query of the warehouse at the same time.
/// </summary>
/// <param name="progress">Receives the number of rows read.</param>
internal sealed class DifferenceSearch(
    TableSchema table, ISnapshot snapshot, IWarehouse warehouse, IProgress<ItemProgress> progress)
{
    private const int RowsPerBucket = 128;

    /// <param name="deletedAt">The column that marks rows of the warehouse as deleted; NULL for none.</param>
    /// <param name="highest">Receives all rows; NULL if not needed.</param>
    /// <param name="chunkRows">The smallest number of rows that makes a piece of the differences complete.</param>
    public async Task<TableDifferences> FindAsync(
        string? deletedAt, HighestValue? highest, long chunkRows, CancellationToken cancellation)
    {
        using var operation = Operation.BeginTable("compare", null, table.Name, warehouse.Address);
        try
        {
            var differences = await SearchAsync(deletedAt, highest, chunkRows, cancellation).ConfigureAwait(false);
            operation.Count(differences.Whole.Rows, null);
            operation.End(differences.Chunks.Count == 0 ? "Equal" : "Different", null);
            return differences;
        }
        catch (Exception e) when (operation.Fail(e))
        {
            throw;
        }
    }

    private async Task<TableDifferences> SearchAsync(
        string? deletedAt, HighestValue? highest, long chunkRows, CancellationToken cancellation)
    {
        var found = await warehouse.ReadTableAsync(table.Name, cancellation).ConfigureAwait(false);
        var live = deletedAt is not null && Has(found, deletedAt) ? deletedAt : null;
        var isComparable = found is not null && table.Columns.All(column => Has(found, column.Name));
        var (rows, span) = isComparable
            ? await warehouse.ReadSpanAsync(table, live, cancellation).ConfigureAwait(false)
            : (0, null);
        var count = await snapshot.CountAsync(table, null, cancellation).ConfigureAwait(false);
        var own = await snapshot.SpanAsync(table, cancellation).ConfigureAwait(false);
        var buckets = KeyDivision.Divide(table, Math.Max(count ?? 0, rows), RowsPerBucket, own, span);
        var (totals, ours, theirs) = await ReadBothAsync(buckets, isComparable, live, highest, cancellation).ConfigureAwait(false);

        // If the table lacks a column, all of its rows are replaced, in every bucket. A missing table is created by a load, though
        // it may have no rows.
        var differing = isComparable ? ours.DifferingFrom(theirs)
            : found is null ? ours.Filled().DefaultIfEmpty(0) : Enumerable.Range(KeyBuckets.Keyless, buckets.Count + 1);
        return new TableDifferences(buckets, Cut(differing, ours, chunkRows), totals, live);
    }

    private async Task<(TableTotals Totals, BucketSums Ours, IReadOnlyDictionary<int, BucketTotals> Theirs)> ReadBothAsync(
        KeyBuckets buckets, bool isComparable, string? live, HighestValue? highest, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var asking = isComparable
            ? Task.Run(() => warehouse.ReadBucketsAsync(table, buckets, live, stop.Token), CancellationToken.None)
            : Task.FromResult<IReadOnlyDictionary<int, BucketTotals>>(new Dictionary<int, BucketTotals>());
        try
        {
            var scan = new TableScan(table, buckets, progress);
            var (totals, ours) = await Task.Run(() => scan.Read(snapshot, highest, cancellation), CancellationToken.None)
                .ConfigureAwait(false);
            return (totals, ours, await asking.ConfigureAwait(false));
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static List<DifferenceChunk> Cut(IEnumerable<int> differing, BucketSums ours, long chunkRows)
    {
        var (chunks, numbers, rows) = (new List<DifferenceChunk>(), new List<int>(), 0L);
        foreach (var number in differing)
        {
            if (rows > 0 && rows + ours.RowsOf(number) > chunkRows)
            {
                chunks.Add(new DifferenceChunk(BucketList.Of(numbers), rows));
                (numbers, rows) = ([], 0);
            }

            numbers.Add(number);
            rows += ours.RowsOf(number);
        }

        if (numbers.Count > 0)
            chunks.Add(new DifferenceChunk(BucketList.Of(numbers), rows));
        return chunks;
    }

    private static bool Has(TableSchema? found, string column) =>
        found?.Columns.Any(other => other.Name.Equals(column, StringComparison.OrdinalIgnoreCase)) == true;
}
