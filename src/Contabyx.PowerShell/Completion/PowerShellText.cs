using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace Contabyx.PowerShell;

/// <summary>Texts as they stand in a command line.</summary>
internal static partial class PowerShellText
{
    /// <summary>The text as one argument: in quotation marks where PowerShell would otherwise read something else.</summary>
    public static string Argument(string text) => Plain().IsMatch(text) ? text : Literal(text);

    /// <summary>The text in quotation marks.</summary>
    public static string Literal(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    /// <summary>The text as a key of a hashtable.</summary>
    public static string Key(string text) => Word().IsMatch(text) ? text : Literal(text);

    /// <summary>What a user has typed of a text, without quotation marks.</summary>
    public static string Bare(string typed) => typed is ['\'' or '"', .. var rest] ? rest.TrimEnd(typed[0]) : typed;

    // Names, numbers, days and runs.
    [GeneratedRegex(@"\A[\p{L}\p{Nd}_][\p{L}\p{Nd}_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    // Keys that begin with a digit or hold a hyphen are not names to PowerShell ("about_Hash_Tables").
    [GeneratedRegex(@"\A[\p{L}_][\p{L}\p{Nd}_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
