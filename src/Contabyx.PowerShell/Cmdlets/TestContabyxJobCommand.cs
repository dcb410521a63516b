using System.Management.Automation;
using Contabyx.Engine.Jobs;

namespace Contabyx.PowerShell;

/// <summary>Checks a job file, and what it uses in the source and in the warehouse. Nothing is changed.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ContabyxJob")]
[OutputType(typeof(ContabyxJobCheck), typeof(bool))]
public sealed class TestContabyxJobCommand : ConnectedCommand
{
    /// <summary>The job file.</summary>
    [Parameter(Position = 0, HelpMessage = "The job file; by default, contabyx.job.psd1 in this folder.")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "contabyx.job.psd1";

    /// <summary>Only true or false.</summary>
    [Parameter(HelpMessage = "Write only true or false: true if no check failed.")]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    private protected override bool MayConnectItself => true;

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
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
        yield return new ContabyxJobCheck
        {
            Job = opened.Job.Name, Check = "File", Outcome = CheckOutcome.Passed, Detail = $"{path} can be read.",
        };
        foreach (var target in opened.Targets)
        {
            await foreach (var check in new JobCheck(opened.Job, target).CheckAsync(cancellation).ConfigureAwait(false))
                yield return check;
        }
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
