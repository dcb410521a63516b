namespace Contabyx.RedshiftEmulator;

/// <summary>One SELECT, or the body of a change: its tables, and the columns that are named by them.</summary>
/// <param name="outer">The block around it; NULL for the whole statement, and for a common table expression.</param>
/// <param name="clause">Where in that one it stands.</param>
/// <param name="predicate">The predicate or the operator before it, in capitals; empty: a value or a table.</param>
internal sealed class QueryBlock(QueryBlock? outer, Clause clause, string predicate)
{
    public QueryBlock? Outer { get; } = outer;

    public Clause Clause { get; } = clause;

    public string Predicate { get; } = predicate;

    /// <summary>The names of its tables, aliases where there are any.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    public List<TableColumn> Columns { get; } = [];

    /// <summary>For each item of its list: the name, and the blocks that opened in it.</summary>
    public List<(string? Name, List<QueryBlock> Blocks)> Items { get; } = [];

    /// <summary>
    /// Names of its list that a later item of the list uses. In Redshift that is the other item, unless a table has such a column
    /// (<c>r_SELECT_list</c>); in PostgreSQL it is a column, or nothing.
    /// </summary>
    public HashSet<string> Reused { get; } = new(StringComparer.Ordinal);

    /// <summary>The words of its GROUP BY that are a name or a number.</summary>
    public List<string> Groups { get; } = [];

    public bool IsGrouped { get; set; }

    public bool HasWindow { get; set; }

    /// <summary>A call of an aggregate function other than MIN and MAX.</summary>
    public bool HasAggregate { get; set; }

    public bool HasSystemTable { get; set; }

    /// <summary>Its columns that belong to a block around it.</summary>
    public IEnumerable<TableColumn> Correlated => Columns.Where(column => LevelsTo(column.Table) > 0);

    /// <summary>A table of this block or of one around it.</summary>
    public bool Sees(string table) => LevelsTo(table) >= 0;

    /// <summary>How many blocks outwards a table is; -1: nowhere.</summary>
    public int LevelsTo(string table)
    {
        var levels = 0;
        for (var block = this; block is not null; block = block.Outer, levels++)
        {
            if (block.Names.Contains(table))
                return levels;
        }

        return -1;
    }
}
