namespace Contabyx;

/// <summary>
/// How a distributed warehouse stores a table ("Table design", Amazon Redshift Database Developer Guide). The embedded
/// warehouse has no use for it.
/// </summary>
public sealed record TableLayout
{
    /// <summary>The warehouse chooses and changes everything by itself; the default.</summary>
    public static TableLayout Auto { get; } = new();

    /// <summary>The column whose values distribute the rows over the nodes; NULL for DISTSTYLE AUTO.</summary>
    public string? DistKey { get; init; }

    /// <summary>The columns by which rows are sorted, in order; empty for SORTKEY AUTO.</summary>
    public IReadOnlyList<string> SortKey { get; init; } = [];

    /// <summary>Whether the warehouse chooses everything by itself.</summary>
    public bool IsAuto => DistKey is null && SortKey.Count == 0;
}
