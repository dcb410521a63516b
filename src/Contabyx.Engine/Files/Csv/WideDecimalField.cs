namespace Contabyx.Engine;

/// <summary>Decimals of 19 to 38 digits, with all digits of their scale.</summary>
internal sealed class WideDecimalField(int scale) : CsvField
{
    private const ulong TenToThe19 = 10_000_000_000_000_000_000;
    private const int MostDigits = 38;

    private Int128[] _values = [];

    public override int MaxBytes => MostDigits + 3;

    public override int Write(int row, Span<byte> to)
    {
        var value = _values[row];
        var sign = value < 0 ? 1 : 0;
        if (sign > 0)
            to[0] = (byte)'-';
        return sign + Write(to[sign..], (UInt128)(value < 0 ? -value : value));
    }

    protected override void Take(ColumnVector vector, int rows) => _values = vector.Wides;

    private int Write(Span<byte> to, UInt128 value)
    {
        // One digit more than there can be, so that there is always a zero to stand before the point.
        Span<byte> digits = stackalloc byte[MostDigits + 1];
        var (high, low) = UInt128.DivRem(value, TenToThe19);
        Digits.WriteFixed(digits[..20], (ulong)high);
        Digits.WriteFixed(digits[20..], (ulong)low);

        var first = digits.IndexOfAnyExcept((byte)'0');
        var start = Math.Min(first < 0 ? MostDigits : first, MostDigits - scale);
        var whole = digits[start..^scale];
        whole.CopyTo(to);
        if (scale == 0)
            return whole.Length;
        to[whole.Length] = (byte)'.';
        digits[^scale..].CopyTo(to[(whole.Length + 1)..]);
        return whole.Length + 1 + scale;
    }
}
