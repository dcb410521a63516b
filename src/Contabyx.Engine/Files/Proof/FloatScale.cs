using System.Globalization;

namespace Contabyx.Engine.Files.Proof;

/// <summary>
/// The power of two by which a floating-point number is multiplied, so that its whole part fits into 64 bits.
/// </summary>
/// <param name="Letter">Names it in the text of a row.</param>
/// <param name="Below">It is for numbers whose size is below this, and not below that of the one before.</param>
/// <param name="Factor">The power of two; 0 where numbers are too large for any.</param>
internal sealed record FloatScale(char Letter, double Below, double Factor)
{
    /// <summary>2^62: what is left of a number is counted in parts of this.</summary>
    public const double Fraction = 1L << 62;

    /// <summary>All of them, for the smallest numbers first.</summary>
    public static IReadOnlyList<FloatScale> All { get; } =
    [
        new('a', Power(-83), Power(146)),
        new('b', Power(-10), Power(73)),
        new('c', Power(63), 1),
        new('d', Power(136), Power(-73)),
        new('e', Power(209), Power(-146)),
        new('f', double.PositiveInfinity, 0),
    ];

    /// <summary>The one for a number, which is finite.</summary>
    /// <param name="value">The number.</param>
    public static FloatScale Of(double value)
    {
        var size = Math.Abs(value);
        var at = 0;
        while (size >= All[at].Below)
            at++;
        return All[at];
    }

    /// <summary>The number of a text that <see cref="ExactFloatField"/> wrote, as people write it.</summary>
    public static string Show(string text)
    {
        var scale = All.First(scale => scale.Letter == text[0]);
        if (scale.Factor == 0)
            return string.Create(CultureInfo.InvariantCulture, $"{text[1]} {All[^2].Below:R} or more");
        var parts = text[1..].Split(':');
        var (whole, rest) = (long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
        return ((whole + (rest / Fraction)) / scale.Factor).ToString("R", CultureInfo.InvariantCulture);
    }

    private static double Power(int exponent) => Math.ScaleB(1, exponent);
}
