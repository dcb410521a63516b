using System.Numerics;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Checks;

/// <summary>Numbers must be in a range, both ends included.</summary>
internal sealed class RangeCheck(long first, long last, string limits) : ColumnCheck
{
    public override int FirstRefused(ColumnVector vector, int rows)
    {
        var values = vector.Longs.AsSpan(0, rows);
        for (var row = CountGood(values); row < values.Length; row++)
        {
            if ((values[row] < first || values[row] > last) && !vector.Nulls[row])
                return row;
        }

        return -1;
    }

    public override string Reason(ColumnVector vector, int row) =>
        $"{ValueText.Of(vector, row)} is outside {limits}.";

    // How many values are good for sure, several compared at a time.
    private int CountGood(ReadOnlySpan<long> values)
    {
        var row = 0;
        var (low, high) = (new Vector<long>(first), new Vector<long>(last));
        for (; row <= values.Length - Vector<long>.Count; row += Vector<long>.Count)
        {
            var several = new Vector<long>(values[row..]);
            if (Vector.LessThanAny(several, low) || Vector.GreaterThanAny(several, high))
                break;
        }

        return row;
    }
}
