namespace Contabyx;

/// <summary>One entry of a job's tables: a table, a query, or a pattern that matches several tables.</summary>
public sealed record JobTable
{
    /// <summary>How it is read. The name of a table can contain wildcards.</summary>
    public required TableSelection Selection { get; init; }

    /// <summary>Columns that are left out of every table that has them; wildcards are allowed.</summary>
    public IReadOnlyList<string> UsualExcludedColumns { get; init; } = [];

    /// <summary>
    /// Masks for the columns of every table that has them, except for columns that this entry masks itself.
    /// </summary>
    public IReadOnlyDictionary<string, MaskKind> UsualMasks { get; init; } = new Dictionary<string, MaskKind>();

    /// <summary>The distribution and sort keys of a new table in the warehouse.</summary>
    public TableLayout Layout { get; init; } = TableLayout.Auto;

    /// <summary>
    /// Who may read the table in the warehouse: users, <c>GROUP name</c>, <c>ROLE name</c> or <c>PUBLIC</c>.
    /// </summary>
    public IReadOnlyList<string> GrantSelectTo { get; init; } = [];

    /// <summary>Its place in the file.</summary>
    public required JobPlace Place { get; init; }

    /// <summary>Its name in messages: the table, or the name that a query is loaded under.</summary>
    public string Name => Selection.Table ?? Selection.As ?? "";
}
