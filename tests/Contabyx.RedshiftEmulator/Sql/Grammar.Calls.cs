namespace Contabyx.RedshiftEmulator;

/// <content>Calls of functions: <c>c_SQL_functions</c>.</content>
internal sealed partial class Grammar
{
    private void Call()
    {
        var name = tokens[_at++].Value.ToLowerInvariant();
        switch (name)
        {
            case "extract":
                Extract();
                return;
            case "date_part" or "pgdate_part":
                DatePart();
                return;
            case "datediff" or "date_diff" or "dateadd" or "date_add":
                DatePartFirst(name.Replace("_", "", StringComparison.Ordinal));
                return;
            case "position":
                Between("POSITION", "IN");
                return;
            case "substring":
                Substring();
                return;
            case "trim":
                Trim();
                return;
            case "listagg":
                ListAggregate();
                return;
            case "strtol":
                StringToLong();
                return;
            case "nvl2":
                Nvl2();
                return;
        }

        var function = FunctionList.Find(name);
        if (FunctionList.IsLeaderOnly(name))
            _leaderOnly = name;
        Write(function);
        Arguments();
        Windowed();
    }

    private void Arguments()
    {
        ExpectSymbol("(");
        if (!TakeSymbol("*") && !IsSymbol(")"))
        {
            if (!Take("DISTINCT"))
                Take("ALL");
            List(Expression);
        }

        if (Is("ORDER"))
            throw RedshiftException.Syntax("ORDER");
        if (Pass("IGNORE", "NULLS"))
            throw RedshiftException.NotEmulated("IGNORE NULLS");
        Pass("RESPECT", "NULLS");
        ExpectSymbol(")");
    }

    private void Windowed()
    {
        if (Is("FILTER") && Next.IsSymbol("("))
            throw RedshiftException.Syntax("FILTER");
        if (Is("WITHIN", "GROUP"))
            throw RedshiftException.NotEmulated("WITHIN GROUP of this function");
        if (!Take("OVER"))
            return;
        ExpectSymbol("(");
        if (Take("PARTITION", "BY"))
            List(Expression);
        if (Take("ORDER", "BY"))
            List(SortItem);
        if (Is("RANGE") || Is("GROUPS"))
            throw RedshiftException.NotSupported("RANGE frame is");
        if (Take("ROWS"))
            Frame();
        ExpectSymbol(")");
    }

    private void Frame()
    {
        var between = Take("BETWEEN");
        Bound();
        if (!between)
            return;
        Expect("AND");
        Bound();
    }

    private void Bound()
    {
        if (Take("CURRENT", "ROW"))
            return;
        if (!Take("UNBOUNDED"))
            Operand();
        if (!Take("PRECEDING"))
            Expect("FOLLOWING");
    }

    /// <summary>EXTRACT of a TIMESTAMP is an INTEGER, of a TIMESTAMPTZ a double: <c>r_EXTRACT_function</c>.</summary>
    private void Extract()
    {
        SkippedSymbol("(");
        var part = DateParts.Find(tokens[_at++].Value);
        Skipped("FROM");
        Write($"redshift_emulator.extract_{part} (");
        Expression();
        ExpectSymbol(")");
    }

    /// <summary>DATE_PART is a double: <c>r_DATE_PART_function</c>.</summary>
    private void DatePart()
    {
        SkippedSymbol("(");
        var part = DateParts.Find(tokens[_at++].Value);
        SkippedSymbol(",");
        Write($"redshift_emulator.extract_{part} (");
        Expression();
        ExpectSymbol(")");
        Write(":: double precision");
    }

    private void DatePartFirst(string function)
    {
        SkippedSymbol("(");
        var part = DateParts.Find(tokens[_at++].Value);
        if (function == "datediff" && part == "microsecond")
        {
            Write("redshift_emulator.datediff_microsecond (");
            SkippedSymbol(",");
        }
        else
        {
            Write($"redshift_emulator.{function} ({Quoted.Text(part)}");
            ExpectSymbol(",");
        }

        List(Expression);
        ExpectSymbol(")");
    }

    private void Between(string function, string word)
    {
        Write(function);
        ExpectSymbol("(");
        Terms();
        Expect(word);
        Expression();
        ExpectSymbol(")");
    }

    private void Substring()
    {
        Write("SUBSTRING");
        ExpectSymbol("(");
        Expression();
        if (TakeSymbol(","))
            List(Expression);
        else if (Take("FROM"))
            SubstringRange();
        ExpectSymbol(")");
    }

    private void SubstringRange()
    {
        Expression();
        if (Take("FOR"))
            Expression();
    }

    private void Trim()
    {
        Write("TRIM");
        ExpectSymbol("(");
        if (!Take("BOTH") && !Take("LEADING"))
            Take("TRAILING");
        if (!Take("FROM"))
            Expression();
        if (Take("FROM") || TakeSymbol(",") || Here.Kind == TokenKind.Quoted)
            Expression();
        ExpectSymbol(")");
    }

    /// <summary>LISTAGG: <c>r_LISTAGG</c>.</summary>
    private void ListAggregate()
    {
        SkippedSymbol("(");
        var distinct = Pass("DISTINCT") ? "DISTINCT " : "";
        var value = Capture(Expression);
        var separator = PassSymbol(",") ? Capture(Expression) : "''";
        SkippedSymbol(")");
        var order = "";
        if (Pass("WITHIN", "GROUP"))
        {
            SkippedSymbol("(");
            order = Capture(() =>
            {
                Expect("ORDER", "BY");
                List(SortItem);
            });
            SkippedSymbol(")");
        }

        Write($"string_agg({distinct}({value})::varchar, {separator} {order})::varchar");
    }

    /// <summary>
    /// STRTOL: <c>r_STRTOL</c>. Fingerprints take it of at most 15 digits of an MD5 sum, which never are in error: PostgreSQL can
    /// inline that.
    /// </summary>
    private void StringToLong()
    {
        SkippedSymbol("(");
        var isShort = AtShortDigest();
        var text = Capture(Expression);
        SkippedSymbol(",");
        var radix = Capture(Expression);
        SkippedSymbol(")");
        Write(isShort && radix == "16" ? $"redshift_emulator.strtol_md5({text})" : $"redshift_emulator.strtol({text}, {radix})");
    }

    // substring(md5(...), 1, 15), or fewer digits from another place.
    private bool AtShortDigest()
    {
        if (!Is("SUBSTRING") || !Next.IsSymbol("(") || !tokens[_at + 2].Is("MD5") || !tokens[_at + 3].IsSymbol("("))
            return false;
        var (at, depth) = (_at + 3, 0);
        do
            depth += tokens[at].IsSymbol("(") ? 1 : tokens[at].IsSymbol(")") ? -1 : 0;
        while (++at < tokens.Count && depth > 0);
        return at + 5 < tokens.Count && tokens[at].IsSymbol(",") && tokens[at + 1].Kind == TokenKind.Number
            && tokens[at + 2].IsSymbol(",") && int.TryParse(tokens[at + 3].Value, out var digits) && digits <= 15
            && tokens[at + 4].IsSymbol(")") && tokens[at + 5].IsSymbol(",");
    }

    private void Nvl2()
    {
        SkippedSymbol("(");
        var value = Capture(Expression);
        SkippedSymbol(",");
        var present = Capture(Expression);
        SkippedSymbol(",");
        var absent = Capture(Expression);
        SkippedSymbol(")");
        Write($"CASE WHEN ({value}) IS NOT NULL THEN {present} ELSE {absent} END");
    }
}
