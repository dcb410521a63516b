using System.Text.RegularExpressions;

namespace Contabyx.Tests;

/// <summary>What kind of token of SQL it is.</summary>
internal enum SqlKind
{
    Word,
    Quoted,
    Literal,
    Number,
    Symbol,
}

/// <summary>One token of a statement.</summary>
/// <param name="Text">
/// A word in lower case, a quoted name in lower case and without its quotes, a literal without its quotes, or a symbol.
/// </param>
internal readonly record struct SqlToken(SqlKind Kind, string Text)
{
    public bool IsName => Kind is SqlKind.Word or SqlKind.Quoted;

    public bool Is(string word) => Kind is SqlKind.Word or SqlKind.Symbol && Text == word;
}

/// <summary>Cuts a statement into tokens; comments are left out.</summary>
internal static partial class SqlTokens
{
    public static IReadOnlyList<SqlToken> Of(string sql) =>
    [
        .. Token().Matches(sql).Where(match => !match.Groups["skip"].Success).Select(match =>
            match.Groups["quoted"].Success ? new SqlToken(SqlKind.Quoted, Inner(match.Value, '"').ToLowerInvariant())
            : match.Groups["literal"].Success ? new SqlToken(SqlKind.Literal, Inner(match.Value, '\''))
            : match.Groups["word"].Success ? new SqlToken(SqlKind.Word, match.Value.ToLowerInvariant())
            : match.Groups["number"].Success ? new SqlToken(SqlKind.Number, match.Value)
            : new SqlToken(SqlKind.Symbol, match.Value)),
    ];

    private static string Inner(string text, char quote) =>
        text[1..^1].Replace($"{quote}{quote}", $"{quote}", StringComparison.Ordinal);

    [GeneratedRegex(
        """
        (?<skip>\s+|--[^\n]*|/\*.*?\*/)|(?<quoted>"(?:[^"]|"")*")|(?<literal>'(?:[^']|'')*')
        |(?<word>[\p{L}_#][\p{L}\p{N}_$]*)|(?<number>\d+(?:\.\d+)?)|<=|>=|<>|!=|\|\||::|.
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline)]
    private static partial Regex Token();
}
