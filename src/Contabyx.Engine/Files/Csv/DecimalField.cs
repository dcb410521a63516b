using System.Runtime.CompilerServices;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Csv;

/// <summary>Decimals of up to 18 digits, with all digits of their scale: <c>-0.50</c>.</summary>
internal sealed class DecimalField(int scale) : LongField
{
    private readonly ulong _one = (ulong)ExactDecimal.PowerOfTen(scale);

    public override int MaxBytes => Digits.MaxLength + 1;

    public override int Write(int row, ref byte to)
    {
        var value = Values[row];
        if (value >= 0)
            return Write(ref to, (ulong)value);
        to = (byte)'-';
        return 1 + Write(ref Unsafe.Add(ref to, 1), 0UL - (ulong)value);
    }

    private int Write(ref byte to, ulong value)
    {
        // Money has two digits of a fraction, and dividing by a constant is several times faster.
        if (scale == 2)
            return WriteHundredths(ref to, value);
        if (scale == 0)
            return Digits.Write(ref to, value);
        var whole = value / _one;
        var length = Digits.Write(ref to, whole);

        // The fraction with a 1 in front has all its zeros; the point then takes the place of the 1.
        ref var point = ref Unsafe.Add(ref to, length);
        Digits.Write(ref point, _one + (value - (whole * _one)));
        point = (byte)'.';
        return length + 1 + scale;
    }

    private static int WriteHundredths(ref byte to, ulong value)
    {
        var whole = value / 100;
        var length = Digits.Write(ref to, whole);
        Unsafe.Add(ref to, length) = (byte)'.';
        Digits.WritePair(ref Unsafe.Add(ref to, length + 1), (uint)(value - (whole * 100)));
        return length + 3;
    }
}
