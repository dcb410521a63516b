using System.Text;

namespace Contabyx.Engine.Books.MySql;

/// <summary>Reads a script as the <c>mysql</c> client does: statements that end with semicolons.</summary>
internal static class MySqlScript
{
    /// <summary>The database that scripts name, in quotes, which is replaced by another one.</summary>
    public const string Database = "`contabyx`";

    /// <summary>The statements of a script, without its comments and without semicolons.</summary>
    /// <param name="script">
    /// The script. Quoted texts and names may contain semicolons; <c>DELIMITER</c> is not supported.
    /// </param>
    public static IReadOnlyList<string> Split(string script)
    {
        var statements = new List<string>();
        var statement = new StringBuilder();
        for (var at = 0; at < script.Length;)
        {
            var length = CommentLength(script, at);
            if (length == 0 && script[at] == ';')
            {
                Add(statements, statement);
                at++;
                continue;
            }

            if (length == 0)
                statement.Append(script, at, length = TokenLength(script, at));
            at += length;
        }

        Add(statements, statement);
        return statements;
    }

    private static void Add(List<string> statements, StringBuilder statement)
    {
        var lines = statement.ToString().ReplaceLineEndings("\n").Split('\n').Where(line => line.Trim().Length > 0);
        if (string.Join('\n', lines).Trim() is { Length: > 0 } text)
            statements.Add(text);
        statement.Clear();
    }

    // "Comments", MySQL 8.0 Reference Manual: two dashes must be followed by a blank.
    private static int CommentLength(string script, int at)
    {
        var rest = script.AsSpan(at);
        if (rest.StartsWith("/*"))
            return rest.IndexOf("*/") is var end and >= 0 ? end + 2 : rest.Length;
        var dashes = rest.StartsWith("--") && (rest.Length == 2 || char.IsWhiteSpace(rest[2]));
        if (!dashes && rest[0] != '#')
            return 0;
        return rest.IndexOf('\n') is var line and >= 0 ? line : rest.Length;
    }

    // One character, or a whole text or name in quotes.
    private static int TokenLength(string script, int at)
    {
        var quote = script[at];
        if (quote is not ('\'' or '"' or '`'))
            return 1;
        for (var i = at + 1; i < script.Length; i++)
        {
            if (script[i] == '\\' && quote != '`')
                i++;
            else if (script[i] == quote)
                return i - at + 1;
        }

        return script.Length - at;
    }
}
