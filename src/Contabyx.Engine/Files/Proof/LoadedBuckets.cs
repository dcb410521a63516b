namespace Contabyx.Engine.Files.Proof;

/// <summary>The parts of a table that a load replaces.</summary>
/// <param name="Division">How the table is divided.</param>
/// <param name="Replaced">The buckets that are replaced.</param>
internal sealed record LoadedBuckets(KeyBuckets Division, BucketList Replaced)
{
    private const int MostBuckets = 1 << 20;

    /// <summary>Reads what a document says; somebody may have edited it.</summary>
    /// <returns>NULL if it is not valid for the table.</returns>
    public static LoadedBuckets? TryRead(TableSchema table, ReplacedBuckets buckets)
    {
        if (buckets.Count is < 1 or > MostBuckets || BucketList.TryParse(buckets.Numbers, buckets.Count) is not { } replaced)
            return null;
        if (buckets.First is { } first)
        {
            if (table.RangeKey < 0 || buckets.Width < 1 || ((Int128)buckets.Width * (buckets.Count - 1)) + first > long.MaxValue)
                return null;
        }
        else if (buckets.Width != 0)
        {
            return null;
        }

        return new LoadedBuckets(new KeyBuckets(buckets.Count, buckets.First, buckets.Width), replaced);
    }
}
