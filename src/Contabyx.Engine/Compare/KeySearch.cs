using Contabyx.Engine.Sync;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Compare;

/// <summary>
/// Finds the rows of a table that differ between source and warehouse. Both sides are divided into the same buckets by
/// key, and the rows of those buckets whose fingerprints differ are compared one by one.
/// </summary>
/// <param name="table">The table, as the source has it.</param>
/// <param name="whole">The same table as the warehouse names it: with its archive, that is the view over both.</param>
/// <param name="source">The rows of the source.</param>
/// <param name="limit">How many rows that differ are wanted.</param>
internal sealed class KeySearch(TableSchema table, TableSchema whole, SourceTotals source, IWarehouse warehouse, int limit)
{
    private const int RowsPerBucket = 500;

    // The number of rows held in memory at a time, unless one bucket has more.
    private const long RowsAtOnce = 20_000;

    /// <summary>Looks for rows that differ.</summary>
    /// <param name="totals">The control totals of the source.</param>
    /// <param name="target">Those of the warehouse.</param>
    /// <returns>Up to the limit, and whether there are more.</returns>
    public async Task<(IReadOnlyList<KeyDifference> Found, bool Cut)> FindAsync(
        TableTotals totals, TableTotals target, CancellationToken cancellation)
    {
        var buckets = KeyDivision.Divide(
            table, Math.Max(totals.Rows, target.Rows), RowsPerBucket, SpanOf(totals), SpanOf(target));
        var reading = warehouse.ReadBucketsAsync(whole, buckets, null, cancellation);
        var ours = source.CountBuckets(buckets, cancellation);
        var theirs = await reading.ConfigureAwait(false);
        var differing = ours.DifferingFrom(theirs).ToList();
        var found = new List<KeyDifference>();
        for (var next = 0; next < differing.Count && found.Count <= limit;)
        {
            var (wanted, rows) = (new List<int>(), 0L);
            for (; next < differing.Count && (rows < RowsAtOnce || wanted.Count == 0); next++)
            {
                wanted.Add(differing[next]);
                rows += ours.RowsOf(differing[next]) + theirs.GetValueOrDefault(differing[next]).Rows;
            }

            var there = await warehouse.ReadRowsAsync(whole, buckets, wanted, cancellation).ConfigureAwait(false);
            found.AddRange(new RowComparison(table).Compare(source.ReadRows(buckets, wanted, cancellation), there));
        }

        return found.Count > limit ? (found.GetRange(0, limit), true) : (found, false);
    }

    private static KeyRange? SpanOf(TableTotals totals) =>
        totals is { FirstKey: { } first, LastKey: { } last } ? new KeyRange(first, last) : null;
}
