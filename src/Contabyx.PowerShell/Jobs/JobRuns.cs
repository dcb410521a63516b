using System.Collections.Concurrent;
using Contabyx.Engine.Jobs;
using Contabyx.Engine.Load;
using Contabyx.Engine.Notifications;

namespace Contabyx.PowerShell;

/// <summary>Runs a job for a cmdlet: its databases in parallel, each with its own result, in the order of the file.</summary>
/// <param name="opened">The job.</param>
/// <param name="notifier">Tells how it went.</param>
/// <param name="pipeline">Takes results, errors and progress.</param>
internal sealed class JobRuns(OpenedJob opened, Notifier notifier, PipelineWriter pipeline)
{
    private readonly ConcurrentBag<JobPipeline> _begun = [];

    /// <summary>How many tables were loaded so far.</summary>
    public int TablesLoaded => _begun.Sum(run => run.TablesLoaded);

    /// <summary>
    /// Runs it, or shows what it would do. The exit code is the one of the first database that did not succeed.
    /// </summary>
    /// <param name="asJson">Whether each result is a line of JSON.</param>
    /// <param name="planPath">The full path of a new file for the plan; NULL for none.</param>
    public async Task RunAsync(bool asJson, string? planPath, CancellationToken cancellation)
    {
        var (allowed, plans) = (new List<JobTarget>(), new List<ContabyxPlanStep>());
        foreach (var target in opened.Targets)
        {
            var connection = target.Connection;
            var action = $"Run {opened.Job.Name}: export, send and load "
                + $"{string.Join(", ", target.Database.Tables.Select(table => table.Name))}";
            if (await pipeline.ShouldProcessAsync($"{connection.Source} to {connection.Warehouse}", action).ConfigureAwait(false))
            {
                allowed.Add(target);
                continue;
            }

            var steps = await RunOf(opened.Job, target).ReviewAsync(cancellation).ConfigureAwait(false);
            plans.AddRange(steps.Select((step, i) => step with { Number = plans.Count + i + 1 }));
        }

        var code = await RunAsync(allowed, asJson, cancellation).ConfigureAwait(false);
        await pipeline.SetExitCodeAsync(code).ConfigureAwait(false);
        foreach (var step in plans)
            await pipeline.WriteObjectAsync(step).ConfigureAwait(false);
        if (planPath is not null)
            PlanFile.Write(planPath, opened.Targets[0].Connection.Warehouse, plans);
    }

    // The databases share the connections that the job allows: as many databases are moved in parallel as it has connections,
    // and each loads as many tables in parallel as are left for it.
    private async Task<int> RunAsync(IReadOnlyList<JobTarget> targets, bool asJson, CancellationToken cancellation)
    {
        var code = PipelineExitCode.Succeeded;
        var atOnce = Math.Clamp(opened.Job.Connections, 1, Math.Max(1, targets.Count));
        var job = opened.Job with { Connections = Math.Max(1, opened.Job.Connections / atOnce) };
        using var places = new SemaphoreSlim(atOnce);
        Task<ContabyxPipelineResult>[] runs = [.. targets.Select(RunInPlaceAsync)];
        var told = 0;
        try
        {
            foreach (var run in runs)
            {
                var result = await run.ConfigureAwait(false);
                told++;
                code = code == PipelineExitCode.Succeeded ? result.ExitCode : code;
                await pipeline.SetExitCodeAsync(code).ConfigureAwait(false);
                await TellAsync(result, asJson).ConfigureAwait(false);
            }
        }
        finally
        {
            await Task.WhenAll((IEnumerable<Task>)runs).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // If one of them failed in a way that nobody foresaw, what the others have loaded is still told.
            foreach (var run in runs.Skip(told).Where(run => run.IsCompletedSuccessfully))
                await TellAsync(await run.ConfigureAwait(false), asJson).ConfigureAwait(false);
        }

        return code;

        async Task<ContabyxPipelineResult> RunInPlaceAsync(JobTarget target)
        {
            await places.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                var name = target.Database.Name is { } database ? $" {database}" : "";
                var run = RunOf(job, target);
                _begun.Add(run);
                return await run.RunAsync(
                    activity => pipeline.Progress(activity + name, "rows"), cancellation).ConfigureAwait(false);
            }
            finally
            {
                places.Release();
            }
        }
    }

    // Databases that are moved in parallel report at the same time.
    private JobPipeline RunOf(JobDefinition job, JobTarget target) => new(
        job, target, notifier, target.Database.Name is { } database
            ? new PipelineNotes(
                note => pipeline.WriteVerbose($"{database}: {note}"), text => pipeline.WriteWarning($"{database}: {text}"),
                sql => pipeline.WriteDebug($"{database}: {sql}"))
            : pipeline.Notes);

    private async Task TellAsync(ContabyxPipelineResult result, bool asJson)
    {
        await pipeline.WriteObjectAsync(asJson ? PipelineJson.Write(result) : result).ConfigureAwait(false);
        if (result.LogError is { } problem)
            pipeline.WriteWarning(problem);
        if (result.Failure is { } failure)
            await pipeline.WriteErrorAsync(ErrorRecords.From(failure)).ConfigureAwait(false);
    }
}
