using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Compare;

/// <summary>Finds the bucket of each row, as a warehouse's SQL does.</summary>
internal sealed class BucketNumbers
{
    private readonly KeyBuckets _buckets;
    private readonly int _rangeKey;
    private readonly RowFingerprints? _keys;

    /// <param name="buckets">How its rows are divided.</param>
    public BucketNumbers(TableSchema table, KeyBuckets buckets)
    {
        _buckets = buckets;
        _rangeKey = table.RangeKey;
        _keys = buckets.First is null ? new RowFingerprints(table.Columns, RowKey.PositionsOf(table)) : null;
    }

    /// <summary>The buckets of a block's rows.</summary>
    public int[] Of(RowBlock block)
    {
        var numbers = new int[block.Count];
        if (_keys is not null)
        {
            var keys = _keys.Of(block);
            for (var row = 0; row < numbers.Length; row++)
                numbers[row] = (int)(keys[row] % (ulong)_buckets.Count);
            return numbers;
        }

        var vector = block.Columns[_rangeKey];
        for (var row = 0; row < numbers.Length; row++)
        {
            numbers[row] = vector.Nulls[row]
                ? KeyBuckets.Keyless
                : (int)((vector.Longs[row] - _buckets.First!.Value) / _buckets.Width);
        }

        return numbers;
    }
}
