using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Csv;

/// <summary>Decimals of 19 to 38 digits, with all digits of their scale.</summary>
internal sealed class WideDecimalField(int scale) : CsvField
{
    private const uint TenToThe8 = 100_000_000;
    private const int Room = 40;

    private Int128[] _values = [];

    public override int MaxBytes => Room + 2;

    public override int Write(int row, ref byte to)
    {
        var value = _values[row];
        var sign = value < 0 ? 1 : 0;
        if (sign > 0)
            to = (byte)'-';
        var text = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref to, sign), Room + 1);
        return sign + Write(text, (UInt128)(value < 0 ? -value : value));
    }

    protected override void Take(ColumnVector vector, int rows) => _values = vector.Wides;

    private int Write(Span<byte> to, UInt128 value)
    {
        // Two digits more than there can be, so that there is always a zero to stand before the point.
        Span<byte> digits = stackalloc byte[Room];
        for (var at = Room - 8; at >= 0; at -= 8)
        {
            var high = value / TenToThe8;
            Digits.WriteEight(ref digits[at], (uint)(value - (high * TenToThe8)));
            value = high;
        }

        var first = digits.IndexOfAnyExcept((byte)'0');
        var start = Math.Min(first < 0 ? Room - 1 : first, Room - 1 - scale);
        var whole = digits[start..^scale];
        whole.CopyTo(to);
        if (scale == 0)
            return whole.Length;
        to[whole.Length] = (byte)'.';
        digits[^scale..].CopyTo(to[(whole.Length + 1)..]);
        return whole.Length + 1 + scale;
    }
}
