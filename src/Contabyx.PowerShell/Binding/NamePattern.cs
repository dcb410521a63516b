using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>
/// A pattern for names of tables, runs and tasks. A name that is spelled like the pattern always matches, whatever
/// wildcards it contains. Case is ignored, in the same way in every culture (in Turkish, I is not the capital of i).
/// </summary>
internal static class NamePattern
{
    private const WildcardOptions Options = WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant;

    /// <summary>Whether a name matches a pattern.</summary>
    /// <param name="pattern">The pattern. An invalid one, such as <c>[a</c>, matches only itself.</param>
    public static Func<string, bool> Of(string pattern)
    {
        var wildcard = WildcardPattern.Get(pattern, Options);
        var readable = IsReadable(wildcard);
        return name => name.Equals(pattern, StringComparison.OrdinalIgnoreCase) || (readable && wildcard.IsMatch(name));
    }

    /// <summary>Whether a name matches; without a pattern, every name does.</summary>
    public static bool Fits(string? pattern, string? name) => pattern is null || (name is not null && Of(pattern)(name));

    /// <summary>Whether a name matches one of the patterns. What has no name matches only <c>*</c>.</summary>
    public static bool FitsAny(IEnumerable<string> patterns, string? name) =>
        patterns.Any(pattern => pattern == "*" || Fits(pattern, name));

    /// <summary>Whether a text can match more than one name.</summary>
    public static bool IsPattern(string text) => WildcardPattern.ContainsWildcardCharacters(text);

    private static bool IsReadable(WildcardPattern wildcard)
    {
        try
        {
            wildcard.IsMatch("");
            return true;
        }
        catch (WildcardPatternException)
        {
            return false;
        }
    }
}
