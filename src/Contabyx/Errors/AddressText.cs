using System.Text.RegularExpressions;

namespace Contabyx;

/// <summary>
/// Finds what may be a secret in the text of an address, whatever form the text has: <c>user:SECRET@host</c>,
/// <c>?password=SECRET</c>, <c>;Pwd=SECRET</c>, <c>s3://KEY:SECRET@bucket</c>, percent-encoded or not.
/// </summary>
public static partial class AddressText
{
    private const string Hidden = "***";

    /// <summary>The text with <c>***</c> for each part that may be a secret.</summary>
    /// <param name="address">Any text given as an address.</param>
    public static string Hide(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return SecretOption().Replace(HideUserInfo(address), $"$1{Hidden}");
    }

    /// <summary>Whether the text has an option that holds a secret, such as <c>;Pwd=SECRET</c>.</summary>
    /// <param name="address">Any text given as an address.</param>
    public static bool HasSecretOption(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return SecretOption().IsMatch(address);
    }

    // A secret may contain '/', '?' and '#', so it ends at the last '@' and not before.
    private static string HideUserInfo(string address)
    {
        if (PathOnly().IsMatch(address))
            return address;
        var start = address.IndexOf("//", StringComparison.Ordinal) is var slashes and >= 0 ? slashes + 2 : 0;
        var at = address.LastIndexOf('@');
        if (at < start || Colon().Match(address, start, at - start) is not { Success: true } colon)
            return address;
        return $"{address[..(colon.Index + colon.Length)]}{Hidden}{address[at..]}";
    }

    [GeneratedRegex(@"\A(?:duckdb|file):(?!//)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PathOnly();

    [GeneratedRegex(":|%3A", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Colon();

    // The names of ADO.NET, ODBC, JDBC and libpq; a value may be in quotes or braces.
    [GeneratedRegex(
        """((?:\A|[?;&,\s]|%3B|%26)\s*(?:pwd|passwd|pass(?:word|phrase|code)?|[\w .-]*secret[\w .-]*|[\w .-]*token|(?:api|access)[_ -]?key(?:[_ -]?id)?)\s*(?:=|%3D)\s*)(?:"[^"]*"|'[^']*'|\{[^}]*\}|(?:(?!%3B|%26)[^;&])+)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretOption();
}
