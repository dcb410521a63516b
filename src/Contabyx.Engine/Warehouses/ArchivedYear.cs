namespace Contabyx.Engine.Warehouses;

/// <summary>One row of the archive's ledger: a year of a table is archived if and only if it has one.</summary>
/// <param name="Schema">The table, with the columns that its files have.</param>
/// <param name="Column">The column whose values are in the year.</param>
/// <param name="Year">The year.</param>
/// <param name="Id">The name of the attempt that wrote the files; no two attempts share one.</param>
internal sealed record ArchivedYear(TableSchema Schema, string Column, int Year, string Id)
{
    /// <summary>The table's name.</summary>
    public string Table => Schema.Name;

    /// <summary>The URI of the folder of its files, with a final slash.</summary>
    public required string Location { get; init; }

    /// <summary>The external schema; empty in the embedded warehouse.</summary>
    public string ExternalSchema { get; init; } = "";

    /// <summary>The external table; empty in the embedded warehouse.</summary>
    public string ExternalTable { get; init; } = "";

    /// <summary>The view over all rows of the table.</summary>
    public required string View { get; init; }

    /// <summary>Its rows.</summary>
    public long Rows { get; init; }

    /// <summary>The size of its files in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>How many files it has.</summary>
    public int Files { get; init; }

    /// <summary>The sum of its rows' fingerprints, as decimal digits.</summary>
    public string Fingerprint { get; init; } = "0";

    /// <summary>When it was archived.</summary>
    public DateTimeOffset ArchivedAt { get; init; }
}
