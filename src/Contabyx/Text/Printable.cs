using System.Globalization;
using System.Text;

namespace Contabyx;

/// <summary>
/// Makes text from data safe to show: a control character in it could move the cursor, ring the bell or hide what is
/// there. Each is written as its number, such as <c>\u001b</c>.
/// </summary>
public static class Printable
{
    /// <summary>The text without control characters, but with its tabs and line feeds.</summary>
    /// <param name="text">Any text; NULL gives NULL.</param>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text) => Escape(text, keepsLines: true);

    /// <summary>The text on one line, without any control character.</summary>
    /// <param name="text">Any text; NULL gives NULL.</param>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public static string? Line(string? text) => Escape(text, keepsLines: false);

    private static string? Escape(string? text, bool keepsLines)
    {
        if (text is null || !text.Any(c => IsUnsafe(c, keepsLines)))
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text.Replace("\r\n", "\n", StringComparison.Ordinal))
        {
            if (IsUnsafe(c, keepsLines))
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                escaped.Append(c);
        }

        return escaped.ToString();
    }

    // Also the separators that terminals treat as line ends, and the marks that reverse the writing direction.
    private static bool IsUnsafe(char c, bool keepsLines) => c is '\n' or '\t'
        ? !keepsLines
        : char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
