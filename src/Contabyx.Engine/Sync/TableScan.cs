using System.Globalization;
using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Sources;

namespace Contabyx.Engine.Sync;

/// <summary>Reads a whole table of the source once, and counts its contents, in total and per bucket.</summary>
/// <param name="buckets">How its rows are divided.</param>
/// <param name="progress">Receives the number of rows read.</param>
internal sealed class TableScan(TableSchema table, KeyBuckets buckets, IProgress<ItemProgress> progress)
{
    /// <param name="highest">Also finds the largest value of a column; NULL for none.</param>
    public (TableTotals Totals, BucketSums Buckets) Read(
        ISnapshot snapshot, HighestValue? highest, CancellationToken cancellation)
    {
        // The total fingerprint is the sum of the buckets' fingerprints, so no row is hashed twice.
        var (counter, sums) = (new TotalsCounter(table, withFingerprint: false), new BucketSums(buckets.Count));
        var (fingerprints, numbers, rows) = (new RowFingerprints(table.Columns), new BucketNumbers(table, buckets), 0L);
        foreach (var block in snapshot.Read(table, null, cancellation))
        {
            counter.Add(block);
            highest?.Add(block);
            var values = fingerprints.Of(block);
            var bucketOf = numbers.Of(block, values);
            for (var row = 0; row < bucketOf.Length; row++)
                sums.Add(bucketOf[row], values[row]);
            rows += block.Count;
            progress.Report(new ItemProgress(table.Name, rows, null));
        }

        var totals = counter.Complete() with { Fingerprint = sums.Fingerprint.ToString(CultureInfo.InvariantCulture) };
        return (totals, sums);
    }
}
