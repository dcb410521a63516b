using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Compare;

/// <summary>
/// Finds the rows of a table that differ between source and warehouse. Both sides are divided into the same buckets by
/// key, and the rows of those buckets whose fingerprints differ are compared one by one.
/// </summary>
/// <param name="table">The table, as the source has it.</param>
/// <param name="source">The rows of the source.</param>
/// <param name="limit">How many rows that differ are wanted.</param>
internal sealed class KeySearch(TableSchema table, SourceTotals source, IWarehouse warehouse, int limit)
{
    private const int RowsPerBucket = 500;
    private const int MostBuckets = 1 << 16;

    // The number of rows held in memory at a time, unless one bucket has more.
    private const long RowsAtOnce = 20_000;

    /// <summary>Looks for rows that differ.</summary>
    /// <param name="totals">The control totals of the source.</param>
    /// <param name="target">Those of the warehouse.</param>
    /// <returns>Up to the limit, and whether there are more.</returns>
    public async Task<(IReadOnlyList<KeyDifference> Found, bool Cut)> FindAsync(
        TableTotals totals, TableTotals target, CancellationToken cancellation)
    {
        var buckets = Divide(totals, target);
        var reading = warehouse.ReadBucketsAsync(table, buckets, cancellation);
        var ours = source.CountBuckets(buckets, cancellation);
        var theirs = await reading.ConfigureAwait(false);
        var differing = ours.Keys.Union(theirs.Keys)
            .Where(bucket => ours.GetValueOrDefault(bucket) != theirs.GetValueOrDefault(bucket)).Order().ToList();
        var found = new List<KeyDifference>();
        for (var next = 0; next < differing.Count && found.Count <= limit;)
        {
            var (wanted, rows) = (new List<int>(), 0L);
            for (; next < differing.Count && (rows < RowsAtOnce || wanted.Count == 0); next++)
            {
                wanted.Add(differing[next]);
                rows += ours.GetValueOrDefault(differing[next]).Rows + theirs.GetValueOrDefault(differing[next]).Rows;
            }

            var staged = await warehouse.ReadRowsAsync(table, buckets, wanted, cancellation).ConfigureAwait(false);
            found.AddRange(new RowComparison(table).Compare(source.ReadRows(buckets, wanted, cancellation), staged));
        }

        return found.Count > limit ? (found.GetRange(0, limit), true) : (found, false);
    }

    // Ranges of keys if keys are whole numbers, so that the source can be read range by range.
    private KeyBuckets Divide(TableTotals totals, TableTotals target)
    {
        var count = (int)Math.Clamp(Math.Max(totals.Rows, target.Rows) / RowsPerBucket, 1, MostBuckets);
        var first = Least(totals.FirstKey, target.FirstKey);
        var last = -Least(-(Int128?)totals.LastKey, -(Int128?)target.LastKey);
        if (table.RangeKey < 0 || first is null || last is null || last - first >= long.MaxValue)
            return new KeyBuckets(count);
        var width = ((last.Value - first.Value) / count) + 1;
        return new KeyBuckets(count, (long)first.Value, (long)width);
    }

    private static Int128? Least(Int128? a, Int128? b) =>
        a is null || b is null ? a ?? b : Int128.Min(a.Value, b.Value);
}
