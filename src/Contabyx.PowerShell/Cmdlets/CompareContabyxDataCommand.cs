using System.Management.Automation;
using Contabyx.Engine.Compare;
using Contabyx.Engine.Jobs;

namespace Contabyx.PowerShell;

/// <summary>Compares tables of the source with the warehouse: rows, keys, counts and sums per column.</summary>
[Cmdlet(VerbsData.Compare, "ContabyxData", DefaultParameterSetName = TableSet)]
[OutputType(typeof(ContabyxComparison))]
public sealed class CompareContabyxDataCommand : SelectingCommand
{
    private const string JobSet = "Job";

    [Parameter(ParameterSetName = TableSet, Position = 0,
        HelpMessage = "Names of tables; wildcards are allowed. By default, all tables of the source.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[] Table { get; set; } = ["*"];

    [Parameter(ParameterSetName = JobSet, Mandatory = true,
        HelpMessage = "A job file: the rows and columns of each table that the job loads are compared.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobFileCompleter))]
    public string? Job { get; set; }

    /// <summary>Also the keys.</summary>
    [Parameter(HelpMessage = "Also find the keys of the rows that differ, in tables whose key is one whole number.")]
    public SwitchParameter Detail { get; set; }

    /// <summary>How many keys.</summary>
    [Parameter(HelpMessage = "How many differing keys -Detail lists per table; 100 by default.")]
    [ValidateRange(1, 1_000_000)]
    public int KeyLimit { get; set; } = 100;

    /// <inheritdoc/>
    private protected override bool MayConnectItself => Job is not null;

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (Job is null)
        {
            await CompareAsync(pipeline, CurrentOrGiven, Requested(Table), cancellation).ConfigureAwait(false);
            return;
        }

        var path = await pipeline.ResolvePathAsync(Job).ConfigureAwait(false);
        if (await JobFile.TryReadAsync(pipeline, path).ConfigureAwait(false) is not { } job)
            return;
        var opened = await OpenedJob.OpenAsync(pipeline, job, Connection, RequireSession).ConfigureAwait(false);
        foreach (var target in opened.Targets)
        {
            var (tables, problems) = await JobSelections.ResolveAsync(job, target, pipeline.Notes, cancellation).ConfigureAwait(false);
            foreach (var problem in problems)
                await pipeline.WriteErrorAsync(ErrorRecords.From(new JobFileException(path, [problem]))).ConfigureAwait(false);
            var request = new SelectionRequest { Others = [.. tables.Select(table => table.Selection)] };
            await CompareAsync(pipeline, target.Connection, request, cancellation).ConfigureAwait(false);
        }
    }

    private async Task CompareAsync(
        PipelineWriter pipeline, ContabyxConnection connection, SelectionRequest request, CancellationToken cancellation)
    {
        await using var comparison = new DataComparison(connection, pipeline.Progress("Comparing", "rows"), pipeline.Notes);
        var wanted = await comparison.FindSelectionsAsync(
            request, error => pipeline.WriteErrorAsync(ErrorRecords.From(error)), cancellation).ConfigureAwait(false);
        foreach (var selection in wanted)
        {
            await TryAsync(pipeline, async () => await pipeline.WriteObjectAsync(
                await comparison.CompareAsync(selection, Detail ? KeyLimit : 0, cancellation).ConfigureAwait(false))
                    .ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    // If one table cannot be compared, the others still are.
    private static async Task TryAsync(PipelineWriter pipeline, Func<Task> act)
    {
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (ContabyxException e)
        {
            await pipeline.WriteErrorAsync(ErrorRecords.From(e)).ConfigureAwait(false);
        }
    }
}
