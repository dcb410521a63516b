namespace Contabyx;

/// <summary>What rows of a source are read from, if that is not simply the whole table with the schema's name.</summary>
/// <param name="Name">The table or view; for a query, the name that it is loaded under.</param>
/// <param name="Query">A SELECT in the source's SQL; NULL for a table or a view.</param>
/// <param name="Where">A predicate in the source's SQL; NULL for all rows.</param>
public sealed record SourceRelation(string Name, string? Query = null, string? Where = null)
{
    /// <summary>All its columns as they were when it was described, including those that are not read.</summary>
    public IReadOnlyList<string> AllColumns { get; init; } = [];

    /// <summary>The columns whose values must not be shown anywhere.</summary>
    public IReadOnlyList<string> Masked { get; init; } = [];
}
