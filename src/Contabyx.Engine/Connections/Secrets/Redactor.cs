using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Contabyx.Engine.Connections.Secrets;

/// <summary>
/// Removes secrets from text that leaves the engine: SQL for review, messages of servers, lines of the log. Code that
/// passes a <see cref="Secret"/> to a driver registers it here first; keys of COPY are also recognised by their option.
/// </summary>
/// <remarks>
/// A long secret is removed everywhere. A short one could be part of ordinary words and figures, so it is removed only
/// as a word of its own; and if it is an ordinary word or figure itself, such as <c>test</c> or <c>3306</c>, only where
/// a secret is expected: after <c>password</c>, or before the <c>@</c> of an address. Elsewhere it reveals nothing.
/// </remarks>
internal static partial class Redactor
{
    private const string Hidden = "***";
    private const int ShortestLong = 8;
    private const int ShortestWord = 4;
    private static readonly ConcurrentDictionary<string, Regex?> Known = new(StringComparer.Ordinal);

    /// <summary>Reveals a secret to a driver, and removes it from every text from now on.</summary>
    /// <param name="secret">The secret; NULL gives NULL.</param>
    public static string? Reveal(Secret? secret)
    {
        if (secret is null)
            return null;
        Remember(secret.Reveal());
        return secret.Reveal();
    }

    /// <summary>Removes a text from every text from now on.</summary>
    /// <param name="secret">The secret text.</param>
    public static void Remember(string secret)
    {
        if (secret.Length > 0)
            Known.GetOrAdd(secret, Pattern);
    }

    /// <summary>The text with <c>***</c> for each secret.</summary>
    /// <param name="text">Any text.</param>
    public static string Redact(string text)
    {
        foreach (var (secret, pattern) in Known.OrderByDescending(known => known.Key.Length))
        {
            text = pattern?.Replace(text, Hidden) ?? text.Replace(secret, Hidden, StringComparison.Ordinal)
                .Replace(secret.Replace("'", "''", StringComparison.Ordinal), Hidden, StringComparison.Ordinal)
                .Replace(Uri.EscapeDataString(secret), Hidden, StringComparison.Ordinal);
        }

        text = UserInfo().Replace(KeyOption().Replace(text, $"$1'{Hidden}'"), $"$1{Hidden}@");
        return SignedOption().Replace(PasswordOption().Replace(text, $"$1{Hidden}"), $"$1{Hidden}");
    }

    // NULL for a long secret, which needs no pattern.
    private static Regex? Pattern(string secret)
    {
        if (secret.Length >= ShortestLong)
            return null;
        var ordinary = secret.Length < ShortestWord || secret.All(char.IsLetter) || secret.All(char.IsAsciiDigit);
        string[] spellings = [secret, secret.Replace("'", "''", StringComparison.Ordinal), Uri.EscapeDataString(secret)];
        var any = $"(?:{string.Join('|', spellings.Distinct().OrderByDescending(text => text.Length).Select(Regex.Escape))})";
        var before = ordinary ? """(?<=\b(?i:password|passwd|pwd|secret)\b["']?\s*(?:is|as|[:=])?\s*["']?)""" : @"(?<!\w)";
        return new Regex($@"{before}{any}(?!\w)", RegexOptions.CultureInvariant);
    }

    // The options of COPY that hold keys: "Authorization parameters", Amazon Redshift Database Developer Guide.
    [GeneratedRegex(
        @"\b((?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|CREDENTIALS|PASSWORD)\s+(?:AS\s+)?)'(?:[^']|'')*'",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KeyOption();

    [GeneratedRegex(@"\b([a-z][a-z0-9+.-]*://[^\s/@:'""]*:)[^\s@'""]+@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    [GeneratedRegex(
        @"\b((?:pwd|password)\s*=\s*)(?:""[^""]*""|'[^']*'|\{[^}]*\}|[^;&\s'""{]+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PasswordOption();

    // Whoever has a signed address of S3 can read the object for a while: COPY of Parquet reads by them, and errors quote them
    // ("Authenticating Requests: Using Query Parameters", Amazon S3 API Reference).
    [GeneratedRegex(
        @"\b(X-Amz-(?:Credential|Signature|Security-Token)=)[^&\s""'<>]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SignedOption();
}
