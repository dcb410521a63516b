namespace Contabyx.Engine;

/// <summary>Decimals of up to 18 digits, with all digits of their scale: <c>-0.50</c>.</summary>
internal sealed class DecimalField(int scale) : LongField
{
    public override int MaxBytes => Digits.MaxLength + 1;

    public override int Write(int row, Span<byte> to)
    {
        var value = Values[row];
        if (value >= 0)
            return Write(to, (ulong)value);
        to[0] = (byte)'-';
        return 1 + Write(to[1..], 0UL - (ulong)value);
    }

    private int Write(Span<byte> to, ulong value)
    {
        if (scale == 0)
            return Digits.Write(to, value);
        var count = Math.Max(Digits.Count(value), scale + 1);
        var digits = to[..count];
        Digits.WriteFixed(digits, value);
        var fraction = digits[^scale..];
        fraction.CopyTo(to[(count - scale + 1)..]);
        to[count - scale] = (byte)'.';
        return count + 1;
    }
}
