namespace Contabyx;

/// <summary>
/// How one table is read: its columns, its rows, and the name under which it is loaded. Names of columns may have the
/// wildcards of PowerShell; those of the source are meant, whatever they are renamed to.
/// </summary>
public sealed record TableSelection
{
    /// <summary>The table or view of the source; NULL for a query.</summary>
    public string? Table { get; init; }

    /// <summary>A SELECT of the source, in its own SQL; NULL for a table.</summary>
    public string? Query { get; init; }

    /// <summary>The table's name in the warehouse; NULL for the same name. A query must have one.</summary>
    public string? As { get; init; }

    /// <summary>The columns of the key, for views and queries, which declare none; empty for the table's own key.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>The columns that are read; empty for all.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Columns that are left out.</summary>
    public IReadOnlyList<string> ExcludedColumns { get; init; } = [];

    /// <summary>The names of columns in the warehouse, by their names in the source.</summary>
    public IReadOnlyDictionary<string, string> Renames { get; init; } = new Dictionary<string, string>();

    /// <summary>What is loaded instead of a column's values.</summary>
    public IReadOnlyDictionary<string, MaskKind> Masks { get; init; } = new Dictionary<string, MaskKind>();

    /// <summary>Columns with JSON text that the warehouse keeps as parsed values (SUPER).</summary>
    public IReadOnlyList<string> SuperColumns { get; init; } = [];

    /// <summary>
    /// Which rows are read: a predicate in the SQL of the source, such as <c>deleted = 0</c>; NULL for all.
    /// </summary>
    public string? Where { get; init; }

    /// <summary>Which rows each run reads.</summary>
    public ReadMode Mode { get; init; }

    /// <summary>The column whose values grow with every insert and update, for <see cref="ReadMode.Incremental"/>.</summary>
    public string? Watermark { get; init; }

    /// <summary>
    /// How far behind the last watermark to begin: a time span such as <c>1.00:00:00</c> for dates and times, a number for
    /// numbers; NULL for the watermark itself.
    /// </summary>
    public string? Lookback { get; init; }

    /// <summary>What happens to rows that the source no longer has, for <see cref="ReadMode.Differences"/>.</summary>
    public DeletedRows Deletes { get; init; }

    /// <summary>The column of the warehouse that gets the time, for <see cref="DeletedRows.Mark"/>.</summary>
    public string? DeletedAtColumn { get; init; }

    /// <summary>
    /// After how many incremental runs one reads the differences instead, which finds what a watermark cannot; NULL for
    /// never.
    /// </summary>
    public int? DifferencesEvery { get; init; }
}
