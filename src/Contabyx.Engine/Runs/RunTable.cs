using System.Text.Json.Serialization;

namespace Contabyx.Engine.Runs;

/// <summary>
/// One table of a run. It has no files if <see cref="LoadMode.Differences"/> found nothing to replace.
/// </summary>
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

    /// <summary>The years that were left out, because the warehouse's archive has them; NULL for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? YearsLeftOut { get; init; }

    /// <summary>A table without rows to load.</summary>
    /// <param name="mode">How it would be loaded.</param>
    public static RunTable WithoutFiles(TableSchema schema, LoadMode mode) =>
        new(schema, mode, FileFormat.Csv, FileCompression.None, "", TableTotals.OfRows(0), []);
}
