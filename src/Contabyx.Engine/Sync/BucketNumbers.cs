using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Sync;

/// <summary>Finds the bucket of each row, as a warehouse's SQL does.</summary>
internal sealed class BucketNumbers
{
    private readonly TableSchema _table;
    private readonly KeyBuckets _buckets;
    private readonly RowFingerprints? _keys;
    private int[] _numbers = [];

    /// <param name="buckets">How the table's rows are divided.</param>
    public BucketNumbers(TableSchema table, KeyBuckets buckets)
    {
        _table = table;
        _buckets = buckets;
        _keys = buckets.First is null && table.Key.Count > 0
            ? new RowFingerprints(table.Columns, RowKey.PositionsOf(table))
            : null;
    }

    /// <summary>The buckets of a block's rows, until the next call.</summary>
    /// <param name="fingerprints">The rows' own fingerprints: a table without a key is divided by them.</param>
    /// <exception cref="TableRefusedException">A key is outside all buckets.</exception>
    public ReadOnlySpan<int> Of(RowBlock block, ReadOnlySpan<ulong> fingerprints)
    {
        if (_numbers.Length < block.Count)
            _numbers = new int[block.Capacity];
        if (_buckets.First is { } first)
            DivideKeys(block, first);
        else
            DivideHashes(_keys is null ? fingerprints : _keys.Of(block));
        return _numbers.AsSpan(0, block.Count);
    }

    private void DivideHashes(ReadOnlySpan<ulong> hashes)
    {
        for (var row = 0; row < hashes.Length; row++)
            _numbers[row] = (int)(hashes[row] % (ulong)_buckets.Count);
    }

    private void DivideKeys(RowBlock block, long first)
    {
        var vector = block.Columns[_table.RangeKey];
        var (keys, width) = (vector.Longs, _buckets.Width);
        for (var row = 0; row < block.Count; row++)
        {
            if (vector.HasNulls && vector.Nulls[row])
            {
                _numbers[row] = KeyBuckets.Keyless;
                continue;
            }

            var number = (keys[row] - first) / width;
            if (keys[row] < first || number >= _buckets.Count)
                throw Changed();
            _numbers[row] = (int)number;
        }
    }

    // A table whose engine does not support transactions can get rows while it is read.
    private TableRefusedException Changed() => new(
        _table.Name, "it got new rows while it was read, because its storage engine does not support transactions.",
        "Run the same command again.");
}
