using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Checks;

/// <summary>
/// Floating-point numbers must be finite, because engines write the others differently; and 32-bit numbers must keep
/// their value without rounding.
/// </summary>
internal sealed class FloatCheck(ColumnType type) : ColumnCheck
{
    private readonly bool _single = type.Kind == ColumnKind.Float32;

    public override int FirstRefused(ColumnVector vector, int rows)
    {
        var values = vector.Doubles.AsSpan(0, rows);
        for (var row = 0; row < values.Length; row++)
        {
            var good = double.IsFinite(values[row]) && (!_single || (float)values[row] == values[row]);
            if (!good && !vector.Nulls[row])
                return row;
        }

        return -1;
    }

    public override string Reason(ColumnVector vector, int row) => double.IsFinite(vector.Doubles[row])
        ? $"{ValueText.Of(vector, row)} does not fit into a 32-bit number."
        : $"{ValueText.Of(vector, row)} is not finite.";
}
