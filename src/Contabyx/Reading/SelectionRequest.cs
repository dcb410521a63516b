namespace Contabyx;

/// <summary>Which tables to read, by patterns, and what to read of each.</summary>
public sealed record SelectionRequest
{
    /// <summary>The tables.</summary>
    public IReadOnlyList<TablePattern> Tables { get; init; } = [];

    /// <summary>Tables to leave out although they match.</summary>
    public IReadOnlyList<TablePattern> ExcludedTables { get; init; } = [];

    /// <summary>What is read of each table, whose name is filled in.</summary>
    public TableSelection Each { get; init; } = new();

    /// <summary>Tables, views and queries that are named one by one.</summary>
    public IReadOnlyList<TableSelection> Others { get; init; } = [];

    /// <summary>How many patterns and selections there are.</summary>
    public int Count => Tables.Count + Others.Count;
}
