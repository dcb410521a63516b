using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>
/// A pattern for names of tables, runs and tasks. A name that is spelled like the pattern fits, whatever wildcards it
/// holds; upper and lower case are alike, and mean the same letters in every culture (in Turkish, I is no capital i).
/// </summary>
internal static class NamePattern
{
    private const WildcardOptions Options = WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant;

    /// <summary>Whether a name fits a pattern.</summary>
    /// <param name="pattern">The pattern. One that cannot be read, as <c>[a</c>, fits only itself.</param>
    public static Func<string, bool> Of(string pattern)
    {
        var wildcard = WildcardPattern.Get(pattern, Options);
        var readable = IsReadable(wildcard);
        return name => name.Equals(pattern, StringComparison.OrdinalIgnoreCase) || (readable && wildcard.IsMatch(name));
    }

    /// <summary>Whether a name fits; every name fits no pattern at all.</summary>
    public static bool Fits(string? pattern, string? name) => pattern is null || (name is not null && Of(pattern)(name));

    /// <summary>Whether a text can stand for more than one name.</summary>
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
