namespace Contabyx.RedshiftEmulator;

/// <content>Calls of functions: <c>c_SQL_functions</c>.</content>
internal sealed partial class Grammar
{
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
