using System.Management.Automation;
using Contabyx.Engine.Archive;

namespace Contabyx.PowerShell;

/// <summary>Brings archived years back into their table, proven.</summary>
[Cmdlet(VerbsData.Restore, "ContabyxArchive", SupportsShouldProcess = true)]
[OutputType(typeof(ContabyxArchive))]
public sealed class RestoreContabyxArchiveCommand : ConnectedCommand
{
    private int _moved;

    /// <summary>The table.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The name of a table with archived years.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ArchivedTableCompleter))]
    public string Table { get; set; } = "";

    /// <summary>The years.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, HelpMessage = "The years that come back.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ArchivedYearCompleter))]
    public int[] Year { get; set; } = [];

    /// <inheritdoc/>
    private protected override string AfterStop =>
        $"Stopped. Years that were brought back: {_moved}. A year that was under way is whole, in the table or in the archive; "
            + "Get-ContabyxArchive shows which. Run the same command again to finish.";

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        await using var archive = new DataArchive(CurrentOrGiven, pipeline.Progress("Restoring", "rows"), pipeline.Notes);
        foreach (var year in Year)
        {
            try
            {
                await RestoreAsync(archive, year, pipeline, cancellation).ConfigureAwait(false);
            }
            catch (ContabyxException e)
            {
                await pipeline.WriteErrorAsync(ErrorRecords.From(e)).ConfigureAwait(false);
            }
        }
    }

    private async Task RestoreAsync(DataArchive archive, int year, PipelineWriter pipeline, CancellationToken cancellation)
    {
        var step = await archive.PlanRestoreAsync(Table, year, cancellation).ConfigureAwait(false);
        var action = ArchiveReview.Of($"Bring back {step.Rows} rows", step.Statements);
        if (!await pipeline.ShouldProcessAsync(ArchiveReview.NameOf(step), action).ConfigureAwait(false))
            return;
        var result = await archive.RestoreAsync(step, cancellation).ConfigureAwait(false);
        _moved += result.Status == ArchiveStatus.Restored ? 1 : 0;
        await pipeline.WriteObjectAsync(result).ConfigureAwait(false);
        if (result.Status == ArchiveStatus.Failed)
            await pipeline.WriteErrorAsync(ErrorRecords.From(new ArchiveFailedException(result))).ConfigureAwait(false);
    }
}
