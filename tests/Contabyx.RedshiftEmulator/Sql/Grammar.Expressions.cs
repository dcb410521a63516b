namespace Contabyx.RedshiftEmulator;

/// <content>Expressions and conditions: <c>r_expressions</c> and <c>r_conditions</c>.</content>
internal sealed partial class Grammar
{
    private static readonly HashSet<string> Operators = new(StringComparer.Ordinal)
    {
        "+", "-", "*", "/", "%", "^", "||", "=", "<>", "!=", "<", ">", "<=", ">=", "~", "!~", "~*", "!~*", "&", "|",
        "#", "<<", ">>",
    };

    // PostgreSQL knows the operators' precedence; here it matters only which operators there are.
    private void Expression()
    {
        while (true)
        {
            Terms();
            Conditions();
            if (!Take("AND") && !Take("OR") && !Operator())
                return;
        }
    }

    private bool Operator()
    {
        if (Here.Kind != TokenKind.Symbol || !Operators.Contains(Here.Value))
            return false;
        Write(tokens[_at++].Value);
        if ((Is("ANY") || Is("SOME") || Is("ALL")) && !tokens[Math.Min(_at + 2, tokens.Count - 1)].Is("SELECT"))
            throw RedshiftException.NotSupported("op ANY/ALL (array) is");
        if (!Take("ANY") && !Take("SOME"))
            Take("ALL");
        return true;
    }

    private void Terms()
    {
        while (Take("NOT") || TakeSymbol("-") || TakeSymbol("+") || TakeSymbol("@") || TakeSymbol("~"))
        {
        }

        Operand();
        while (TakeSymbol("::"))
            Write(ReadType().Sql);
    }

    private void Conditions()
    {
        while (true)
        {
            if (TakeSymbol("::"))
                Write(ReadType().Sql);
            else if (Take("IS"))
                IsCondition();
            else if (Take("AT", "TIME", "ZONE") || Take("ESCAPE"))
                Operand();
            else if (Is("COLLATE"))
                throw RedshiftException.NotEmulated("COLLATE");
            else if (IsSymbol("["))
                throw RedshiftException.NotEmulated("SUPER navigation");
            else if (!Negatable())
                return;
        }
    }

    private void IsCondition()
    {
        Take("NOT");
        if (!Take("NULL") && !Take("TRUE") && !Take("FALSE") && !Take("UNKNOWN"))
            throw Unexpected();
    }

    private bool Negatable()
    {
        var word = Is("NOT") ? Next : Here;
        if (!(word.Is("IN") || word.Is("BETWEEN") || word.Is("LIKE") || word.Is("ILIKE") || word.Is("SIMILAR")))
            return false;
        Take("NOT");
        if (Take("IN"))
            Parenthesis();
        else if (Take("SIMILAR", "TO") || Take("BETWEEN"))
            Terms();
        else if (Take("LIKE") || Take("ILIKE"))
            Terms();
        else
            throw Unexpected();
        return true;
    }

    private void Parenthesis()
    {
        ExpectSymbol("(");
        if (Is("SELECT") || Is("WITH"))
            Query();
        else
            List(Expression);
        ExpectSymbol(")");
    }

    private void Operand()
    {
        switch (Here.Kind)
        {
            case TokenKind.Text:
                Write(Quoted.Text(Literal()));
                break;
            case TokenKind.Number or TokenKind.Parameter:
                Write(tokens[_at++].Value);
                break;
            case TokenKind.Symbol when IsSymbol("("):
                Parenthesis();
                break;
            case TokenKind.Word:
                WordOperand();
                break;
            case TokenKind.Quoted:
                ColumnOrCall();
                break;
            default:
                throw Unexpected();
        }
    }

    private void WordOperand()
    {
        if (Take("NULL") || Take("TRUE") || Take("FALSE") || Take("DEFAULT") || Take("CURRENT_DATE"))
            return;
        if (Take("EXISTS"))
            Parenthesis();
        else if (Take("CASE"))
            Case();
        else if (Is("CAST") || Is("CONVERT"))
            Cast();
        else if (Is("ARRAY") || Is("ROW"))
            throw RedshiftException.NotSupported($"{Here.Value.ToUpperInvariant()} expression is");
        else if (Pass("SYSDATE"))
            Write("redshift_emulator.sysdate()");
        else if (Pass("CURRENT_USER") || Pass("SESSION_USER") || Pass("USER"))
            Write($"{Quoted.Text(context.User)}::varchar");
        else if (Next.Kind == TokenKind.Text)
            TypedLiteral();
        else if (Next.IsSymbol("("))
            Call();
        else
            ColumnOrCall();
    }

    private void Case()
    {
        if (!Is("WHEN"))
            Expression();
        while (Take("WHEN"))
        {
            Expression();
            Expect("THEN");
            Expression();
        }

        if (Take("ELSE"))
            Expression();
        Expect("END");
    }

    /// <summary>CAST and CONVERT: <c>r_CAST_function</c>.</summary>
    private void Cast()
    {
        var convert = tokens[_at++].Is("CONVERT");
        Write("CAST");
        ExpectSymbol("(");
        var type = convert ? ReadType().Sql : "";
        if (convert)
            SkippedSymbol(",");
        Expression();
        if (!convert)
            Skipped("AS");
        Write($"AS {(convert ? type : ReadType().Sql)}");
        ExpectSymbol(")");
    }

    private void TypedLiteral()
    {
        if (Take("INTERVAL"))
        {
            Write(Quoted.Text(Literal()));
            return;
        }

        var type = ReadType();
        if (type.Family is not (TypeFamily.Date or TypeFamily.Time))
            throw Unexpected();
        Write($"{type.Sql} {Quoted.Text(Literal())}");
    }

    private void ColumnOrCall()
    {
        if (Next.IsSymbol("("))
        {
            Call();
            return;
        }

        WriteName();
        while (TakeSymbol("."))
        {
            if (TakeSymbol("*"))
                return;
            Write(Quoted.Name(Identifier(anyWord: true)));
        }
    }
}
