using System.Management.Automation;
using Contabyx.Engine.Jobs;

namespace Contabyx.PowerShell;

/// <summary>Checks a job file, and what it uses in the source and in the warehouse. Nothing is changed.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ContabyxJob")]
[OutputType(typeof(ContabyxJobCheck), typeof(bool))]
public sealed class TestContabyxJobCommand : ConnectedCommand
{
    /// <summary>The job file.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The job file; by default, contabyx.job.psd1 in this folder.")]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobFileCompleter))]
    public string Path { get; set; } = "contabyx.job.psd1";

    /// <summary>Only true or false.</summary>
    [Parameter(HelpMessage = "Write only true or false: true if no check failed.")]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Only whether it ran.</summary>
    [Parameter(HelpMessage = "Only check whether the last run that was due has ended, on this machine or another one.")]
    public SwitchParameter Freshness { get; set; }

    /// <summary>The delay that is allowed.</summary>
    [Parameter(HelpMessage = "With -Freshness: how long after its time a run must have ended; 01:00, an hour, by default.")]
    public TimeSpan Within { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Whether to tell.</summary>
    [Parameter(HelpMessage = "With -Freshness: tell those of Notify in the job file if a run is missing. Otherwise, send a test to each.")]
    public SwitchParameter Notify { get; set; }

    /// <inheritdoc/>
    private protected override bool MayConnectItself => true;

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (Within < TimeSpan.Zero)
            throw new InputException("-Within", "it is less than nothing.", "Give the time that a run may take, such as 01:00.");
        var path = await pipeline.ResolvePathAsync(Path).ConfigureAwait(false);
        var failed = false;
        await foreach (var check in CheckAsync(pipeline, path, cancellation).ConfigureAwait(false))
        {
            failed |= check.Outcome == CheckOutcome.Failed;
            if (!Quiet)
                await pipeline.WriteObjectAsync(check).ConfigureAwait(false);
        }

        if (Quiet)
            await pipeline.WriteObjectAsync(!failed).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<ContabyxJobCheck> CheckAsync(
        PipelineWriter pipeline, string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var (opened, problems) = await OpenAsync(pipeline, path).ConfigureAwait(false);
        foreach (var problem in problems)
            yield return problem;
        if (opened is null)
            yield break;
        if (!Freshness)
        {
            yield return new ContabyxJobCheck
            {
                Job = opened.Job.Name, Check = "File", Outcome = CheckOutcome.Passed, Detail = $"{path} can be read.",
            };
        }

        var notifier = await JobNotifier.OpenAsync(
            pipeline, Notify ? opened.Job.Notify : [], opened.Job.Connection.EnvFile).ConfigureAwait(false);
        foreach (var target in opened.Targets)
        {
            var checks = Freshness
                ? JobTelling.CheckAsync(new JobFreshness(opened.Job, target, Within), notifier.On(target.Connection), cancellation)
                : new JobCheck(opened.Job, target).CheckAsync(cancellation);
            await foreach (var check in checks.ConfigureAwait(false))
                yield return check;
        }

        if (Freshness || !Notify)
            yield break;
        await foreach (var check in JobTelling.TestAsync(opened.Job, notifier, cancellation).ConfigureAwait(false))
            yield return check;
    }

    private async Task<(OpenedJob? Opened, IReadOnlyList<ContabyxJobCheck> Problems)> OpenAsync(PipelineWriter pipeline, string path)
    {
        var name = System.IO.Path.GetFileName(path);
        try
        {
            return (await OpenedJob.OpenAsync(pipeline, JobFile.Read(path), Connection, RequireSession).ConfigureAwait(false), []);
        }
        catch (JobFileException e) when (e.Problems.Count > 0)
        {
            return (null, [.. e.Problems.Select(problem => new ContabyxJobCheck
            {
                Job = name, Check = "File", Outcome = CheckOutcome.Failed, Line = problem.Place.Line,
                Detail = $"Line {problem.Place.Line}, column {problem.Place.Column}: {problem.Message}",
            })]);
        }
        catch (ContabyxException e) when (e is SettingException or AddressException)
        {
            return (null,
            [
                new ContabyxJobCheck
                {
                    Job = name, Check = "Connection", Outcome = CheckOutcome.Failed, Detail = e.Message, Advice = e.Advice,
                },
            ]);
        }
    }
}
