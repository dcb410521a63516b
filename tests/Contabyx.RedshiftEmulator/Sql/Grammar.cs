using System.Text;

namespace Contabyx.RedshiftEmulator;

/// <summary>
/// The statements that Redshift has (<c>c_SQL_commands</c>), as far as a loading pipeline needs them: whatever is not
/// written here is refused. It reads a statement once from left to right and writes PostgreSQL's words for it.
/// </summary>
internal sealed partial class Grammar(string sql, List<Token> tokens, GrammarContext context, IReadOnlyList<QueryBlock>? known = null)
{
    private StringBuilder _out = new();
    private int _at;

    private Token Here => tokens[_at];

    private Token Next => Ahead(1);

    /// <summary>
    /// The plan of one statement. It is read twice: what a name with dots means depends on the tables, which come after it.
    /// </summary>
    public static Plan Read(string sql, List<Token> tokens, GrammarContext context)
    {
        var first = new Grammar(sql, tokens, context);
        first.Statement();
        var plan = new Grammar(sql, tokens, context, first._blocks).Whole();
        return plan with { Original = sql[tokens[0].Start..tokens[^1].End] };
    }

    /// <summary>What Redshift refuses comes before what only the emulator refuses.</summary>
    private Plan Whole()
    {
        return Finish(Statement());
    }

    private Plan Finish(Plan plan)
    {
        if (Here.Kind != TokenKind.End)
            throw Unexpected();
        CheckFunctions();
        CorrelationRules.Check(_blocks);
        return _limit is null
            ? plan with { Reused = [.. _blocks.SelectMany(block => block.Reused)], Tables = _named }
            : throw RedshiftException.NotEmulated(_limit);
    }

    private Plan Statement()
    {
        if (IsSymbol("("))
            return Queried();
        var word = Here.Kind == TokenKind.Word ? Here.Value.ToUpperInvariant() : "";
        if (Fits(word))
            return new Plan();
        return word switch
        {
            "SELECT" or "WITH" => Queried(),
            "INSERT" => Forward(Insert),
            "UPDATE" => Forward(() => InBlock(Update)),
            "DELETE" => Forward(() => InBlock(Delete)),
            "MERGE" => Merge(),
            "TRUNCATE" => Truncate(),
            "COPY" => Copy(),
            "UNLOAD" => Unload(),
            "CREATE" => Create(),
            "DROP" => Drop(),
            "ALTER" => Alter(),
            "COMMENT" => Forward(Comment),
            "ANALYZE" or "ANALYSE" => Analyze(),
            "GRANT" or "REVOKE" => Right(word),
            "SET" => Set(),
            "RESET" => Reset(),
            "SHOW" => Show(),
            "LOCK" => Forward(Lock),
            _ => Transaction(word),
        };
    }

    private Plan Queried()
    {
        var plan = Forward(QueryOrChange);
        return _into is null ? plan : plan with { After = [new TableShape().DescribeSelected(_into)] };
    }

    private Plan Forward(Action part)
    {
        part();
        return new Plan { Sql = _out.ToString() };
    }

    private Token Ahead(int count) => tokens[Math.Min(_at + count, tokens.Count - 1)];

    private bool Is(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (_at + i >= tokens.Count || !tokens[_at + i].Is(words[i]))
                return false;
        }

        return true;
    }

    private bool IsSymbol(string symbol) => Here.IsSymbol(symbol);

    /// <summary>Passes words without writing them.</summary>
    private bool Pass(params ReadOnlySpan<string> words)
    {
        if (!Is(words))
            return false;
        _at += words.Length;
        return true;
    }

    private bool PassSymbol(string symbol)
    {
        if (!IsSymbol(symbol))
            return false;
        _at++;
        return true;
    }

    /// <summary>Passes words and writes them.</summary>
    private bool Take(params ReadOnlySpan<string> words)
    {
        if (!Pass(words))
            return false;
        foreach (var word in words)
            Write(word);
        return true;
    }

    private bool TakeSymbol(string symbol)
    {
        if (!PassSymbol(symbol))
            return false;
        Write(symbol);
        return true;
    }

    private void Expect(params ReadOnlySpan<string> words)
    {
        if (!Take(words))
            throw Unexpected();
    }

    private void ExpectSymbol(string symbol)
    {
        if (!TakeSymbol(symbol))
            throw Unexpected();
    }

    private void Skipped(params ReadOnlySpan<string> words)
    {
        if (!Pass(words))
            throw Unexpected();
    }

    private void SkippedSymbol(string symbol)
    {
        if (!PassSymbol(symbol))
            throw Unexpected();
    }

    private void Write(string text) => _out.Append(text).Append(' ');

    /// <summary>What a part of the grammar writes, without its place in the statement.</summary>
    private string Capture(Action part)
    {
        var outer = _out;
        _out = new StringBuilder();
        try
        {
            part();
            return _out.ToString().Trim();
        }
        finally
        {
            _out = outer;
        }
    }

    private void List(Action item)
    {
        do
            item();
        while (TakeSymbol(","));
    }

    private string Literal() => Here.Kind == TokenKind.Text ? tokens[_at++].Value : throw Unexpected();

    private int Integer()
    {
        if (Here.Kind != TokenKind.Number || !int.TryParse(Here.Value, out var value))
            throw Unexpected();
        _at++;
        return value;
    }

    private RedshiftException Unexpected() => Here.Kind == TokenKind.End
        ? new RedshiftException("42601", "syntax error at end of input")
        : RedshiftException.Syntax(sql[Here.Start..Here.End]);
}
