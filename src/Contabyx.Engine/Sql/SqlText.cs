using System.Globalization;

namespace Contabyx.Engine.Sql;

/// <summary>
/// Quotes what goes into the slots of a statement. Nothing else in the engine builds SQL from outside text.
/// </summary>
internal static class SqlText
{
    private const int LongestComment = 2048;

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

    /// <summary>The statements that give a table and its columns the comments of the source.</summary>
    /// <param name="name">The table's name, quoted.</param>
    /// <param name="quote">Quotes a column's name.</param>
    /// <param name="literal">Writes a text literal.</param>
    public static IReadOnlyList<string> Comments(
        TableSchema table, string name, Func<string, string> quote, Func<string, string> literal)
    {
        var ofColumns = table.Columns.Where(column => CommentOf(column.Comment) is not null)
            .Select(column => $"COMMENT ON COLUMN {name}.{quote(column.Name)} IS {literal(CommentOf(column.Comment)!)}");
        return CommentOf(table.Comment) is { } text ? [$"COMMENT ON TABLE {name} IS {literal(text)}", .. ofColumns] : [.. ofColumns];
    }

    /// <summary>Whether a statement sets a comment.</summary>
    public static bool IsComment(string statement) => statement.StartsWith("COMMENT ON ", StringComparison.Ordinal);

    /// <summary>
    /// A comment as a warehouse can have it: without NUL characters, and no longer than MySQL allows ("CREATE TABLE
    /// Statement", MySQL Reference Manual). NULL for none.
    /// </summary>
    public static string? CommentOf(string? comment)
    {
        var text = comment?.Replace("\0", "", StringComparison.Ordinal).Trim() ?? "";
        if (text.Length <= LongestComment)
            return text.Length == 0 ? null : text;
        var end = char.IsHighSurrogate(text[LongestComment - 1]) ? LongestComment - 1 : LongestComment;
        return text[..end].TrimEnd() + " ...";
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
