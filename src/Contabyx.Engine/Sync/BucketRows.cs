using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Rows;
using Contabyx.Engine.Sources;

namespace Contabyx.Engine.Sync;

/// <summary>Reads the rows of some buckets of a table.</summary>
/// <param name="buckets">How its rows are divided.</param>
/// <param name="wanted">The buckets whose rows are wanted.</param>
internal sealed class BucketRows(TableSchema table, KeyBuckets buckets, BucketList wanted)
{
    // Each range costs a query. So with more of them, small gaps are read too; and with most of the table, all of it is.
    private const int MostRanges = 512;

    /// <summary>The rows. The same block object is reused each time.</summary>
    public IEnumerable<RowBlock> Read(ISnapshot snapshot, CancellationToken cancellation)
    {
        if (buckets.First is null || wanted.HasKeyless)
            return Filter(snapshot.Read(table, null, cancellation));
        var read = wanted.Widen(MostRanges);
        if (read.Runs.Count == wanted.Runs.Count)
            return Ranges(read);
        return read.Count > buckets.Count / 2 ? Filter(snapshot.Read(table, null, cancellation)) : Filter(Ranges(read));

        IEnumerable<RowBlock> Ranges(BucketList list) =>
            snapshot.Read(table, new RowFilter { Ranges = [.. list.Runs.Select(buckets.RangeOf)] }, cancellation);
    }

    private IEnumerable<RowBlock> Filter(IEnumerable<RowBlock> blocks)
    {
        var (numbers, fingerprints, picker) = (new BucketNumbers(table, buckets), Fingerprints(), new RowPicker(table));
        var (known, isWanted) = (new bool[buckets.Count + 1], Array.Empty<bool>());
        foreach (var number in wanted.Numbers)
            known[number + 1] = true;
        foreach (var block in blocks)
        {
            if (isWanted.Length < block.Count)
                isWanted = new bool[block.Capacity];
            Mark(block);
            if (picker.Pick(block, isWanted) is { Count: > 0 } picked)
                yield return picked;
        }

        void Mark(RowBlock block)
        {
            var bucketOf = numbers.Of(block, fingerprints is null ? [] : fingerprints.Of(block));
            for (var row = 0; row < bucketOf.Length; row++)
                isWanted[row] = known[bucketOf[row] + 1];
        }
    }

    // Only a table without a key is divided by them.
    private RowFingerprints? Fingerprints() =>
        buckets.First is null && table.Key.Count == 0 ? new RowFingerprints(table.Columns) : null;
}
