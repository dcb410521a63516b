using System.Text;
using System.Text.RegularExpressions;

namespace Contabyx.Engine.Reading;

/// <summary>
/// A name of columns with the wildcards of PowerShell: <c>*</c>, <c>?</c>, <c>[a-z]</c>, and a backtick before a character
/// that is meant literally. Case is ignored, as in the names of columns.
/// </summary>
internal sealed class ColumnPattern
{
    private readonly Regex? _pattern;

    public ColumnPattern(string text)
    {
        Text = text;
        IsWildcard = text.AsSpan().IndexOfAny('*', '?', '[') >= 0;
        _pattern = IsWildcard ? Translate(text) : null;
    }

    public string Text { get; }

    /// <summary>Whether it can match more than one name.</summary>
    public bool IsWildcard { get; }

    /// <summary>
    /// Whether a column's name matches. A name that is spelled like the pattern always does, whatever wildcards it
    /// contains.
    /// </summary>
    public bool Fits(string name) =>
        name.Equals(Text, StringComparison.OrdinalIgnoreCase) || _pattern?.IsMatch(name) == true;

    private static Regex Translate(string text)
    {
        var regex = new StringBuilder(@"\A");
        for (var i = 0; i < text.Length; i++)
        {
            var close = text[i] == '[' ? text.IndexOf(']', i + 1) : -1;
            if (text[i] == '`' && i + 1 < text.Length)
                regex.Append(Regex.Escape(text[++i].ToString()));
            else if (text[i] is '*' or '?')
                regex.Append(text[i] == '*' ? ".*" : ".");
            else if (close > i + 1)
                (regex, i) = (regex.Append('[').Append(Set(text[(i + 1)..close])).Append(']'), close);
            else
                regex.Append(Regex.Escape(text[i].ToString()));
        }

        const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline;
        return new Regex(regex.Append(@"\z").ToString(), Options);
    }

    // A hyphen between two characters is a range, as in both kinds of pattern; a reversed range counts as three characters.
    private static string Set(string characters)
    {
        var set = new StringBuilder();
        for (var i = 0; i < characters.Length; i++)
        {
            if (i + 2 < characters.Length && characters[i + 1] == '-' && characters[i] <= characters[i + 2])
                (set, i) = (set.Append(Quote(characters[i])).Append('-').Append(Quote(characters[i + 2])), i + 2);
            else
                set.Append(Quote(characters[i]));
        }

        return set.ToString();
    }

    private static string Quote(char character) => char.IsLetterOrDigit(character) ? character.ToString() : @"\" + character;
}
