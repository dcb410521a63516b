namespace Contabyx.RedshiftEmulator;

/// <content>Windows (<c>c_Window_functions</c>), and the aggregate functions with an order of their own.</content>
internal sealed partial class Grammar
{
    private string? _listOrder;

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
}
