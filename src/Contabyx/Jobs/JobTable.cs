namespace Contabyx;

/// <summary>One entry of a job's tables: a table, a query, or a pattern that stands for several tables.</summary>
public sealed record JobTable
{
    /// <summary>How it is read. The name of a table may have wildcards.</summary>
    public required TableSelection Selection { get; init; }

    /// <summary>Columns that are left out of every table of the job that has them; wildcards are welcome.</summary>
    public IReadOnlyList<string> UsualExcludedColumns { get; init; } = [];

    /// <summary>Masks of columns of every table of the job that has them, but for columns that this entry masks itself.</summary>
    public IReadOnlyDictionary<string, MaskKind> UsualMasks { get; init; } = new Dictionary<string, MaskKind>();

    /// <summary>How a new table lies in the warehouse.</summary>
    public TableLayout Layout { get; init; } = TableLayout.Auto;

    /// <summary>Who may read the table in the warehouse: users, <c>GROUP name</c>, <c>ROLE name</c> or <c>PUBLIC</c>.</summary>
    public IReadOnlyList<string> GrantSelectTo { get; init; } = [];

    /// <summary>Where it stands in the file.</summary>
    public required JobPlace Place { get; init; }

    /// <summary>What it is called in a message: its table, or the name that a query is loaded under.</summary>
    public string Name => Selection.Table ?? Selection.As ?? "";
}
