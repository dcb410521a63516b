using System.Globalization;

namespace Contabyx;

/// <summary>Where the rows of a run came from.</summary>
/// <param name="Source">The source's address, without secrets.</param>
/// <param name="Level">How consistent the reading was.</param>
/// <param name="CreatedAt">When the export began, in UTC.</param>
/// <param name="Batches">The ids of the batches that the run carries; empty for whole tables.</param>
/// <param name="Tables">How many tables the run was exported with; its batches are complete only with all of them.</param>
/// <param name="LevelReason">Why no better level was reached; NULL for the best.</param>
public sealed record ExportOrigin(
    string Source,
    SnapshotLevel Level,
    DateTimeOffset CreatedAt,
    IReadOnlyList<string> Batches,
    int Tables,
    string? LevelReason = null)
{
    /// <summary>The job that the run belongs to; NULL for none. Runs of older versions do not say it.</summary>
    public string? Job { get; init; }

    /// <summary>The source and the time.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Source}, {CreatedAt:yyyy-MM-ddTHH:mm:ssK}");
}
