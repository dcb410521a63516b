using System.Text;

namespace Contabyx.RedshiftEmulator;

/// <summary>
/// Cuts SQL into tokens as PostgreSQL 8.0 did, on which Redshift is built: a backslash escapes in every literal, and
/// there are no E'', U&amp;'' or dollar quotes (npgsql/npgsql#515: <c>type "e" does not exist</c>).
/// </summary>
internal ref struct Tokenizer(string sql)
{
    private static readonly string[] LongSymbols =
        ["!~*", "::", "||", "<>", "!=", "<=", ">=", "<<", ">>", "~*", "!~", "->", "@>", "<@", "=>"];

    private int _at;

    public static List<Token> Read(string sql)
    {
        var tokenizer = new Tokenizer(sql);
        var tokens = new List<Token>();
        do
            tokens.Add(tokenizer.Next());
        while (tokens[^1].Kind != TokenKind.End);
        return tokens;
    }

    /// <summary>The tokens of each statement, each list with its end.</summary>
    public static List<List<Token>> Statements(string sql)
    {
        var statements = new List<List<Token>>();
        var current = new List<Token>();
        foreach (var token in Read(sql))
        {
            if (token.Kind != TokenKind.End && !token.IsSymbol(";"))
            {
                current.Add(token);
                continue;
            }

            if (current.Count > 0)
                statements.Add([.. current, new Token(TokenKind.End, "", token.Start, token.Start)]);
            current.Clear();
        }

        return statements;
    }

    private Token Next()
    {
        SkipSpace();
        var start = _at;
        if (_at == sql.Length)
            return new Token(TokenKind.End, "", start, start);
        var c = sql[_at];
        if (char.IsLetter(c) || c == '_')
            return Word();
        if (char.IsDigit(c) || (c == '.' && _at + 1 < sql.Length && char.IsDigit(sql[_at + 1])))
            return Number();
        return c switch
        {
            '\'' => new Token(TokenKind.Text, Delimited('\''), start, _at),
            '"' => new Token(TokenKind.Quoted, Delimited('"'), start, _at),
            '$' when _at + 1 < sql.Length && sql[_at + 1] == '$' => Body(),
            '$' => Parameter(),
            _ => Symbol(),
        };
    }

    private void SkipSpace()
    {
        while (_at < sql.Length)
        {
            var rest = sql.AsSpan(_at);
            if (char.IsWhiteSpace(rest[0]))
                _at++;
            else if (rest.StartsWith("--"))
                _at += rest.IndexOf('\n') is var end && end < 0 ? rest.Length : end;
            else if (rest.StartsWith("/*"))
                SkipComment();
            else
                return;
        }
    }

    private void SkipComment()
    {
        var depth = 0;
        do
        {
            var rest = sql.AsSpan(_at);
            if (rest.IsEmpty)
                throw new RedshiftException("42601", "unterminated /* comment");
            var opens = rest.StartsWith("/*");
            var closes = rest.StartsWith("*/");
            depth += opens ? 1 : closes ? -1 : 0;
            _at += opens || closes ? 2 : 1;
        }
        while (depth > 0);
    }

    private Token Word()
    {
        var start = _at;
        while (_at < sql.Length && (char.IsLetterOrDigit(sql[_at]) || sql[_at] is '_' or '$' or '#'))
            _at++;
        var word = sql[start.._at];
        if (_at < sql.Length && sql[_at] == '\'' && word.Length == 1 && "eEbBxXnN".Contains(word[0]))
            throw new RedshiftException("42704", $"type \"{word.ToLowerInvariant()}\" does not exist");
        return new Token(TokenKind.Word, word, start, _at);
    }

    private Token Number()
    {
        var start = _at;
        while (_at < sql.Length && (char.IsDigit(sql[_at]) || sql[_at] == '.' || IsExponent(start)))
            _at++;
        return new Token(TokenKind.Number, sql[start.._at], start, _at);
    }

    private readonly bool IsExponent(int start) => _at > start && (sql[_at] is 'e' or 'E'
        || (sql[_at] is '+' or '-' && sql[_at - 1] is 'e' or 'E'));

    private string Delimited(char quote)
    {
        _at++;
        var text = new StringBuilder();
        while (true)
        {
            if (_at >= sql.Length)
                throw new RedshiftException("42601", "unterminated quoted string or identifier");
            var c = sql[_at++];
            if (c == quote && (_at == sql.Length || sql[_at] != quote))
                break;
            if (c == quote)
                _at++;
            text.Append(c == '\\' && quote == '\'' && _at < sql.Length ? Escaped() : c);
        }

        if (quote == '"' && text.Length == 0)
            throw new RedshiftException("42601", "zero-length delimited identifier");
        return text.ToString();
    }

    private char Escaped()
    {
        var digits = 0;
        var code = 0;
        for (; digits < 3 && _at < sql.Length && sql[_at] is >= '0' and <= '7'; digits++)
            code = (code * 8) + sql[_at++] - '0';
        if (digits > 0)
            return (char)code;
        return sql[_at++] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', var c => c };
    }

    /// <summary>What stands between two $$: the body of a function (<c>r_CREATE_FUNCTION</c>), and nothing else here.</summary>
    private Token Body()
    {
        var start = _at;
        var end = sql.IndexOf("$$", _at + 2, StringComparison.Ordinal);
        if (end < 0)
            throw new RedshiftException("42601", "unterminated dollar-quoted string");
        _at = end + 2;
        return new Token(TokenKind.Body, sql[(start + 2)..end], start, _at);
    }

    private Token Parameter()
    {
        var start = _at++;
        while (_at < sql.Length && char.IsDigit(sql[_at]))
            _at++;
        return _at - start > 1
            ? new Token(TokenKind.Parameter, sql[start.._at], start, _at)
            : throw RedshiftException.Syntax("$");
    }

    private Token Symbol()
    {
        var start = _at;
        foreach (var symbol in LongSymbols)
        {
            if (string.CompareOrdinal(sql, _at, symbol, 0, symbol.Length) == 0)
            {
                _at += symbol.Length;
                return new Token(TokenKind.Symbol, symbol, start, _at);
            }
        }

        return new Token(TokenKind.Symbol, sql[_at++].ToString(), start, _at);
    }
}
