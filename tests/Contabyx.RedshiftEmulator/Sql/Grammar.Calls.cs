namespace Contabyx.RedshiftEmulator;

/// <content>Calls of functions: <c>c_SQL_functions</c>.</content>
internal sealed partial class Grammar
{
    private string? _listOrder;

    private void Call()
    {
        var name = tokens[_at++].Value.ToLowerInvariant();
        if (_block is not null)
            _block.HasAggregate |= FunctionList.IsAggregate(name);
        if (FunctionList.IsLeaderOnly(name))
            _leaderOnly = name;
        if (FunctionList.IsComputeOnly(name))
            _computeOnly = name;
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
            case "to_date" or "to_timestamp":
                ToTime(name);
                return;
            case "current_setting":
                CurrentSetting();
                return;
            case "has_table_privilege" or "has_schema_privilege" or "has_database_privilege":
                Privilege(name);
                return;
            case "decode":
                Decode();
                return;
            case "mod":
                Modulo();
                return;
            case "median":
                Median();
                return;
            case "percentile_cont" or "percentile_disc":
                Percentile(name);
                return;
        }

        var function = FunctionList.Find(name);
        if (function is null)
            NotEmulated($"Function {name}");
        Write(function ?? name);
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
        Nulls();
        ExpectSymbol(")");
        Nulls();
    }

    private void Nulls()
    {
        if (Pass("IGNORE", "NULLS"))
            NotEmulated("IGNORE NULLS");
        else
            Pass("RESPECT", "NULLS");
    }

    private void Windowed()
    {
        if (Is("FILTER") && Next.IsSymbol("("))
            throw RedshiftException.Syntax("FILTER");
        if (Is("WITHIN", "GROUP"))
            throw RedshiftException.Syntax("WITHIN");
        if (!Take("OVER"))
            return;
        if (_block is not null)
            _block.HasWindow = true;
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
        var part = DatePartName();
        Skipped("FROM");
        Write($"redshift_emulator.extract_{part} (");
        Expression();
        ExpectSymbol(")");
    }

    private string DatePartName()
    {
        var part = DateParts.Find(tokens[_at++].Value);
        if (part.StartsWith("timezone", StringComparison.Ordinal))
            NotEmulated($"The date part {part}");
        return part;
    }

    /// <summary>DATE_PART is a double: <c>r_DATE_PART_function</c>.</summary>
    private void DatePart()
    {
        SkippedSymbol("(");
        var part = DatePartName();
        SkippedSymbol(",");
        Write($"redshift_emulator.extract_{part} (");
        Expression();
        ExpectSymbol(")");
        Write(":: double precision");
    }

    private void DatePartFirst(string function)
    {
        SkippedSymbol("(");
        var part = DatePartName();
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
        if (distinct.Length == 0)
            Pass("ALL");
        var value = Capture(Expression);
        var separator = PassSymbol(",") ? Capture(Expression) : "''";
        SkippedSymbol(")");
        var order = WithinGroup();
        if (order.Length > 0 && (_listOrder ??= order) != order)
            throw RedshiftException.NotSupported("LISTAGG functions with different WITHIN GROUP clauses are");
        if (distinct.Length > 0 && order.Length > 0 && !order.StartsWith($"ORDER BY {value}", StringComparison.Ordinal))
            NotEmulated("LISTAGG(DISTINCT) in the order of another value");
        if (Is("OVER"))
            NotEmulated("LISTAGG as a window function");
        Write($"array_to_string(array_agg({distinct}{value} {order}) FILTER (WHERE ({value}) IS NOT NULL), {separator})::varchar");
        Windowed();
    }

    private string WithinGroup()
    {
        if (!Pass("WITHIN", "GROUP"))
            return "";
        SkippedSymbol("(");
        var order = Capture(() =>
        {
            Expect("ORDER", "BY");
            List(SortItem);
        });
        SkippedSymbol(")");
        return order;
    }

    /// <summary>MEDIAN is PERCENTILE_CONT of one half: <c>r_MEDIAN</c>.</summary>
    private void Median()
    {
        SkippedSymbol("(");
        Write($"percentile_cont(0.5) WITHIN GROUP (ORDER BY {Capture(Expression)})");
        SkippedSymbol(")");
        Ranked();
    }

    private void Percentile(string name)
    {
        SkippedSymbol("(");
        Write($"{name}({Capture(Expression)})");
        SkippedSymbol(")");
        if (!Is("WITHIN", "GROUP"))
            throw Unexpected();
        Write($"WITHIN GROUP ({WithinGroup()})");
        Ranked();
    }

    // PostgreSQL has no ordered-set aggregate over a window.
    private void Ranked()
    {
        if (Is("OVER"))
            NotEmulated("This function over a window");
        Windowed();
    }

    /// <summary>TO_DATE and TO_TIMESTAMP, whose third argument says what becomes of impossible dates: <c>r_TO_DATE_function</c>.</summary>
    private void ToTime(string name)
    {
        Write(name);
        ExpectSymbol("(");
        Expression();
        ExpectSymbol(",");
        Expression();
        if (TakeSymbol(","))
        {
            NotEmulated($"The third argument of {name}");
            Expression();
        }

        ExpectSymbol(")");
    }

    /// <summary>CURRENT_SETTING: <c>r_CURRENT_SETTING</c>. Most parameters of Redshift's are the emulator's own in PostgreSQL.</summary>
    private void CurrentSetting()
    {
        SkippedSymbol("(");
        var name = Here.Kind == TokenKind.Text ? Quoted.Text(Parameter(Literal().ToLowerInvariant())) : Capture(Expression);
        if (PassSymbol(",") && !Pass("TRUE") && !Pass("FALSE"))
            throw Unexpected();
        SkippedSymbol(")");
        Write($"coalesce(current_setting({name}, true), 'unset')::varchar");
    }

    /// <summary>
    /// HAS_TABLE_PRIVILEGE and its kin: <c>r_HAS_TABLE_PRIVILEGE</c>. The user may go before; it and the database have other names in
    /// PostgreSQL.
    /// </summary>
    private void Privilege(string name)
    {
        SkippedSymbol("(");
        var start = _at;
        var arguments = new List<string>();
        do
            arguments.Add(Capture(Expression));
        while (PassSymbol(","));
        SkippedSymbol(")");
        if (arguments.Count == 3 && tokens[start].Kind == TokenKind.Text)
            arguments[0] = Quoted.Text(UserRoles.Name(context.Backend, tokens[start].Value));
        if (name == "has_database_privilege" && arguments.Count > 1 && arguments[^2] == Quoted.Text(context.Database))
            arguments[^2] = Quoted.Text(context.Backend);
        Write($"{name}({string.Join(", ", arguments)})");
    }

    /// <summary>DECODE, for which NULL equals NULL: <c>r_DECODE_expression</c>.</summary>
    private void Decode()
    {
        SkippedSymbol("(");
        var value = Capture(Expression);
        SkippedSymbol(",");
        var rest = new List<string>();
        do
            rest.Add(Capture(Expression));
        while (PassSymbol(","));
        SkippedSymbol(")");
        if (rest.Count < 2)
            throw new RedshiftException("42883", "function decode() needs a search value and a result");
        Write("CASE");
        foreach (var pair in rest.Chunk(2))
            Write(pair.Length == 2 ? $"WHEN ({value}) IS NOT DISTINCT FROM ({pair[0]}) THEN {pair[1]}" : $"ELSE {pair[0]}");
        Write("END");
    }

    /// <summary>
    /// MOD: both arguments are DECIMAL or neither (<c>r_MOD</c>), though of two literals that page mixes the types.
    /// </summary>
    private void Modulo()
    {
        SkippedSymbol("(");
        var start = _at;
        var number = Capture(Expression);
        SkippedSymbol(",");
        var by = Capture(Expression);
        var literals = tokens[start.._at].TrueForAll(token =>
            token.Kind == TokenKind.Number || (token.Kind == TokenKind.Symbol && token.Value is "-" or ","));
        SkippedSymbol(")");
        Write($"{(literals ? "" : "redshift_emulator.")}mod({number}, {by})");
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
