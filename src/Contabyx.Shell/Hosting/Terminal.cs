using System.Globalization;
using System.Text.RegularExpressions;

namespace Contabyx.Shell;

/// <summary>What the console's streams are, and how colours get to them.</summary>
internal static partial class Terminal
{
    private const int WidthOfFiles = 80;
    private const string Reset = "\e[0m";

    /// <summary>Whether output goes to a terminal that understands escape sequences.</summary>
    public static bool ColorsOutput { get; } = !Console.IsOutputRedirected && Colors;

    /// <summary>Likewise for errors.</summary>
    public static bool ColorsErrors { get; } = !Console.IsErrorRedirected && Colors;

    /// <summary>Columns: the terminal's, else what COLUMNS says, else 80.</summary>
    public static int Width
    {
        get
        {
            var width = Console.IsOutputRedirected ? 0 : Console.WindowWidth;
            var columns = Environment.GetEnvironmentVariable("COLUMNS");
            if (width <= 0)
                _ = int.TryParse(columns, CultureInfo.InvariantCulture, out width);
            return width > 0 ? width : WidthOfFiles;
        }
    }

    /// <summary>Text for the output stream: without escape sequences where they would stand in a file.</summary>
    public static string ForOutput(string text) => ColorsOutput ? text : EscapeSequence().Replace(text, "");

    /// <summary>Text for the error stream, in a colour on a terminal.</summary>
    /// <param name="text">The text; it may be coloured already.</param>
    /// <param name="color">An escape sequence.</param>
    public static string ForErrors(string text, string color)
    {
        if (!ColorsErrors)
            return EscapeSequence().Replace(text, "");
        return text.Contains('\e') ? text : color + text + Reset;
    }

    private static bool Colors =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb"
        && (!OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("WT_SESSION") is not null);

    [GeneratedRegex(@"\e\[[0-9;]*[A-Za-z]")]
    private static partial Regex EscapeSequence();
}
