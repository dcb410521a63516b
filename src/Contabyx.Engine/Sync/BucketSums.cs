using Contabyx.Engine.Files.Proof;

namespace Contabyx.Engine.Sync;

/// <summary>Counts the contents of each bucket while the rows of a table are read.</summary>
/// <param name="count">How many buckets there are.</param>
internal sealed class BucketSums(int count)
{
    // The bucket of rows without a key comes first.
    private readonly long[] _rows = new long[count + 1];
    private readonly UInt128[] _sums = new UInt128[count + 1];

    /// <summary>How many rows a bucket has.</summary>
    public long RowsOf(int bucket) => _rows[bucket + 1];

    /// <summary>All rows' fingerprints, summed.</summary>
    public UInt128 Fingerprint
    {
        get
        {
            UInt128 sum = 0;
            foreach (var part in _sums)
                sum += part;
            return sum;
        }
    }

    /// <summary>Counts a row.</summary>
    /// <param name="bucket">Its bucket.</param>
    /// <param name="fingerprint">Its fingerprint.</param>
    public void Add(int bucket, ulong fingerprint)
    {
        _rows[bucket + 1]++;
        _sums[bucket + 1] += fingerprint;
    }

    /// <summary>The contents of a bucket.</summary>
    public BucketTotals Of(int bucket) => new(_rows[bucket + 1], _sums[bucket + 1]);

    /// <summary>The buckets that are different on the other side, ascending.</summary>
    /// <param name="others">The contents of its buckets; empty buckets are left out.</param>
    public IEnumerable<int> DifferingFrom(IReadOnlyDictionary<int, BucketTotals> others)
    {
        for (var bucket = KeyBuckets.Keyless; bucket < count; bucket++)
        {
            if (Of(bucket) != others.GetValueOrDefault(bucket))
                yield return bucket;
        }
    }

    /// <summary>The buckets that have rows, ascending.</summary>
    public IEnumerable<int> Filled() =>
        Enumerable.Range(KeyBuckets.Keyless, count + 1).Where(bucket => RowsOf(bucket) > 0);
}
