using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Load;

/// <summary>One table of a run that waits to be loaded, with everything that is known beforehand.</summary>
/// <param name="Load">The COPY.</param>
/// <param name="Expected">The control totals that the run promises; NULL for a loose file.</param>
/// <param name="ExpectedRows">
/// The rows of the files, as the run says or as counted; NULL when unknown.
/// </param>
/// <param name="Files">The files, by key, with their expected properties.</param>
internal sealed record PlannedTable(
    TableLoad Load, TableTotals? Expected, long? ExpectedRows, IReadOnlyList<PlannedFile> Files, string ManifestKey)
{
    /// <summary>The URI of the document that the expectations come from.</summary>
    public required string ExpectedBy { get; init; }
}

/// <summary>One file of a table that waits to be loaded.</summary>
/// <param name="Rows">Rows that it must have; NULL when unknown.</param>
/// <param name="Bytes">The size that it must have.</param>
/// <param name="Sha256">The hash that it must have; NULL when unknown.</param>
internal sealed record PlannedFile(string Key, long? Rows, long Bytes, string? Sha256)
{
    /// <summary>The tag that the bucket gave it when it was sent or found; NULL when unknown.</summary>
    public string? ETag { get; init; }

    /// <summary>The checksum that the bucket keeps of a file sent in parts; NULL when unknown.</summary>
    public string? Checksum { get; init; }
}
