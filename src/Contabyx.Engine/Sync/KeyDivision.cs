using Contabyx.Engine.Files.Proof;

namespace Contabyx.Engine.Sync;

/// <summary>Divides a table into buckets, so that two sides of it can be compared.</summary>
internal static class KeyDivision
{
    private const int MostBuckets = 1 << 16;

    // Assumed for a table whose rows have not been counted yet.
    private const long UnknownRows = 1 << 20;

    /// <summary>
    /// Ranges of keys if keys are whole numbers, so that the source can be read range by range; otherwise remainders.
    /// </summary>
    /// <param name="rows">About how many rows it has; NULL or 0 if not known.</param>
    /// <param name="perBucket">About how many rows a bucket should have.</param>
    /// <param name="spans">The keys of each side; NULL if a side has none.</param>
    public static KeyBuckets Divide(TableSchema table, long? rows, int perBucket, params ReadOnlySpan<KeyRange?> spans)
    {
        var count = (int)Math.Clamp((rows is > 0 and { } known ? known : UnknownRows) / perBucket, 1, MostBuckets);
        (Int128 First, Int128 Last)? all = null;
        foreach (var span in spans)
        {
            if (span is { } keys)
                all = all is { } other ? (Int128.Min(other.First, keys.First), Int128.Max(other.Last, keys.Last)) : (keys.First, keys.Last);
        }

        if (table.RangeKey < 0 || all is not { } whole || whole.Last - whole.First >= long.MaxValue)
            return new KeyBuckets(count);
        count = (int)Int128.Min(count, whole.Last - whole.First + 1);
        var width = ((whole.Last - whole.First) / count) + 1;
        return new KeyBuckets(count, (long)whole.First, (long)width);
    }
}
