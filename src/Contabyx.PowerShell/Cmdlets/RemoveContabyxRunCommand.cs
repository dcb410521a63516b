using System.Management.Automation;
using Contabyx.Engine.Outcomes;

namespace Contabyx.PowerShell;

/// <summary>Removes runs from the bucket; the warehouse stays as it is.</summary>
[Cmdlet(VerbsCommon.Remove, "ContabyxRun", SupportsShouldProcess = true, DefaultParameterSetName = RunSet)]
public sealed class RemoveContabyxRunCommand : ConnectedCommand
{
    private const string RunSet = "Run";
    private const string OlderThanDaysSet = "OlderThanDays";

    private bool _hasWarned;

    /// <summary>Runs.</summary>
    [Parameter(ParameterSetName = RunSet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true,
        HelpMessage = "Names of runs, or runs from Get-ContabyxRun; wildcards are allowed.")]
    [SupportsWildcards]
    [AllowNull]
    [ArgumentCompleter(typeof(RunCompleter))]
    public string?[]? Run { get; set; } = [];

    /// <summary>The bucket of the runs.</summary>
    [Parameter(ParameterSetName = RunSet, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The bucket that the runs must be in; runs from Get-ContabyxRun say it. Another one is refused.")]
    [ValidateNotNullOrEmpty]
    public string? Bucket { get; set; }

    /// <summary>The age.</summary>
    [Parameter(ParameterSetName = OlderThanDaysSet, Mandatory = true,
        HelpMessage = "Remove the runs that have been in processed/ or error/ for this number of days. What waits in data/ stays.")]
    [ValidateRange(1, 36_500)]
    public int OlderThanDays { get; set; }

    /// <summary>Also what waits.</summary>
    [Parameter(ParameterSetName = RunSet, HelpMessage = "Remove the runs even if they still wait to be loaded.")]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (Bucket is not null && Bucket != CurrentOrGiven.Bucket)
        {
            throw new AddressException(
                CurrentOrGiven.Bucket, $"the run is in another bucket, {Bucket}.",
                "Use the connection that it was found with: -Connection.");
        }

        await using var removal = new RunRemoval(CurrentOrGiven, pipeline.Notes);
        if (ParameterSetName == OlderThanDaysSet)
        {
            await foreach (var run in removal.FindOlderAsync(TimeSpan.FromDays(OlderThanDays), cancellation).ConfigureAwait(false))
                await RemoveAsync(removal, run, pipeline, cancellation).ConfigureAwait(false);
            return;
        }

        // A pipeline that failed before there was a run has no name, and nothing in the bucket.
        foreach (var name in (Run ?? []).OfType<string>().Where(name => name.Length > 0))
        {
            var any = false;
            await foreach (var run in removal.FindAsync(
                RunPatterns.PrefixOf([name]), NamePattern.Of(name), cancellation).ConfigureAwait(false))
            {
                any = true;
                await RemoveAsync(removal, run, pipeline, cancellation).ConfigureAwait(false);
            }

            if (!any)
                await TellMissingAsync(name, pipeline).ConfigureAwait(false);
        }
    }

    // Many runs of Get-ContabyxRun are only in the load history any more: that is no error.
    private async Task TellMissingAsync(string name, PipelineWriter pipeline)
    {
        if (MyInvocation.ExpectingInput || NamePattern.IsPattern(name))
        {
            pipeline.WriteVerbose($"{CurrentOrGiven.Bucket} has nothing of {name}.");
            return;
        }

        await pipeline.WriteErrorAsync(ErrorRecords.From(new RunNotFoundException(
            name, $"{CurrentOrGiven.Bucket} has nothing of it.", "Get-ContabyxRun lists the runs and where they are.", "removed")))
            .ConfigureAwait(false);
    }

    private async Task RemoveAsync(RunRemoval removal, RunObjects run, PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (run.Waiting > 0 && !Force)
        {
            await pipeline.WriteErrorAsync(ErrorRecords.From(new InputException(
                run.Run, $"{run.Waiting} of its objects still wait in data/ to be loaded.",
                "Load it with Invoke-ContabyxCopy, or remove it without loading it: -Force."))).ConfigureAwait(false);
            return;
        }

        var size = $"{run.Objects.Count} objects of {run.Objects.Sum(item => item.Bytes)} bytes";
        var waiting = run.Waiting > 0 ? $", {run.Waiting} of which were never loaded" : "";
        var failed = run.Failed > 0 ? $", {run.Failed} of which are of tables that failed" : "";
        var action = $"Remove {size}{waiting}{failed}:\n{string.Join("\n", run.Uris)}";
        if (!await pipeline.ShouldProcessAsync(run.Run, action).ConfigureAwait(false))
            return;
        if (await removal.RemoveAsync(run, cancellation).ConfigureAwait(false) && !_hasWarned)
        {
            _hasWarned = true;
            pipeline.WriteWarning($"{CurrentOrGiven.Bucket} keeps what was removed as earlier versions, which still take space. "
                + "A rule of the bucket removes them: Initialize-Contabyx -Target Bucket -RetentionDays.");
        }
    }
}
