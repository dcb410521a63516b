using System.Globalization;
using System.Text.RegularExpressions;

namespace Contabyx;

/// <summary>Reads a time of the day as people write it, the same way in every culture.</summary>
public static partial class TimeOfDay
{
    /// <summary>The accepted forms, for messages.</summary>
    public const string Forms = "2am, 2:30 pm, 14:00 or 02:00:00";

    /// <summary>The time that a text says; NULL if it says none.</summary>
    /// <param name="text">Hours and minutes, or hours with am or pm.</param>
    public static TimeOnly? TryParse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success)
            return null;
        var (hour, minute, second) = (Number(match.Groups["hour"]), Number(match.Groups["minute"]), Number(match.Groups["second"]));
        var half = match.Groups["half"].Value.ToUpperInvariant();
        if (half.Length == 0 ? hour > 23 || !match.Groups["minute"].Success : hour is < 1 or > 12)
            return null;
        if (half.Length > 0)
            hour = (hour % 12) + (half == "P" ? 12 : 0);
        return minute > 59 || second > 59 ? null : new TimeOnly(hour, minute, second);
    }

    private static int Number(Group digits) => digits.Success ? int.Parse(digits.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @"\A\s*(?<hour>[0-9]{1,2})(:(?<minute>[0-9]{2})(:(?<second>[0-9]{2}))?)?\s*((?<half>[ap])(m|\.\s?m\.))?\s*\z",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
