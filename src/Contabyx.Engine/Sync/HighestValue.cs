using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Sync;

/// <summary>Finds the watermark of rows while they are read: the largest value of a column.</summary>
/// <param name="position">The column's position.</param>
/// <param name="latest">
/// Values beyond it are ignored: they may be in another time zone, or invented; NULL for no limit.
/// </param>
/// <param name="surely">Values beyond it are in the future in every time zone; NULL for no limit.</param>
internal sealed class HighestValue(ColumnSchema column, int position, WatermarkValue? latest, WatermarkValue? surely)
{
    private Int128? _highest;
    private Int128? _any;

    public ColumnSchema Column { get; } = column;

    /// <summary>How many values were certainly in the future.</summary>
    public long Beyond { get; private set; }

    /// <summary>The largest value up to the limit; NULL if there is none.</summary>
    public WatermarkValue? Watermark => _highest is { } units ? new WatermarkValue(Column.Type, units) : null;

    /// <summary>Whether some row has a value at least as large.</summary>
    public bool Reaches(WatermarkValue value) => _any is { } units && units >= value.Units;

    /// <summary>Discards all rows.</summary>
    public void Clear() => (_highest, _any, Beyond) = (null, null, 0);

    /// <summary>Counts the rows of a block.</summary>
    public void Add(RowBlock block)
    {
        var vector = block.Columns[position];
        for (var row = 0; row < block.Count; row++)
        {
            if (!vector.Nulls[row])
                Add(vector.Type.Storage == ColumnStorage.Wide ? vector.Wides[row] : vector.Longs[row]);
        }
    }

    private void Add(Int128 units)
    {
        if (_any is null || units > _any)
            _any = units;
        if (units > surely?.Units)
            Beyond++;
        if (latest is { } limit && units > limit.Units)
            return;
        if (_highest is null || units > _highest)
            _highest = units;
    }
}
