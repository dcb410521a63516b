using System.Globalization;
using System.Text;

namespace Contabyx;

/// <summary>
/// Breaks lines of views between words. PowerShell does so only in the languages below, and elsewhere, as on a server with
/// <c>LANG=C</c>, inside words: see <c>StringManipulationHelper</c> in
/// https://github.com/PowerShell/PowerShell/blob/master/src/System.Management.Automation/FormatAndOutput/common/ILineOutput.cs
/// </summary>
public static class Words
{
    private const int Narrowest = 10;
    private static readonly string[] BrokenByPowerShell = ["en", "fr", "de", "it", "pt", "es"];

    /// <summary>The text, broken for a column that takes what the window of the terminal has left.</summary>
    /// <param name="text">Any text; NULL gives NULL.</param>
    /// <param name="taken">How many columns of the window are taken by others.</param>
    public static string? Fit(string? text, int taken) =>
        Array.IndexOf(BrokenByPowerShell, CultureInfo.CurrentCulture.TwoLetterISOLanguageName) >= 0 || Console.IsOutputRedirected
            ? text
            : Break(text, Console.WindowWidth - taken);

    /// <summary>
    /// The text in lines of at most so many characters, broken at blanks. Its own lines stay, and only a word that is longer is cut.
    /// </summary>
    /// <param name="text">Any text; NULL gives NULL.</param>
    /// <param name="width">The width; below 10, nothing is broken.</param>
    public static string? Break(string? text, int width)
    {
        if (text is null || width < Narrowest || text.Length <= width)
            return text;
        var broken = new StringBuilder(text.Length + 16);
        foreach (var line in text.Split('\n'))
        {
            var rest = line.AsSpan();
            while (rest.Length > width)
            {
                var end = EndOf(rest, width);
                broken.Append(rest[..end].TrimEnd(' ')).Append('\n');
                rest = rest[(end + (rest[end] == ' ' ? 1 : 0))..];
            }

            broken.Append(rest).Append('\n');
        }

        return broken.ToString(0, broken.Length - 1);
    }

    // The last blank that fits, but none of the indentation; a word that is longer than the line is cut, but no surrogate pair.
    private static int EndOf(ReadOnlySpan<char> line, int width)
    {
        var end = line[..(width + 1)].LastIndexOf(' ');
        if (end > line.Length - line.TrimStart(' ').Length)
            return end;
        return char.IsLowSurrogate(line[width]) ? width - 1 : width;
    }
}
