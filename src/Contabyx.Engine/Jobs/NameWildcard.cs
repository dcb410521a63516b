using System.Text;
using System.Text.RegularExpressions;

namespace Contabyx.Engine.Jobs;

/// <summary>
/// A name with the wildcards of PowerShell: <c>*</c>, <c>?</c>, <c>[abc]</c>, and a backtick before one that is meant as it
/// stands. Upper and lower case are alike. A name that is spelled like the pattern fits, whatever it holds.
/// </summary>
internal sealed class NameWildcard
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly string _pattern;
    private readonly Regex? _regex;

    public NameWildcard(string pattern)
    {
        _pattern = pattern;
        _regex = TryRead(pattern);
    }

    public bool Fits(string name) =>
        name.Equals(_pattern, StringComparison.OrdinalIgnoreCase) || (_regex?.IsMatch(name) ?? false);

    // NULL for one that cannot be read, such as [a, which fits only itself.
    private static Regex? TryRead(string pattern)
    {
        var text = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            var close = pattern[i] == '[' ? pattern.IndexOf(']', Math.Min(i + 2, pattern.Length)) : -1;
            if (pattern[i] == '[' && close < 0)
                return null;
            text.Append(pattern[i] switch
            {
                '*' => ".*",
                '?' => ".",
                '`' when i + 1 < pattern.Length => Regex.Escape($"{pattern[++i]}"),
                '[' => $"[{pattern[(i + 1)..close].Replace("\\", @"\\", StringComparison.Ordinal).Replace("^", @"\^", StringComparison.Ordinal)}]",
                var c => Regex.Escape($"{c}"),
            });
            i = Math.Max(i, close);
        }

        return new Regex(
            text.Append('$').ToString(), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline, Patience);
    }
}
