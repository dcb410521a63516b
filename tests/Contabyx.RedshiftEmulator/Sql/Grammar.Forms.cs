namespace Contabyx.RedshiftEmulator;

/// <content>What Redshift has and the emulator has not. It is read all the same, since what is wrong in it Redshift refuses.</content>
internal sealed partial class Grammar
{
    private string? _limit;
    private int _furthest;
    private bool _triesForms;

    /// <summary>Notes that the emulator lacks something; it is refused for that when the whole statement has been read.</summary>
    private void NotEmulated(string what) => _limit ??= what;

    /// <summary>Reads a statement that fits one of the forms of its first word.</summary>
    /// <returns>FALSE: it fits none, and nothing was read.</returns>
    private bool Fits(string word)
    {
        _triesForms = true;
        var fits = SyntaxForms.Of(word).Any(form => Attempt(form, () => Here.Kind == TokenKind.End));
        _triesForms = false;
        if (fits)
        {
            NotEmulated(string.Join(' ', tokens.Skip(tokens[0].Is(word) ? 0 : 1).TakeWhile(token => token.Kind == TokenKind.Word).Take(2)
                .Select(token => token.Value.ToUpperInvariant())));
            return true;
        }

        return false;
    }

    /// <summary>A statement that only the forms know.</summary>
    private Plan FormOnly(string word)
    {
        return Fits(word) ? new Plan() : throw FormError();
    }

    /// <summary>The statement fits no form: the error is where the best of them ended.</summary>
    private RedshiftException FormError()
    {
        _at = Math.Max(_at, _furthest);
        return Unexpected();
    }

    private bool Attempt(SyntaxForm form, Func<bool> next)
    {
        var (start, written) = (_at, _out.Length);
        if (Follows(form, next))
            return true;
        _furthest = Math.Max(_furthest, _at);
        _at = start;
        _out.Length = written;
        return false;
    }

    private bool Follows(SyntaxForm form, Func<bool> next) => form switch
    {
        SyntaxForm.Literal literal => (Pass(literal.Text) || PassSymbol(literal.Text)) && next(),
        SyntaxForm.Part part => SyntaxForms.Part(part.Name) is { } defined ? Follows(defined, next) : ReadPart(part.Name) && next(),
        SyntaxForm.Sequence sequence => FollowsAll(sequence.Items, 0, next),
        SyntaxForm.Choice choice => choice.Items.Any(item => Attempt(item, next)) || (choice.MayBeNone && next()),
        SyntaxForm.Repeated repeated => FollowsAgain(repeated, next),
        _ => throw new InvalidOperationException(form.ToString()),
    };

    private bool FollowsAll(IReadOnlyList<SyntaxForm> items, int at, Func<bool> next) =>
        at == items.Count ? next() : Follows(items[at], () => FollowsAll(items, at + 1, next));

    private bool FollowsAgain(SyntaxForm.Repeated repeated, Func<bool> next) => Follows(repeated.Item, () =>
    {
        var before = _at;
        if ((!repeated.Commas || PassSymbol(",")) && Attempt(repeated, next))
            return true;
        _at = before;
        return next();
    });

    private bool ReadPart(string name)
    {
        switch (name)
        {
            case "name":
                return AtName && Passes(() => Identifier());
            case "qualified":
                return AtName && Passes(QualifiedName);
            case "table":
                return AtName && Passes(() => TableName());
            case "columns":
                return IsSymbol("(") && Passes(() => ColumnNames());
            case "text" or "number" or "body":
                return PassKind(name == "text" ? TokenKind.Text : name == "body" ? TokenKind.Body : TokenKind.Number);
            case "word":
                return PassKind(TokenKind.Word);
            case "value":
                PassSymbol("-");
                return PassKind(TokenKind.Text) || PassKind(TokenKind.Number) || PassKind(TokenKind.Word) || PassKind(TokenKind.Quoted);
            case "nested":
                return Here.Kind == TokenKind.Word && (Next.IsSymbol("<") ? PassNested() : Passes(() => ReadType()));
            case "type":
                return Here.Kind == TokenKind.Word && Passes(() => ReadType());
            case "expression":
                return Passes(Expression);
            case "query":
                return (Is("SELECT") || Is("WITH") || IsSymbol("(")) && Passes(() => Query());
            case "statement":
                return (Is("SELECT") || Is("WITH") || Is("INSERT") || Is("UPDATE") || Is("DELETE") || Is("CREATE"))
                    && Passes(() => Statement());
            default:
                throw new InvalidOperationException($"forms.txt defines no part '{name}'");
        }
    }

    // A part that is none is no error yet: another form may fit.
    private bool Passes(Action part)
    {
        try
        {
            part();
            return true;
        }
        catch (RedshiftException error) when (error.SqlState is "42601" or "42704")
        {
            return false;
        }
    }

    private bool PassKind(TokenKind kind)
    {
        if (Here.Kind != kind)
            return false;
        _at++;
        return true;
    }

    // struct<a:int, b:array<int>>: a type of tables in files (r_CREATE_EXTERNAL_TABLE).
    private bool PassNested()
    {
        var depth = 0;
        do
        {
            _at++;
            depth += IsSymbol("<") ? 1 : IsSymbol(">") ? -1 : IsSymbol(">>") ? -2 : 0;
        }
        while (depth > 0 && Here.Kind != TokenKind.End);
        return Here.Kind != TokenKind.End && _at++ > 0;
    }

    private void QualifiedName()
    {
        Identifier();
        while (PassSymbol("."))
            Identifier(anyWord: true);
    }
}
