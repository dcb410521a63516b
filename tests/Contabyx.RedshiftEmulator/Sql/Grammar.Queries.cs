namespace Contabyx.RedshiftEmulator;

/// <content>SELECT: <c>r_SELECT_synopsis</c> in the Database Developer Guide.</content>
internal sealed partial class Grammar
{
    private readonly HashSet<string> _withNames = new(StringComparer.Ordinal);

    // Words that begin the next clause, though they are not reserved.
    private bool AtClause => Is("SET") || Is("WINDOW") || Is("QUALIFY") || Is("FETCH") || Is("TABLESAMPLE")
        || Is("RETURNING") || Is("REMOVE");

    private void Query()
    {
        if (Take("WITH"))
        {
            Take("RECURSIVE");
            List(CommonTable);
        }

        SetOperand();
        while (Is("UNION") || Is("INTERSECT") || Is("EXCEPT") || Is("MINUS"))
        {
            var isUnion = Is("UNION");
            Write(Pass("MINUS") ? "EXCEPT" : tokens[_at++].Value);
            if (Take("ALL") && !isUnion)
                throw RedshiftException.Syntax("ALL");
            SetOperand();
        }

        Ordering();
    }

    private void CommonTable()
    {
        var name = Identifier();
        _withNames.Add(name);
        Write(Quoted.Name(name));
        if (IsSymbol("("))
            ColumnList();
        Expect("AS");
        ExpectSymbol("(");
        Query();
        ExpectSymbol(")");
    }

    private void SetOperand()
    {
        if (!TakeSymbol("("))
        {
            Select();
            return;
        }

        Query();
        ExpectSymbol(")");
    }

    private void Select()
    {
        Expect("SELECT");
        var top = Pass("TOP") ? Integer() : (int?)null;
        if (!Take("ALL") && Take("DISTINCT") && Is("ON"))
            throw RedshiftException.NotSupported("SELECT DISTINCT ON is");
        List(SelectItem);
        if (Is("INTO"))
            throw RedshiftException.NotEmulated("SELECT INTO");
        if (Take("FROM"))
            List(TableReference);
        if (Take("WHERE"))
            Expression();
        if (Take("GROUP", "BY"))
            List(Expression);
        if (Take("HAVING"))
            Expression();
        if (Is("QUALIFY"))
            throw RedshiftException.NotEmulated("QUALIFY");
        if (top is { } rows)
        {
            Ordering();
            Write($"LIMIT {rows}");
        }
    }

    private void SelectItem()
    {
        if (TakeSymbol("*"))
            return;
        Expression();
        Alias(anyWord: true);
    }

    private void Alias(bool anyWord)
    {
        if (Pass("AS"))
            Write($"AS {Quoted.Name(Identifier(anyWord))}");
        else if (AtName && !AtClause)
            Write($"AS {Quoted.Name(Identifier())}");
    }

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
                Expression();
            else
                throw Unexpected();
        }
    }

    private void TableItem()
    {
        if (Is("LATERAL") || Is("UNNEST") || Is("ONLY"))
            throw RedshiftException.NotSupported($"{Here.Value.ToUpperInvariant()} in FROM is");
        if (TakeSymbol("("))
        {
            if (Is("VALUES"))
                throw RedshiftException.Syntax("VALUES");
            if (Is("SELECT") || Is("WITH") || IsSymbol("("))
                Query();
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
            SourceName();
        }

        var before = _at;
        Alias(anyWord: false);
        if (_at > before && IsSymbol("("))
            ColumnList();
        if (Is("TABLESAMPLE"))
            throw RedshiftException.Syntax("TABLESAMPLE");
    }

    private void Ordering()
    {
        if (Take("ORDER", "BY"))
            List(SortItem);
        while (Is("LIMIT") || Is("OFFSET"))
        {
            Write(tokens[_at++].Value);
            if (!Take("ALL"))
                Expression();
        }

        // Redshift has no row locks: c_write_readwrite.
        if (Is("FOR"))
            throw RedshiftException.NotSupported("SELECT FOR UPDATE/SHARE is");
        if (Is("FETCH") || Is("WINDOW"))
            throw Unexpected();
    }

    private void SortItem()
    {
        Expression();
        if (!Take("ASC"))
            Take("DESC");
        if (Take("NULLS") && !Take("FIRST"))
            Expect("LAST");
    }
}
