using System.Globalization;

namespace Contabyx.Engine.Rows;

/// <summary>
/// Writes unscaled whole numbers as plain decimal text, as a warehouse's cast of a DECIMAL to text does.
/// </summary>
internal static class ExactDecimal
{
    /// <summary>
    /// The text of <paramref name="unscaled"/> / 10^<paramref name="scale"/>, such as 12345 of scale 2 as
    /// <c>123.45</c>.
    /// </summary>
    /// <param name="unscaled">The number without its point.</param>
    /// <param name="scale">Digits after the point, 0 or more.</param>
    public static string Format(Int128 unscaled, int scale)
    {
        var digits = Magnitude(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var sign = unscaled < 0 ? "-" : "";
        return scale == 0 ? sign + digits : $"{sign}{digits[..^scale]}.{digits[^scale..]}";
    }

    private static UInt128 Magnitude(Int128 value) => value < 0 ? (UInt128)0 - (UInt128)value : (UInt128)value;

    /// <summary>10 to the power of <paramref name="exponent"/>.</summary>
    /// <param name="exponent">0 to 38.</param>
    public static Int128 PowerOfTen(int exponent)
    {
        var power = Int128.One;
        for (var i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }
}
