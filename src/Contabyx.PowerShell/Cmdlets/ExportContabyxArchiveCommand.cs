using System.Management.Automation;
using Contabyx.Engine.Archive;

namespace Contabyx.PowerShell;

/// <summary>Moves old years of tables of the warehouse into files in the bucket, proven, and keeps them readable.</summary>
[Cmdlet(VerbsData.Export, "ContabyxArchive", SupportsShouldProcess = true)]
[OutputType(typeof(ContabyxArchive))]
public sealed class ExportContabyxArchiveCommand : ConnectedCommand
{
    private int _moved;

    /// <summary>The tables.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true,
        HelpMessage = "Names of tables of the warehouse, each exactly.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[] Table { get; set; } = [];

    /// <summary>The column.</summary>
    [Parameter(HelpMessage = "The DATE or TIMESTAMP column that says to which year a row belongs; by default, the only one that is "
        + "never NULL.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ColumnCompleter))]
    public string? Column { get; set; }

    /// <summary>The first day that stays.</summary>
    [Parameter(HelpMessage = "The years before this day are archived; it must be a 1st of January.")]
    [CalendarTime]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(YearBeginCompleter))]
    public DateTime? Before { get; set; }

    /// <summary>The years that stay.</summary>
    [Parameter(HelpMessage = "This number of whole years before this one stay in the table, and older ones are archived.")]
    [ValidateRange(0, 9998)]
    public int? KeepYears { get; set; }

    /// <summary>The external schema.</summary>
    [Parameter(HelpMessage = "The external schema of Amazon Redshift, and the name of its database in AWS Glue; contabyx_archive by "
        + "default.")]
    [ValidateNotNullOrEmpty]
    public string ExternalSchema { get; set; } = ArchiveRequest.UsualSchema;

    /// <summary>The view.</summary>
    [Parameter(HelpMessage = "The name of the view over the table and its archive, for one table; by default, the table's name and _all.")]
    [ValidateNotNullOrEmpty]
    public string? View { get; set; }

    /// <inheritdoc/>
    private protected override string AfterStop =>
        $"Stopped. Years that were archived: {_moved}. A year that was under way is whole, in the table or in the archive; "
            + "Get-ContabyxArchive shows which. Run the same command again to finish.";

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (View is not null && Table.Length > 1)
        {
            throw new InputException(
                "-View", "it names the view of one table, and several tables are given.", "Name one table, or leave it out.");
        }

        await using var archive = new DataArchive(CurrentOrGiven, pipeline.Progress("Archiving", "rows"), pipeline.Notes);
        foreach (var table in Table)
        {
            var request = new ArchiveRequest(table)
            {
                Column = Column,
                Before = Before is { } day ? DateOnly.FromDateTime(day) : null,
                KeepYears = KeepYears,
                ExternalSchema = ExternalSchema,
                View = View,
            };
            await ArchiveAsync(archive, request, pipeline, cancellation).ConfigureAwait(false);
        }
    }

    // If one table cannot be archived, the others still are.
    private async Task ArchiveAsync(
        DataArchive archive, ArchiveRequest request, PipelineWriter pipeline, CancellationToken cancellation)
    {
        try
        {
            var plan = await archive.PlanAsync(request, cancellation).ConfigureAwait(false);
            if (plan.IsIdle)
                await RefreshAsync(archive, plan, pipeline, cancellation).ConfigureAwait(false);
            foreach (var step in plan.Steps)
                await ArchiveAsync(archive, step, pipeline, cancellation).ConfigureAwait(false);
        }
        catch (ContabyxException e)
        {
            await pipeline.WriteErrorAsync(ErrorRecords.From(e)).ConfigureAwait(false);
        }
    }

    private static async Task RefreshAsync(
        DataArchive archive, ArchivePlan plan, PipelineWriter pipeline, CancellationToken cancellation)
    {
        pipeline.WriteVerbose("There is no year to archive.");
        var action = ArchiveReview.Of("Make the view again", plan.ViewStatements);
        if (plan.ViewStatements.Count > 0 && await pipeline.ShouldProcessAsync(plan.View, action).ConfigureAwait(false))
            await archive.RefreshAsync(plan, cancellation).ConfigureAwait(false);
    }

    private async Task ArchiveAsync(DataArchive archive, ArchiveStep step, PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (!await pipeline.ShouldProcessAsync(ArchiveReview.NameOf(step), ArchiveReview.Archive(step)).ConfigureAwait(false))
            return;
        var result = await archive.ArchiveAsync(step, cancellation).ConfigureAwait(false);
        _moved += result.Status == ArchiveStatus.Archived ? 1 : 0;
        await pipeline.WriteObjectAsync(result).ConfigureAwait(false);
        if (result.Status == ArchiveStatus.Failed)
            await pipeline.WriteErrorAsync(ErrorRecords.From(new ArchiveFailedException(result))).ConfigureAwait(false);
    }
}
