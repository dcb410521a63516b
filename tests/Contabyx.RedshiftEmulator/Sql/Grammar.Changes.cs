namespace Contabyx.RedshiftEmulator;

/// <content>INSERT, UPDATE, DELETE, TRUNCATE and LOCK.</content>
internal sealed partial class Grammar
{
    /// <summary>INSERT, with neither ON CONFLICT nor RETURNING: <c>r_INSERT_30</c>.</summary>
    private void Insert()
    {
        Expect("INSERT", "INTO");
        Write(TableName());
        if (IsSymbol("(") && !Next.Is("SELECT") && !Next.Is("WITH"))
            ColumnList();
        if (Take("DEFAULT", "VALUES"))
            return;
        if (Take("VALUES"))
            List(Parenthesis);
        else
            Query();
        if (Is("ON"))
            throw RedshiftException.Syntax("ON");
        NoReturning();
    }

    /// <summary>UPDATE, without an alias of the target: <c>r_UPDATE</c>.</summary>
    private void Update()
    {
        Expect("UPDATE");
        Write(TableName(out var target));
        _block!.Names.Add(Alias(anyWord: false) ?? target);
        Expect("SET");
        List(Assignment);
        if (Take("FROM"))
            In(Clause.From, () => List(TableReference));
        if (Take("WHERE"))
            In(Clause.Where, Expression);
        NoReturning();
    }

    private void Assignment()
    {
        WriteName();
        ExpectSymbol("=");
        Expression();
    }

    /// <summary>A query, or a change of rows with common table expressions before it.</summary>
    private void QueryOrChange()
    {
        var change = tokens.FindIndex(token => token.Is("UPDATE") || token.Is("DELETE"));
        if (!Is("WITH") || change < 0 || Depth(change) > 0)
        {
            Query();
            return;
        }

        CommonTables();
        InBlock(Is("UPDATE") ? Update : Delete);
    }

    private int Depth(int at) => tokens.Take(at).Sum(token => token.IsSymbol("(") ? 1 : token.IsSymbol(")") ? -1 : 0);

    /// <summary>DELETE, without an alias of the target: <c>r_DELETE</c>.</summary>
    private void Delete()
    {
        Expect("DELETE");
        var hasFrom = Pass("FROM");
        Write($"FROM {TableName(out var target)}");
        _block!.Names.Add(target);
        NoAlias();
        if (hasFrom && Take("USING"))
            In(Clause.From, () => List(TableReference));
        if (Take("WHERE"))
            In(Clause.Where, Expression);
        NoReturning();
    }

    private void NoAlias()
    {
        if (Is("AS") || (AtName && !AtClause))
            throw Unexpected();
    }

    private void NoReturning()
    {
        if (Is("RETURNING"))
            throw RedshiftException.Syntax("RETURNING");
    }

    /// <summary>
    /// MERGE: both branches or REMOVE DUPLICATES, no alias of the target, a table as the source: <c>r_MERGE</c>.
    /// </summary>
    private Plan Merge()
    {
        Plan? plan = null;
        InBlock(() => plan = MergeRows());
        return plan!;
    }

    private Plan MergeRows()
    {
        Skipped("MERGE");
        Skipped("INTO");
        var target = TableName(out var name);
        NoAlias();
        _block!.Names.Add(name);
        Skipped("USING");
        if (IsSymbol("("))
            throw RedshiftException.NotSupported("Source of MERGE that is a subquery is");
        var source = TableName(out name);
        var alias = Capture(() => name = Alias(anyWord: false) ?? name);
        _block.Names.Add(name);
        Skipped("ON");
        var condition = Capture(Expression);
        var isTable = $"SELECT redshift_emulator.require_table({Quoted.Text(source)}, {Quoted.Text(target)})";
        if (Pass("REMOVE", "DUPLICATES"))
        {
            return new Plan
            {
                Before = [isTable],
                Sql = $"DELETE FROM {target} USING {source} {alias} WHERE {condition}",
                After = [$"INSERT INTO {target} SELECT DISTINCT * FROM {source}"],
                Tag = "MERGE",
            };
        }

        var branches = Capture(Branches);
        return new Plan
        {
            Before = [isTable],
            Sql = $"MERGE INTO {target} USING {source} {alias} ON {condition} {branches}",
        };
    }

    private void Branches()
    {
        Expect("WHEN", "MATCHED", "THEN");
        if (Take("UPDATE", "SET"))
            List(Assignment);
        else
            Expect("DELETE");
        Expect("WHEN", "NOT", "MATCHED", "THEN", "INSERT");
        if (IsSymbol("("))
            ColumnList();
        Expect("VALUES");
        Parenthesis();
    }

    /// <summary>TRUNCATE commits the transaction in which it runs: <c>r_TRUNCATE</c>.</summary>
    private Plan Truncate()
    {
        Skipped("TRUNCATE");
        Pass("TABLE");
        return new Plan { Kind = PlanKind.Truncate, Sql = $"TRUNCATE TABLE {TableName()}" };
    }

    /// <summary>
    /// LOCK: <c>r_LOCK</c>. It takes no snapshot in PostgreSQL, as it does not in Redshift (<c>c_serial_isolation</c>):
    /// what the transaction reads after waiting is what the other one committed.
    /// </summary>
    private void Lock()
    {
        Expect("LOCK");
        Pass("TABLE");
        Write("TABLE");
        List(() => Write(TableName()));
        Write("IN ACCESS EXCLUSIVE MODE");
    }
}
