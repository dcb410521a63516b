namespace Contabyx.Engine.Warehouses;

/// <summary>A table that is being archived.</summary>
/// <param name="Schema">The table as the warehouse has it now.</param>
/// <param name="Column">The column that says to which year a row belongs.</param>
/// <param name="Years">The years of it that are in the archive.</param>
internal sealed record ArchivedTable(TableSchema Schema, string Column, IReadOnlyList<ArchivedYear> Years)
{
    /// <summary>The URI of the folder of all its years, with a final slash.</summary>
    public required string Location { get; init; }

    /// <summary>The external schema; empty in the embedded warehouse.</summary>
    public string ExternalSchema { get; init; } = "";

    /// <summary>The view over all rows.</summary>
    public required string View { get; init; }

    /// <summary>The table's name.</summary>
    public string Name => Schema.Name;
}
