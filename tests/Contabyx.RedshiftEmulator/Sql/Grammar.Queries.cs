namespace Contabyx.RedshiftEmulator;

/// <content>SELECT: <c>r_SELECT_synopsis</c> in the Database Developer Guide.</content>
internal sealed partial class Grammar
{
    private readonly HashSet<string> _withNames = new(StringComparer.Ordinal);
    private int _itemStart = -1;

    // Words that begin the next clause, though they are not reserved.
    private bool AtClause => Is("SET") || Is("WINDOW") || Is("QUALIFY") || Is("FETCH") || Is("TABLESAMPLE")
        || Is("RETURNING") || Is("REMOVE") || Is("EXCLUDE") || Is("START", "WITH") || Is("CONNECT", "BY");

    /// <returns>Its first block.</returns>
    private QueryBlock Query()
    {
        CommonTables();
        var block = SetOperand();
        while (Is("UNION") || Is("INTERSECT") || Is("EXCEPT") || Is("MINUS"))
        {
            var isUnion = Is("UNION");
            Write(Pass("MINUS") ? "EXCEPT" : tokens[_at++].Value);
            if (Take("ALL") && !isUnion)
                throw RedshiftException.Syntax("ALL");
            SetOperand();
        }

        Within(block, Ordering);
        return block;
    }

    private void CommonTables()
    {
        if (!Take("WITH"))
            return;
        Take("RECURSIVE");
        List(CommonTable);
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
        Within(null, () => Query());
        ExpectSymbol(")");
    }

    /// <summary>The block that ORDER BY belongs to.</summary>
    private QueryBlock SetOperand()
    {
        if (!TakeSymbol("("))
            return InBlock(Select);
        var block = Query();
        ExpectSymbol(")");
        return block;
    }

    private void Select()
    {
        Expect("SELECT");
        _limits |= Is("TOP") && Depth(_at) == 0;
        var top = Pass("TOP") ? Integer() : (int?)null;
        if (!Take("ALL") && Take("DISTINCT") && Is("ON"))
            throw RedshiftException.NotSupported("SELECT DISTINCT ON is");
        In(Clause.List, () => List(SelectItem));
        if (Is("INTO"))
            Into();
        if (Take("FROM"))
            In(Clause.From, () => List(TableReference));
        if (Take("WHERE"))
            In(Clause.Where, Expression);
        Hierarchy();
        _clause = Clause.Other;
        if (Take("GROUP", "BY"))
        {
            _block!.IsGrouped = true;
            List(GroupItem);
        }

        if (Take("HAVING"))
            Expression();
        if (Pass("QUALIFY"))
        {
            NotEmulated("QUALIFY");
            Expression();
        }

        if (top is { } rows)
        {
            Ordering();
            Write($"LIMIT {rows}");
        }
    }

    /// <summary>SELECT INTO: <c>r_SELECT_INTO</c>.</summary>
    private void Into()
    {
        Expect("INTO");
        if (Depth(_at) > 0)
            throw RedshiftException.Syntax("INTO");
        if (Pass("TEMPORARY") || Pass("TEMP") || IsTemporary)
            Write("TEMP");
        Pass("TABLE");
        _into = TableName();
        Write($"TABLE {_into}");
    }

    /// <summary>CONNECT BY: <c>r_CONNECT_BY_clause</c>.</summary>
    private void Hierarchy()
    {
        if (!Is("START", "WITH") && !Is("CONNECT", "BY"))
            return;
        NotEmulated("CONNECT BY");
        if (Pass("START", "WITH"))
            Expression();
        Skipped("CONNECT", "BY");
        Expression();
        if (Pass("START", "WITH"))
            Expression();
    }

    private void SelectItem()
    {
        var before = _blocks.Count;
        _itemStart = _at;
        string? name = null;
        if (IsSymbol("*") && context.HasPseudoColumns)
            NotEmulated("SELECT * with pseudocolumns");
        if (!TakeSymbol("*"))
        {
            var start = _at;
            Expression();
            var last = tokens[_at - 1];
            name = Alias(anyWord: true) ?? (_at - start == 1 && last.Kind == TokenKind.Word ? last.Value.ToLowerInvariant() : null);
        }

        if (Pass("EXCLUDE"))
        {
            NotEmulated("EXCLUDE");
            if (IsSymbol("("))
                ColumnNames();
            else
                Identifier();
        }

        _block?.Items.Add((name, _blocks[before..]));
    }

    /// <summary>An item of GROUP BY: <c>r_GROUP_BY_clause</c>.</summary>
    private void GroupItem()
    {
        if (Is("GROUPING", "SETS") || Is("ROLLUP") || Is("CUBE"))
        {
            Write(tokens[_at].Value);
            if (tokens[_at++].Is("GROUPING"))
                Expect("SETS");
            ExpectSymbol("(");
            List(GroupSet);
            ExpectSymbol(")");
            return;
        }

        var start = _at;
        Expression();
        if (_at == start + 1)
            _block?.Groups.Add(tokens[start].Value.ToLowerInvariant());
    }

    private void GroupSet()
    {
        if (TakeSymbol("("))
        {
            if (!IsSymbol(")"))
                List(GroupItem);
            ExpectSymbol(")");
        }
        else
        {
            GroupItem();
        }
    }

    /// <returns>The alias; NULL: there is none.</returns>
    private string? Alias(bool anyWord)
    {
        string? name = null;
        if (Pass("AS"))
            name = Identifier(anyWord);
        else if (AtName && !AtClause)
            name = Identifier();
        if (name is not null)
            Write($"AS {Quoted.Name(name)}");
        return name;
    }

    private void Ordering()
    {
        if (Take("ORDER", "BY"))
            List(SortItem);
        while (Is("LIMIT") || Is("OFFSET"))
        {
            _limits |= Is("LIMIT") && Depth(_at) == 0;
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
