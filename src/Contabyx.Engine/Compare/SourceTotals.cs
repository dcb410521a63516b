using System.Globalization;
using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Rows;
using Contabyx.Engine.Sources;

namespace Contabyx.Engine.Compare;

/// <summary>Counts rows of the source while they are read.</summary>
/// <param name="snapshot">Where they are read.</param>
internal sealed class SourceTotals(TableSchema table, ISnapshot snapshot)
{
    /// <summary>The control totals of all rows.</summary>
    /// <param name="progress">Receives the number of rows read.</param>
    public TableTotals Count(IProgress<ItemProgress> progress, CancellationToken cancellation)
    {
        var (counter, rows) = (new TotalsCounter(table), 0L);
        foreach (var block in snapshot.Read(table, null, cancellation))
        {
            counter.Add(block);
            rows += block.Count;
            progress.Report(new ItemProgress(table.Name, rows, null));
        }

        return counter.Complete();
    }

    /// <summary>What each bucket holds; buckets without rows are left out.</summary>
    /// <param name="buckets">How the rows are divided.</param>
    public IReadOnlyDictionary<int, BucketTotals> CountBuckets(KeyBuckets buckets, CancellationToken cancellation)
    {
        var found = new Dictionary<int, (long Rows, UInt128 Fingerprint)>();
        var (numbers, fingerprints) = (new BucketNumbers(table, buckets), new RowFingerprints(table.Columns));
        foreach (var block in snapshot.Read(table, null, cancellation))
        {
            var (bucketOf, values) = (numbers.Of(block), fingerprints.Of(block).ToArray());
            for (var row = 0; row < bucketOf.Length; row++)
            {
                var sum = found.GetValueOrDefault(bucketOf[row]);
                found[bucketOf[row]] = (sum.Rows + 1, sum.Fingerprint + values[row]);
            }
        }

        return found.ToDictionary(
            pair => pair.Key,
            pair => new BucketTotals(pair.Value.Rows, pair.Value.Fingerprint.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The rows of some buckets as text.</summary>
    /// <param name="buckets">How the rows are divided.</param>
    /// <param name="wanted">The buckets whose rows are wanted.</param>
    public IEnumerable<string?[]> ReadRows(
        KeyBuckets buckets, IReadOnlyList<int> wanted, CancellationToken cancellation)
    {
        var (text, numbers, known) = (new RowText(table), new BucketNumbers(table, buckets), wanted.ToHashSet());
        foreach (var block in Blocks(buckets, wanted, cancellation))
        {
            var bucketOf = numbers.Of(block);
            foreach (var (row, values) in text.Of(block).Index())
            {
                if (known.Contains(bucketOf[row]))
                    yield return values;
            }
        }
    }

    // Ranges are read alone; rows of other buckets may be anywhere.
    private IEnumerable<RowBlock> Blocks(KeyBuckets buckets, IReadOnlyList<int> wanted, CancellationToken cancellation) =>
        buckets.First is null || wanted.Contains(KeyBuckets.Keyless)
            ? snapshot.Read(table, null, cancellation)
            : wanted.SelectMany(bucket => snapshot.Read(table, RowFilter.Of(buckets.RangeOf(bucket)), cancellation));
}
