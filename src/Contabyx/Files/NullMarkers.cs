using System.Globalization;

namespace Contabyx;

/// <summary>
/// The texts that may stand for NULL in CSV: a backslash, <c>N</c>, and for all but the first a number. No number, date
/// or hexadecimal text begins with a backslash, so only text values can equal a marker.
/// </summary>
public static class NullMarkers
{
    /// <summary>
    /// <c>\N</c>, which COPY reads as NULL by default (Amazon Redshift Database Developer Guide, "Data
    /// conversion parameters", NULL AS).
    /// </summary>
    public const string Default = @"\N";

    /// <summary>
    /// The marker to try when a text value equals this one: <c>\N</c>, <c>\N1</c>, <c>\N2</c> and so on.
    /// </summary>
    /// <param name="marker">The marker that cannot be used.</param>
    /// <exception cref="ArgumentException"><paramref name="marker"/> is not one of these.</exception>
    public static string Next(string marker)
    {
        if (!TryNumber(marker, out var number))
            throw new ArgumentException($"'{marker}' is not a NULL marker. Use {Default}, {Default}1 ...", nameof(marker));
        return Default + (number + 1).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Whether a text is one of the markers.</summary>
    /// <param name="marker">The text.</param>
    public static bool IsMarker(string marker) => TryNumber(marker, out _);

    private static bool TryNumber(string marker, out int number)
    {
        number = 0;
        if (marker is null || !marker.StartsWith(Default, StringComparison.Ordinal))
            return false;
        var digits = marker[Default.Length..];
        return digits.Length == 0
            || (digits[0] != '0' && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number));
    }
}
