namespace Contabyx.RedshiftEmulator;

/// <content>FROM: <c>r_FROM_clause30</c>.</content>
internal sealed partial class Grammar
{
    private void TableReference()
    {
        TableItem();
        while (true)
        {
            var conditioned = !Take("NATURAL") && !Take("CROSS");
            if (Take("LEFT") || Take("RIGHT") || Take("FULL"))
                Take("OUTER");
            else
                Take("INNER");
            if (!Take("JOIN"))
                return;
            TableItem();
            if (!conditioned)
                continue;
            if (Take("USING"))
                ColumnList();
            else if (Take("ON"))
                In(Clause.On, Expression);
            else
                throw Unexpected();
            _clause = Clause.From;
        }
    }

    private void TableItem()
    {
        if (Is("LATERAL") || Is("ONLY"))
            throw RedshiftException.NotSupported($"{Here.Value.ToUpperInvariant()} in FROM is");
        string? name = null;
        var isSubquery = false;
        if (Is("UNNEST") || Is("UNPIVOT"))
        {
            NotEmulated(tokens[_at++].Value.ToUpperInvariant());
            Expression();
        }
        else if (TakeSymbol("("))
        {
            if (Is("VALUES"))
                throw RedshiftException.Syntax("VALUES");
            if (Is("SELECT") || Is("WITH") || IsSymbol("("))
                (isSubquery, _) = (true, Query());
            else
                TableReference();
            ExpectSymbol(")");
        }
        else if (AtName && Next.IsSymbol("("))
        {
            Call();
        }
        else
        {
            name = SourceName();
        }

        var before = _at;
        name = Alias(anyWord: false) ?? name;
        if (name is not null)
            _block?.Names.Add(name);
        if (_at > before && IsSymbol("("))
            ColumnAliases();
        // A subquery needs no alias: r_FROM_clause30. In PostgreSQL 15 it does.
        if (_at == before && isSubquery)
            Write($"AS subquery_{_at}");
        if (Pass("AT"))
            Identifier();
        if (Is("TABLESAMPLE"))
            throw RedshiftException.Syntax("TABLESAMPLE");
        if (Is("PIVOT") || Is("UNPIVOT"))
            Pivot();
    }

    /// <summary>The names of a table's columns; those of a function's result have types (<c>PG_GET_COLS</c>).</summary>
    private void ColumnAliases()
    {
        ExpectSymbol("(");
        List(() =>
        {
            WriteName();
            if (Here.Kind == TokenKind.Word)
                Write(CastType());
        });
        ExpectSymbol(")");
    }

    /// <summary>PIVOT and UNPIVOT: <c>r_FROM_clause-pivot-unpivot-examples</c>.</summary>
    private void Pivot()
    {
        NotEmulated(Here.Value.ToUpperInvariant());
        var unpivots = tokens[_at++].Is("UNPIVOT");
        if (unpivots && !Pass("INCLUDE", "NULLS"))
            Pass("EXCLUDE", "NULLS");
        SkippedSymbol("(");
        Expression();
        Alias(anyWord: true);
        while (PassSymbol(","))
        {
            Expression();
            Alias(anyWord: true);
        }

        Skipped("FOR");
        Identifier();
        Skipped("IN");
        SkippedSymbol("(");
        List(SelectItem);
        SkippedSymbol(")");
        SkippedSymbol(")");
        Alias(anyWord: false);
    }
}
