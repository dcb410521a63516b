using System.Globalization;
using System.Numerics;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Proof;

/// <summary>Counts the control totals of a table while its rows pass by.</summary>
internal sealed class TotalsCounter
{
    private readonly TableSchema _table;
    private readonly ColumnSum[] _sums;
    private readonly RowFingerprints? _fingerprints;
    private UInt128 _fingerprint;
    private long _rows;
    private long _firstKey = long.MaxValue;
    private long _lastKey = long.MinValue;

    /// <summary>Creates a counter at zero.</summary>
    /// <param name="table">The table whose rows will be counted.</param>
    /// <param name="withFingerprint">Whether the rows' fingerprints are also summed.</param>
    public TotalsCounter(TableSchema table, bool withFingerprint = true)
    {
        ArgumentNullException.ThrowIfNull(table);
        _table = table;
        _sums = [.. table.Columns.Select(column => new ColumnSum(column))];
        _fingerprints = withFingerprint ? new RowFingerprints(table.Columns) : null;
    }

    /// <summary>Counts the rows of a block.</summary>
    public void Add(RowBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        _rows += block.Count;
        for (var i = 0; i < _sums.Length; i++)
            _sums[i].Add(block.Columns[i], block.Count);
        if (_fingerprints is not null)
        {
            foreach (var fingerprint in _fingerprints.Of(block))
                _fingerprint += fingerprint;
        }

        if (_table.RangeKey >= 0)
            AddKeys(block.Columns[_table.RangeKey], block.Count);
    }

    /// <summary>The totals of all rows so far.</summary>
    public TableTotals Complete()
    {
        var keyed = _firstKey <= _lastKey;
        return new TableTotals(
            _rows, keyed ? _firstKey : null, keyed ? _lastKey : null, [.. _sums.Select(sum => sum.Complete())])
        {
            Fingerprint = _fingerprints is null ? null : _fingerprint.ToString(CultureInfo.InvariantCulture),
        };
    }

    private void AddKeys(ColumnVector vector, int count)
    {
        if (!vector.HasNulls)
        {
            AddKeys(vector.Longs.AsSpan(0, count));
            return;
        }

        // No key is NULL, but what a view calls its key may be.
        for (var row = 0; row < count; row++)
        {
            if (!vector.Nulls[row])
                AddKeys(vector.Longs.AsSpan(row, 1));
        }
    }

    private void AddKeys(ReadOnlySpan<long> keys)
    {
        var row = 0;
        var (smallest, largest) = (new Vector<long>(_firstKey), new Vector<long>(_lastKey));
        for (; row <= keys.Length - Vector<long>.Count; row += Vector<long>.Count)
        {
            var several = new Vector<long>(keys[row..]);
            smallest = Vector.Min(smallest, several);
            largest = Vector.Max(largest, several);
        }

        for (var i = 0; i < Vector<long>.Count; i++)
            (_firstKey, _lastKey) = (Math.Min(_firstKey, smallest[i]), Math.Max(_lastKey, largest[i]));
        foreach (var key in keys[row..])
            (_firstKey, _lastKey) = (Math.Min(_firstKey, key), Math.Max(_lastKey, key));
    }
}
