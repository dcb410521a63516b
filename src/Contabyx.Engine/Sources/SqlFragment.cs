namespace Contabyx.Engine.Sources;

/// <summary>
/// A predicate or a query that a user wrote, to be put into the parentheses of one of our statements. It must be complete:
/// nothing of it may end the statement, close our parenthesis, or leave a quote or comment open that swallows what
/// comes after.
/// </summary>
internal sealed class SqlFragment
{
    private readonly string _sql;
    private readonly bool _isMySql;
    private int _at;

    private SqlFragment(string sql, bool isMySql)
    {
        _sql = sql;
        _isMySql = isMySql;
    }

    /// <summary>The text without blanks around it and without semicolons after it; NULL for none.</summary>
    /// <param name="sql">What the user wrote.</param>
    /// <param name="what">What it is, such as <c>query</c>.</param>
    /// <param name="table">The table that it is for.</param>
    /// <param name="isMySql">Whether it is read as MySQL reads it; otherwise as DuckDB does.</param>
    /// <exception cref="TableRefusedException">It is not complete.</exception>
    public static string? Check(string? sql, string what, string table, bool isMySql)
    {
        if (sql is null)
            return null;
        var trimmed = sql.Trim().TrimEnd(';', ' ', '\t', '\r', '\n');
        var problem = trimmed.Length == 0 ? "it is empty" : new SqlFragment(trimmed, isMySql).FindProblem();
        return problem is null ? trimmed : throw new TableRefusedException(
            table, $"its {what} cannot be used: {problem}.", $"Write one {what} in the SQL of the source, and nothing else.");
    }

    private string? FindProblem()
    {
        var depth = 0;
        while (_at < _sql.Length)
        {
            var problem = SkipCommentOrQuote(out var skipped);
            if (problem is not null)
                return problem;
            if (skipped)
                continue;
            switch (_sql[_at++])
            {
                case ';': return "a semicolon ends it too early";
                case '\0': return "it has a NUL character";
                case '?' when _isMySql: return "it has a placeholder (?)";
                case '@' when _isMySql && !Follows('@'): return "it has a variable (@), but no variables are set";
                case '@' when _isMySql: _at++; break;
                case '(': depth++; break;
                case ')' when --depth < 0: return "it closes a parenthesis that it does not open";
            }
        }

        return depth == 0 ? null : "it opens a parenthesis that it does not close";
    }

    private bool Follows(char character) => _at < _sql.Length && _sql[_at] == character;

    private string? SkipCommentOrQuote(out bool skipped)
    {
        skipped = true;
        var rest = _sql.AsSpan(_at);
        if (rest[0] is '\'' or '"' or '`')
            return Skip(rest[0]);
        if (!_isMySql && DollarTag(rest) is { Length: > 0 } tag)
            return SkipTo(tag, tag.Length, "a quote");
        if (_isMySql && (rest.StartsWith("/*!") || rest.StartsWith("/*M!")))
            return "it has a comment that the server would run (/*! */)";
        if (rest.StartsWith("/*"))
            return SkipTo("*/", 2, "a comment");
        if (IsLineComment(rest))
        {
            var end = rest.IndexOf('\n');
            _at = end < 0 ? _sql.Length : _at + end;
            return null;
        }

        skipped = false;
        return null;
    }

    // In MySQL, two hyphens begin a comment only before a blank, and 5--1 is 6.
    private bool IsLineComment(ReadOnlySpan<char> rest) => _isMySql
        ? rest[0] == '#' || (rest.StartsWith("--") && (rest.Length == 2 || char.IsWhiteSpace(rest[2]) || char.IsControl(rest[2])))
        : rest.StartsWith("--");

    private string? Skip(char quote)
    {
        for (_at++; _at < _sql.Length; _at++)
        {
            if (_isMySql && quote != '`' && _sql[_at] == '\\')
                _at++;
            else if (_sql[_at] == quote && _at + 1 < _sql.Length && _sql[_at + 1] == quote)
                _at++;
            else if (_sql[_at] == quote)
            {
                _at++;
                return null;
            }
        }

        return "a quote in it is not closed";
    }

    private string? SkipTo(string end, int begin, string what)
    {
        var found = _sql.IndexOf(end, _at + begin, StringComparison.Ordinal);
        _at = found < 0 ? _sql.Length : found + end.Length;
        return found < 0 ? $"{what} in it is not closed" : null;
    }

    // $$ or $tag$
    private static string DollarTag(ReadOnlySpan<char> rest)
    {
        var end = rest[0] == '$' ? rest[1..].IndexOf('$') : -1;
        if (end < 0)
            return "";
        foreach (var character in rest[1..(end + 1)])
        {
            if (!char.IsLetterOrDigit(character) && character != '_')
                return "";
        }

        return rest[..(end + 2)].ToString();
    }
}
