using Contabyx.Engine.Load;
using Contabyx.Engine.Notifications;
using Contabyx.Engine.Pipeline;
using Contabyx.Engine.Telemetry;

namespace Contabyx.Engine.Jobs;

/// <summary>Moves one database of a job: what <c>Invoke-ContabyxPipeline -Job</c> does for each.</summary>
/// <param name="job">The job.</param>
/// <param name="target">The database.</param>
/// <param name="notifier">Tells how it went.</param>
/// <param name="notes">Receives what a user may want to know.</param>
public sealed class JobPipeline(JobDefinition job, JobTarget target, Notifier notifier, IProgress<string> notes)
{
    private DataPipeline? _pipeline;

    /// <summary>How many tables were loaded so far.</summary>
    public int TablesLoaded => _pipeline?.TablesLoaded ?? 0;

    /// <summary>Runs the pipeline once. Failures are in the result, the first one with its step.</summary>
    /// <param name="progress">Opens a progress display for an activity.</param>
    /// <param name="cancellation">Stops it; whatever was not committed is done by the next run.</param>
    public Task<ContabyxPipelineResult> RunAsync(
        Func<string, IProgress<ItemProgress>> progress, CancellationToken cancellation) =>
        new NotifiedRun(JobConnections.NameOf(job, target.Database), job.Name, job.Schedule, notifier, notes)
            .RunAsync(target.Connection, () => MoveAsync(progress, cancellation), cancellation);

    private async Task<ContabyxPipelineResult> MoveAsync(
        Func<string, IProgress<ItemProgress>> progress, CancellationToken cancellation)
    {
        var startedAt = DateTimeOffset.UtcNow;
        var care = new JobCare(target.Connection, notes);
        IReadOnlyList<JobTable> tables;
        IReadOnlyList<JobProblem> problems;
        try
        {
            (tables, problems) = await JobSelections.ResolveAsync(job, target, notes, cancellation).ConfigureAwait(false);
            if (tables.Count == 0)
                throw new JobFileException(job.Path, problems);
            var failed = await care.CreateAsync(tables, cancellation).ConfigureAwait(false);
            problems = [.. problems,
                .. failed.Select(one => new JobProblem(job.Path, one.Table.Place, $"{one.Table.Name}: {one.Why.Message}"))];
            tables = [.. tables.Where(table => !failed.Any(one => one.Table == table))];
            if (tables.Count == 0)
                throw new JobFileException(job.Path, problems);
        }
        catch (ContabyxException e)
        {
            using var operation = Operation.Begin("pipeline", null).With(TagNames.Job, job.Name);
            operation.End(nameof(PipelineStatus.Failed), e);
            var tally = new PipelineTally();
            tally.Fail(e is JobFileException ? PipelineStep.None : e is WarehouseException ? PipelineStep.Copy : PipelineStep.Export, e);
            var refused = tally.Describe(target.Connection, startedAt, busy: false);
            return await LoggedAsync(refused, e, cancellation).ConfigureAwait(false);
        }

        _pipeline = new DataPipeline(target.Connection, RequestOf(tables), progress, notes);
        var result = await _pipeline.RunAsync(cancellation).ConfigureAwait(false);
        if (result.Status == PipelineStatus.Busy)
            return result;
        var warnings = await care.FollowAsync(tables, result.Tables, cancellation).ConfigureAwait(false);
        var retention = new JobRetention(job, target.Connection, notes);
        result = result with { Warnings = [.. warnings, .. await retention.RemoveAsync(cancellation).ConfigureAwait(false)] };

        if (problems.Count == 0 || result.Failure is not null)
            return result;

        // What can be moved is moved; the rest still makes the run a failure.
        var failure = new JobFileException(job.Path, problems);
        return await LoggedAsync(Failed(result, PipelineStep.Export, failure), failure, cancellation).ConfigureAwait(false);
    }

    /// <summary>What it would do. Nothing is changed.</summary>
    /// <exception cref="JobFileException">The file does not match the source.</exception>
    public async Task<IReadOnlyList<ContabyxPlanStep>> ReviewAsync(CancellationToken cancellation)
    {
        var (tables, problems) = await JobSelections.ResolveAsync(job, target, notes, cancellation).ConfigureAwait(false);
        if (problems.Count > 0)
            throw new JobFileException(job.Path, problems);
        var steps = await new PipelineReview(target.Connection, RequestOf(tables), notes).ReadAsync(cancellation).ConfigureAwait(false);
        steps = await new JobCare(target.Connection, notes).ReviewAsync(tables, steps, cancellation).ConfigureAwait(false);
        return await new JobRetention(job, target.Connection, notes).DescribeAsync(cancellation).ConfigureAwait(false) is { } old
            ? [.. steps, new ContabyxPlanStep(steps.Count + 1, "", null, PlanStepKind.Remark, old)]
            : steps;
    }

    // The pipeline logs what it does itself.
    private async Task<ContabyxPipelineResult> LoggedAsync(
        ContabyxPipelineResult result, ContabyxException failure, CancellationToken cancellation)
    {
        var error = await LogSender.SendFailureAsync(target.Connection, job.Name, failure, result, cancellation).ConfigureAwait(false);
        return result with { LogError = error };
    }

    private PipelineRequest RequestOf(IReadOnlyList<JobTable> tables) => new()
    {
        Tables = new SelectionRequest { Others = [.. tables.Select(table => table.Selection)] },
        Export = new ExportOptions { Format = job.Format, Compression = job.Compression, Slices = 0, Job = job.Name },
        MaxErrors = job.MaxErrors,
        ThrottleLimit = job.Connections,
    };

    private static ContabyxPipelineResult Failed(ContabyxPipelineResult result, PipelineStep step, ContabyxException failure) => result with
    {
        Status = PipelineStatus.Failed,
        FailedAt = step,
        Failure = failure,
        Error = failure.Message,
        Advice = failure.Advice,
    };
}
