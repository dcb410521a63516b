using Contabyx.Engine.Jobs;
using Contabyx.Engine.Load;

namespace Contabyx.PowerShell;

/// <summary>Runs a job for a cmdlet: one database after the other, each with its own result.</summary>
/// <param name="opened">The job.</param>
/// <param name="pipeline">Takes results, errors and progress.</param>
internal sealed class JobRuns(OpenedJob opened, PipelineWriter pipeline)
{
    /// <summary>
    /// Runs it, or shows what it would do. The exit code is the one of the first database that did not succeed.
    /// </summary>
    /// <param name="asJson">Whether each result is a line of JSON.</param>
    /// <param name="planPath">The full path of a new file for the plan; NULL for none.</param>
    public async Task RunAsync(bool asJson, string? planPath, CancellationToken cancellation)
    {
        var code = PipelineExitCode.Succeeded;
        var plans = new List<ContabyxPlanStep>();
        foreach (var target in opened.Targets)
        {
            var run = new JobPipeline(opened.Job, target, pipeline.Notes);
            var connection = target.Connection;
            var action = $"Run {opened.Job.Name}: export, send and load {string.Join(", ", target.Database.Tables.Select(table => table.Name))}";
            if (await pipeline.ShouldProcessAsync($"{connection.Source} to {connection.Warehouse}", action).ConfigureAwait(false))
            {
                var result = await run.RunAsync(activity => pipeline.Progress(activity, "rows"), cancellation).ConfigureAwait(false);
                code = code == PipelineExitCode.Succeeded ? result.ExitCode : code;
                await pipeline.SetExitCodeAsync(code).ConfigureAwait(false);
                await TellAsync(result, asJson).ConfigureAwait(false);
                continue;
            }

            var steps = await run.ReviewAsync(cancellation).ConfigureAwait(false);
            plans.AddRange(steps.Select((step, i) => step with { Number = plans.Count + i + 1 }));
        }

        await pipeline.SetExitCodeAsync(code).ConfigureAwait(false);
        foreach (var step in plans)
            await pipeline.WriteObjectAsync(step).ConfigureAwait(false);
        if (planPath is not null)
            PlanFile.Write(planPath, opened.Targets[0].Connection.Warehouse, plans);
    }

    private async Task TellAsync(ContabyxPipelineResult result, bool asJson)
    {
        await pipeline.WriteObjectAsync(asJson ? PipelineJson.Write(result) : result).ConfigureAwait(false);
        if (result.LogError is { } problem)
            pipeline.WriteWarning(problem);
        if (result.Failure is { } failure)
            await pipeline.WriteErrorAsync(ErrorRecords.From(failure)).ConfigureAwait(false);
    }
}
