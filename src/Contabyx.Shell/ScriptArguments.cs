using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace Contabyx.Shell;

/// <summary>Turns the words after a script's name into the arguments of a PowerShell call.</summary>
internal static partial class ScriptArguments
{
    /// <summary>
    /// Words such as <c>-Days</c> stay parameters, <c>-Name:value</c> keeps its value (<c>$true</c> and <c>$false</c>
    /// are booleans), and all else is literal text, as <c>pwsh -File</c> has it (about_Pwsh).
    /// </summary>
    public static string ToSource(IEnumerable<string> words) => string.Join(' ', words.Select(ToSource));

    private static string ToSource(string word)
    {
        var match = Parameter().Match(word);
        if (!match.Success)
            return Quote(word);
        var value = match.Groups["value"];
        if (!value.Success)
            return word;
        var literal = Boolean().IsMatch(value.Value) ? value.Value : Quote(value.Value);
        return $"-{match.Groups["name"].Value}:{literal}";
    }

    private static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    [GeneratedRegex(
        @"^-(?<name>[A-Za-z_]\w*)(:(?<value>.+)?)?$", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^\$(true|false)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Boolean();
}
