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
        if ((Is("ANY") || Is("SOME") || Is("ALL")) && !Ahead(2).Is("SELECT"))
            throw RedshiftException.NotSupported("op ANY/ALL (array) is");
        _predicate = Take("ANY") || Take("SOME") ? "ANY" : Take("ALL") ? "ALL" : "";
        return true;
    }

    private void Terms()
    {
        while (Take("NOT") || TakeSymbol("-") || TakeSymbol("+") || TakeSymbol("@") || TakeSymbol("~"))
        {
        }

        // CONNECT BY PRIOR: r_CONNECT_BY_clause.
        if (Is("PRIOR") && Next.Kind is TokenKind.Word or TokenKind.Quoted && Pass("PRIOR"))
            NotEmulated("PRIOR");
        Operand();
        _predicate = "";
        while (TakeSymbol("::"))
            Write(CastType());
    }

    private void Conditions()
    {
        while (true)
        {
            if (TakeSymbol("::"))
                Write(CastType());
            else if (Take("IS"))
                IsCondition();
            else if (Take("AT", "TIME", "ZONE") || Take("ESCAPE"))
                Operand();
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
        var not = Take("NOT") ? "NOT " : "";
        if (Take("IN"))
            After(not + "IN", Parenthesis);
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
            After("EXISTS", Parenthesis);
        else if (Take("CASE"))
            Case();
        else if ((Is("CAST") || Is("CONVERT") || Is("TRY_CAST")) && Next.IsSymbol("("))
            Cast();
        else if ((Is("ARRAY") && !Next.IsSymbol("(")) || Is("ROW"))
            throw RedshiftException.NotSupported($"{Here.Value.ToUpperInvariant()} expression is");
        else if (Is("CURRENT_TIMESTAMP") || Is("CURRENT_TIME") || Is("LOCALTIME") || Is("LOCALTIMESTAMP"))
            Write(_leaderOnly = tokens[_at++].Value.ToLowerInvariant());
        else if (Pass("CURRENT_USER_ID"))
            Write("100");
        else if ((Is("CURRENT_NAMESPACE") || Is("CURRENT_AWS_ACCOUNT")) && !Next.IsSymbol("."))
            NotEmulated(tokens[_at++].Value.ToUpperInvariant());
        else if (Is("APPROXIMATE") && (Next.Is("COUNT") || Next.Is("PERCENTILE_DISC")))
            Approximate();
        else if (Pass("SYSDATE"))
            Write("redshift_emulator.sysdate()");
        else if (Pass("CURRENT_USER") || Pass("SESSION_USER") || Pass("USER"))
            Write($"{Quoted.Text(context.User)}::varchar");
        else if (Next.Kind == TokenKind.Text || ((Is("TIMESTAMP") || Is("TIME")) && (Next.Is("WITH") || Next.Is("WITHOUT"))))
            TypedLiteral();
        else if (Next.IsSymbol("(") && !AtOuterJoin(1))
            Call();
        else
            ColumnOrCall();
    }

    /// <summary>An exact answer is an approximate one, too: <c>r_COUNT</c>.</summary>
    private void Approximate()
    {
        _at++;
        Call();
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
        var convert = Is("CONVERT");
        if (tokens[_at++].Is("TRY_CAST"))
            NotEmulated("TRY_CAST");
        Write("CAST");
        ExpectSymbol("(");
        var type = convert ? CastType() : "";
        if (convert)
            SkippedSymbol(",");
        Expression();
        if (!convert)
            Skipped("AS");
        Write($"AS {(convert ? type : CastType())}");
        ExpectSymbol(")");
    }

    private void TypedLiteral()
    {
        if (Take("INTERVAL"))
        {
            Write(Quoted.Text(Literal()));
            IntervalQualifier();
            return;
        }

        var type = ReadType();
        if (type.Family is not (TypeFamily.Date or TypeFamily.Time))
            throw Unexpected();
        Write($"{type.Sql} {Quoted.Text(Literal())}");
    }

    /// <summary>The unit of an interval, which PostgreSQL writes in the same way: <c>r_interval_data_types</c>.</summary>
    /// <returns>Whether there is one.</returns>
    private bool IntervalQualifier()
    {
        if (!Take("YEAR") && !Take("MONTH") && !Take("DAY") && !Take("HOUR") && !Take("MINUTE") && !Take("SECOND"))
            return false;
        if (Take("TO") && !Take("MONTH") && !Take("HOUR") && !Take("MINUTE"))
            Expect("SECOND");
        if (TakeSymbol("("))
        {
            Write(Integer().ToString(System.Globalization.CultureInfo.InvariantCulture));
            ExpectSymbol(")");
        }

        return true;
    }

    private void ColumnOrCall()
    {
        if (Next.IsSymbol("(") && !AtOuterJoin(1))
        {
            Call();
            return;
        }

        // pg_catalog.f(...).
        if (Next.IsSymbol(".") && Ahead(3).IsSymbol("(") && !AtOuterJoin(3))
        {
            var schema = Identifier();
            _at++;
            if (schema != "pg_catalog")
                throw new RedshiftException("42883", $"function {schema}.{Here.Value.ToLowerInvariant()}() does not exist");
            Call();
            return;
        }

        Column(_at);
    }
}
