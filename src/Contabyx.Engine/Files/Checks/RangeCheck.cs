namespace Contabyx.Engine;

/// <summary>Numbers must lie in a range, both ends included.</summary>
internal sealed class RangeCheck(long first, long last, string limits) : ColumnCheck
{
    private readonly ulong _span = (ulong)(last - first);

    public override int FirstRefused(ColumnVector vector, int rows)
    {
        var values = vector.Longs.AsSpan(0, rows);
        for (var row = 0; row < values.Length; row++)
        {
            if ((ulong)(values[row] - first) > _span && !vector.Nulls[row])
                return row;
        }

        return -1;
    }

    public override string Reason(ColumnVector vector, int row) =>
        $"{ValueText.Of(vector, row)} lies outside {limits}.";
}
