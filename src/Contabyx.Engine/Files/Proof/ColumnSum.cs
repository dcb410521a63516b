using System.Numerics;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Proof;

/// <summary>Adds up one column of many blocks, by the <see cref="SumRule"/> of its type.</summary>
internal sealed class ColumnSum
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    private readonly ColumnSchema _column;
    private readonly SumRule _rule;
    private readonly Int128 _modulus;
    private Int128 _sum;
    private long _nonNull;

    public ColumnSum(ColumnSchema column)
    {
        _column = column;
        _rule = SumRules.For(column.Type);
        _modulus = _rule == SumRule.Remainder
            ? SumRules.Modulus * ExactDecimal.PowerOfTen(column.Type.Scale)
            : Int128.One;
    }

    public void Add(ColumnVector vector, int rows)
    {
        _nonNull += rows - CountNulls(vector, rows);
        if (_rule == SumRule.None)
            return;
        _sum += vector.Type.Storage switch
        {
            ColumnStorage.Long => SumLongs(vector, rows),
            ColumnStorage.Wide => SumWides(vector, rows),
            _ => rows == 0 ? 0 : vector.Ends[rows - 1],
        };
    }

    public ColumnTotals Complete() =>
        new(_column.Name, _nonNull, _rule == SumRule.None || _nonNull == 0 ? null : Format());

    private string Format() => _rule switch
    {
        SumRule.Microseconds when _column.Type.Kind == ColumnKind.Date =>
            ExactDecimal.Format(_sum * MicrosecondsPerDay, 0),
        SumRule.Value or SumRule.Remainder => ExactDecimal.Format(_sum, _column.Type.Scale),
        _ => ExactDecimal.Format(_sum, 0),
    };

    private static int CountNulls(ColumnVector vector, int rows) =>
        vector.HasNulls ? vector.Nulls.AsSpan(0, rows).Count(true) : 0;

    private static Int128 SumLongs(ColumnVector vector, int rows) => vector.HasNulls
        ? SumNonNull(vector.Longs.AsSpan(0, rows), vector.Nulls)
        : SumAll(vector.Longs.AsSpan(0, rows));

    // High and low halves are summed apart: no sum of a block can overflow 64 bits, and several are added at a time.
    // Shifted by 2^63 all values are positive, because AVX2 has no arithmetic shift of 64 bits.
    private static Int128 SumAll(ReadOnlySpan<long> values)
    {
        var (row, high, low) = (0, Vector<ulong>.Zero, Vector<ulong>.Zero);
        var (shift, mask) = (new Vector<ulong>(1UL << 63), new Vector<ulong>(uint.MaxValue));
        for (; row <= values.Length - Vector<long>.Count; row += Vector<long>.Count)
        {
            var several = Vector.AsVectorUInt64(new Vector<long>(values[row..])) ^ shift;
            high += several >>> 32;
            low += several & mask;
        }

        var sum = ((Int128)Vector.Sum(high) << 32) + Vector.Sum(low) - ((Int128)row << 63);
        foreach (var value in values[row..])
            sum += value;
        return sum;
    }

    private static Int128 SumNonNull(ReadOnlySpan<long> values, bool[] nulls)
    {
        long high = 0, low = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (nulls[i])
                continue;
            high += values[i] >> 32;
            low += values[i] & 0xFFFF_FFFF;
        }

        return ((Int128)high << 32) + low;
    }

    private Int128 SumWides(ColumnVector vector, int rows)
    {
        Int128 sum = 0;
        for (var i = 0; i < rows; i++)
        {
            if (!vector.Nulls[i])
                sum += _rule == SumRule.Remainder ? vector.Wides[i] % _modulus : vector.Wides[i];
        }

        return sum;
    }
}
