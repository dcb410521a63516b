using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Checks;

/// <summary>Unscaled decimals of more than 18 digits must have no more digits than their type.</summary>
internal sealed class WideRangeCheck(ColumnType type) : ColumnCheck
{
    private readonly Int128 _limit = ExactDecimal.PowerOfTen(type.Precision);

    public override int FirstRefused(ColumnVector vector, int rows)
    {
        var values = vector.Wides.AsSpan(0, rows);
        for (var row = 0; row < values.Length; row++)
        {
            if ((values[row] >= _limit || values[row] <= -_limit) && !vector.Nulls[row])
                return row;
        }

        return -1;
    }

    public override string Reason(ColumnVector vector, int row) =>
        $"{ValueText.Of(vector, row)} has more digits than {type}.";
}
