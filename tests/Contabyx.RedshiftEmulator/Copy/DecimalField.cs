using System.Globalization;
using System.Numerics;
using System.Text;

namespace Contabyx.RedshiftEmulator;

/// <summary>
/// DECIMAL: COPY cuts further decimals off, and rounds with ROUNDEC (<c>copy-parameters-data-conversion</c>). Up to 19
/// digits are stored in 64 bits, so that DECIMAL(19) ends at 2^63-1 (<c>r_Numeric_types201</c>).
/// </summary>
internal static class DecimalField
{
    public static void Write(ReadOnlySpan<byte> field, TargetColumn column, bool rounds, RowBuffer rows)
    {
        var sign = field.Length > 0 && field[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        var point = field.IndexOf((byte)'.');
        var whole = field[sign..(point < 0 ? field.Length : point)];
        var fraction = point < 0 ? [] : field[(point + 1)..];
        Check(whole, sign);
        Check(fraction, point + 1);
        if (whole.IsEmpty && fraction.IsEmpty)
            throw new LoadErrorException(1209, "Invalid decimal format");
        var kept = fraction[..Math.Min(fraction.Length, column.Scale)];
        var digits = whole.TrimStart((byte)'0').Length;
        var rounded = rounds && fraction.Length > column.Scale && fraction[column.Scale] >= (byte)'5';
        if (digits > column.Precision - column.Scale)
            throw new LoadErrorException(1204, $"Numeric overflow for {column.Type}");
        if (!rounded && column.Precision < 19)
        {
            rows.Add(field[..sign]);
            rows.Add(whole.IsEmpty ? "0"u8 : whole);
            rows.Add((byte)'.');
            rows.Add(kept.IsEmpty ? "0"u8 : kept);
            return;
        }

        Slowly(field[0] == (byte)'-', whole, kept, rounded, column, rows);
    }

    private static void Slowly(
        bool negative, ReadOnlySpan<byte> whole, ReadOnlySpan<byte> kept, bool rounded, TargetColumn column, RowBuffer rows)
    {
        var text = Encoding.ASCII.GetString(whole) + Encoding.ASCII.GetString(kept).PadRight(column.Scale, '0');
        var value = BigInteger.Parse("0" + text, CultureInfo.InvariantCulture) + (rounded ? 1 : 0);
        var most = column.Precision == 19 ? long.MaxValue : BigInteger.Pow(10, column.Precision) - 1;
        if (value > most)
            throw new LoadErrorException(1204, $"Numeric overflow for {column.Type}");
        var shown = value.ToString(CultureInfo.InvariantCulture).PadLeft(column.Scale + 1, '0');
        var point = shown.Length - column.Scale;
        rows.Add(Encoding.ASCII.GetBytes($"{(negative ? "-" : "")}{shown[..point]}.{shown[point..]}0"));
    }

    private static void Check(ReadOnlySpan<byte> digits, int offset)
    {
        var bad = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (bad >= 0)
            throw LoadErrorException.Digit("Decimal", bad + offset);
    }
}
