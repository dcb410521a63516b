using Contabyx.Engine.Runs;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Load;

/// <summary>One table of a run that waits to be loaded, with everything that is known beforehand.</summary>
/// <param name="Load">The COPY.</param>
/// <param name="Expected">The control totals that the run promises; NULL for a loose file.</param>
/// <param name="ExpectedRows">
/// The rows of the files, as the run says or as counted; NULL when unknown.
/// </param>
/// <param name="Folder">The prefix of the files' keys.</param>
/// <param name="Files">What the files must be.</param>
internal sealed record PlannedTable(
    TableLoad Load, TableTotals? Expected, long? ExpectedRows, string Folder, IReadOnlyList<RunFile> Files)
{
    /// <summary>The URI of the document that the expectations come from.</summary>
    public required string ExpectedBy { get; init; }

    public string ManifestKey => IsLoose ? RunStore.ManifestKeyOf(Load.Run, Load.Table.Name) : Folder + BucketLayout.ManifestName;

    /// <summary>Whether somebody put its file into <c>data/</c> by hand, so that it is in no run's folder.</summary>
    public bool IsLoose => Folder == BucketLayout.Data;

    public string KeyOf(RunFile file) => Folder + file.Name;
}
