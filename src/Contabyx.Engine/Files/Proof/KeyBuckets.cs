namespace Contabyx.Engine.Files.Proof;

/// <summary>
/// A division of a table's rows into buckets by their keys, so that two sides can be compared bucket by bucket: ranges of
/// whole-number keys, or remainders of the fingerprint of any other key. A table without a key is divided by all its values.
/// </summary>
/// <param name="Count">How many buckets there are.</param>
/// <param name="First">The smallest key of the first range; NULL for remainders.</param>
/// <param name="Width">How many keys a range has; 0 for remainders.</param>
internal sealed record KeyBuckets(int Count, long? First = null, long Width = 0)
{
    /// <summary>The bucket of rows whose key is NULL, which no key should be.</summary>
    public const int Keyless = -1;

    public KeyRange RangeOf(int bucket) => RangeOf((bucket, bucket));

    /// <summary>The keys of neighbouring buckets.</summary>
    public KeyRange RangeOf((int First, int Last) run)
    {
        var first = (Int128)First!.Value + ((Int128)run.First * Width);
        var last = (Int128)First.Value + (((Int128)run.Last + 1) * Width) - 1;
        return new KeyRange((long)first, (long)Int128.Min(last, long.MaxValue));
    }
}
