using System.Text.Json.Serialization;

namespace Contabyx.Engine.Runs;

/// <summary>
/// What a run is: its tables, their files, and the control totals that prove them. It is written as <c>run.json</c>,
/// last of all objects of a run, so that a run with this document is complete.
/// </summary>
/// <param name="Id">Its name, as <see cref="RunId"/> makes it.</param>
/// <param name="Origin">Where the rows came from.</param>
/// <param name="Tables">The tables, in the order in which they were exported.</param>
/// <param name="Refused">The tables that were refused before the upload; NULL for none.</param>
internal sealed record Run(
    [property: JsonPropertyName("run")] string Id,
    ExportOrigin Origin,
    IReadOnlyList<RunTable> Tables,
    IReadOnlyList<RefusedTable>? Refused = null)
{
    /// <summary>The layout that this version writes and reads.</summary>
    public const int CurrentVersion = 2;

    /// <summary>The version of the document's layout.</summary>
    [JsonRequired]
    [JsonPropertyOrder(-1)]
    public int FormatVersion { get; init; } = CurrentVersion;
}
