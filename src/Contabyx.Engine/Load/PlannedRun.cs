namespace Contabyx.Engine.Load;

/// <summary>A run that waits to be loaded.</summary>
/// <param name="Origin">Where its rows came from; NULL for loose files.</param>
internal sealed record PlannedRun(string Run, IReadOnlyList<PlannedTable> Tables, ExportOrigin? Origin)
{
    /// <summary>The tables that were refused before they reached the bucket.</summary>
    public IReadOnlyList<RefusedTable> Refused { get; init; } = [];

    /// <summary>The number of tables that an earlier load of the run has already moved away.</summary>
    public int PutAside { get; init; }
}
