using System.Text.Json.Serialization;

namespace Contabyx.Engine.Runs;

/// <summary>
/// What a run is: its tables, their files, and the control totals that prove them. It is written as <c>run.json</c>,
/// last of all objects of a run, so that a run with this document is complete.
/// </summary>
/// <param name="FormatVersion">The version of this document's layout: <see cref="CurrentVersion"/>.</param>
/// <param name="Origin">Where the rows came from.</param>
/// <param name="Tables">The tables, in the order in which they were exported.</param>
/// <param name="Refused">The tables that were refused before the upload; NULL for none.</param>
internal sealed record RunDocument(
    int FormatVersion,
    string Run,
    ExportOrigin Origin,
    IReadOnlyList<RunTable> Tables,
    IReadOnlyList<RefusedTable>? Refused = null)
{
    /// <summary>The layout that this version writes and reads.</summary>
    public const int CurrentVersion = 2;
}

/// <param name="Schema">Its columns and its key.</param>
/// <param name="Mode">How to load it.</param>
/// <param name="Format">How rows are written.</param>
/// <param name="Compression">How the files are compressed.</param>
/// <param name="NullMarker">What stands for NULL; empty for Parquet.</param>
/// <param name="Totals">The control totals of all its rows.</param>
/// <param name="Files">Its files, in order.</param>
internal sealed record RunTable(
    TableSchema Schema,
    LoadMode Mode,
    FileFormat Format,
    FileCompression Compression,
    string NullMarker,
    TableTotals Totals,
    IReadOnlyList<RunFile> Files)
{
    /// <summary>What the run knows about the rest of the table; NULL if it brings all rows or records nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TableSync? Sync { get; init; }
}

/// <param name="Name">The file's name, without a folder.</param>
/// <param name="Bytes">Its size in bytes.</param>
/// <param name="Sha256">Its SHA-256, as 64 lower-case hexadecimal digits.</param>
internal sealed record RunFile(string Name, long Rows, long Bytes, string Sha256)
{
    /// <summary>
    /// The tag that the bucket gave it when it was sent; NULL if it was not sent yet, or if the tag was not recorded.
    /// </summary>
    public string? ETag { get; init; }

    /// <summary>The checksum that the bucket keeps of a file sent in parts; NULL if it keeps none.</summary>
    public string? Checksum { get; init; }
}
