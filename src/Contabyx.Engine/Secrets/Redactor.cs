using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Contabyx.Engine;

/// <summary>
/// Takes secrets out of text that leaves the engine: SQL for review, messages of servers, lines of the log. Whoever
/// hands a <see cref="Secret"/> to a driver tells it here first; keys of COPY are recognised by their option as well.
/// </summary>
internal static partial class Redactor
{
    private const string Hidden = "***";
    private const int ShortestSecret = 4;
    private static readonly ConcurrentDictionary<string, byte> Known = new(StringComparer.Ordinal);

    /// <summary>Reveals a secret to a driver, and takes it out of every text from now on.</summary>
    /// <param name="secret">The secret; NULL gives NULL.</param>
    public static string? Reveal(Secret? secret)
    {
        if (secret is null)
            return null;
        Remember(secret.Reveal());
        return secret.Reveal();
    }

    /// <summary>Takes a text out of every text from now on.</summary>
    /// <param name="secret">The secret text. Very short ones would blot out ordinary words, and are left alone.</param>
    public static void Remember(string secret)
    {
        if (secret.Length >= ShortestSecret)
            Known.TryAdd(secret, 0);
    }

    /// <summary>The text with <c>***</c> for each secret.</summary>
    /// <param name="text">Any text.</param>
    public static string Redact(string text)
    {
        foreach (var secret in Known.Keys.OrderByDescending(secret => secret.Length))
        {
            text = text.Replace(secret, Hidden, StringComparison.Ordinal)
                .Replace(secret.Replace("'", "''", StringComparison.Ordinal), Hidden, StringComparison.Ordinal)
                .Replace(Uri.EscapeDataString(secret), Hidden, StringComparison.Ordinal);
        }

        return KeyOption().Replace(text, $"$1'{Hidden}'");
    }

    // The options of COPY that hold keys: "Authorization parameters", Amazon Redshift Database Developer Guide.
    [GeneratedRegex(
        @"\b((?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|CREDENTIALS|PASSWORD)\s+(?:AS\s+)?)'(?:[^']|'')*'",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KeyOption();
}
