using System.Globalization;

namespace Contabyx.Engine.Sql;

/// <summary>
/// Quotes what goes into the slots of a statement. Nothing else in the engine builds SQL from outside text.
/// </summary>
internal static class SqlText
{
    /// <summary>A quoted identifier: <c>"a""b"</c>.</summary>
    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Quoted identifiers with commas between them.</summary>
    public static string Identifiers(IEnumerable<string> names) => string.Join(", ", names.Select(Identifier));

    /// <summary>A text literal: <c>'it''s'</c>; NULL for none.</summary>
    /// <exception cref="ArgumentException">The text has a NUL character, which no literal can hold.</exception>
    public static string Literal(string? text)
    {
        if (text is null)
            return "NULL";
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("An SQL literal cannot hold a NUL character.", nameof(text));
        return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    /// <summary>Text literals with commas between them.</summary>
    public static string Literals(IEnumerable<string> texts) => string.Join(", ", texts.Select(Literal));

    /// <summary>A number; NULL for none.</summary>
    public static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "NULL";

    /// <summary>A number that a database returned as text; NULL for none.</summary>
    public static long? ParseNumber(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A moment in UTC as a text literal in microseconds.</summary>
    public static string Moment(DateTimeOffset value) =>
        Literal(value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture));
}
