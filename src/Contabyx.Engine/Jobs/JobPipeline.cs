using Contabyx.Engine.Connections;
using Contabyx.Engine.Pipeline;
using Contabyx.Engine.Sources;

namespace Contabyx.Engine.Jobs;

/// <summary>Moves one database of a job: what <c>Invoke-ContabyxPipeline -Job</c> does for each.</summary>
/// <param name="job">The job.</param>
/// <param name="target">The database.</param>
/// <param name="notes">Told of what a user may want to know.</param>
public sealed class JobPipeline(JobDefinition job, JobTarget target, IProgress<string> notes)
{
    /// <summary>Runs it, once. Failures are in the result, the first one with its step.</summary>
    /// <param name="progress">Opens a progress display for an activity.</param>
    /// <param name="cancellation">Stops it; whatever was not committed is done by the next run.</param>
    public async Task<ContabyxPipelineResult> RunAsync(
        Func<string, IProgress<ItemProgress>> progress, CancellationToken cancellation)
    {
        var startedAt = DateTimeOffset.UtcNow;
        IReadOnlyList<JobTable> tables;
        IReadOnlyList<JobProblem> problems;
        try
        {
            (tables, problems) = await ResolveAsync(cancellation).ConfigureAwait(false);
            if (tables.Count == 0)
                throw new JobFileException(job.Path, problems);
        }
        catch (ContabyxException e)
        {
            var tally = new PipelineTally();
            tally.Fail(e is JobFileException ? PipelineStep.None : PipelineStep.Export, e);
            return tally.Describe(target.Connection, startedAt, busy: false);
        }

        var pipeline = new DataPipeline(target.Connection, RequestOf(tables), progress, notes);
        var result = await pipeline.RunAsync(cancellation).ConfigureAwait(false);
        return problems.Count == 0 || result.Failure is not null ? result : WithProblems(result, problems);
    }

    /// <summary>What it would do. Nothing is changed.</summary>
    /// <exception cref="JobFileException">What the file says does not fit the source.</exception>
    public async Task<IReadOnlyList<ContabyxPlanStep>> ReviewAsync(CancellationToken cancellation)
    {
        var (tables, problems) = await ResolveAsync(cancellation).ConfigureAwait(false);
        if (problems.Count > 0)
            throw new JobFileException(job.Path, problems);
        return await new PipelineReview(target.Connection, RequestOf(tables), notes).ReadAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<(IReadOnlyList<JobTable> Tables, IReadOnlyList<JobProblem> Problems)> ResolveAsync(CancellationToken cancellation)
    {
        var source = Addresses.OpenSource(target.Connection, notes);
        await using (source.ConfigureAwait(false))
        {
            var tables = new JobTables(
                job.Path, target.Database, await source.ReadSchemaAsync(cancellation).ConfigureAwait(false));
            return (tables.Resolve(), tables.Problems);
        }
    }

    private PipelineRequest RequestOf(IReadOnlyList<JobTable> tables) => new()
    {
        Tables = [.. tables.Select(table => new TablePattern(table.Selection.Table!, name => name == table.Selection.Table))],
        Export = new ExportOptions { Format = job.Format, Compression = job.Compression, Slices = 0 },
        MaxErrors = job.MaxErrors,
        ThrottleLimit = job.Connections,
    };

    // What could be moved is moved, and the rest is a failure all the same.
    private ContabyxPipelineResult WithProblems(ContabyxPipelineResult result, IReadOnlyList<JobProblem> problems)
    {
        var failure = new JobFileException(job.Path, problems);
        return result with
        {
            Status = PipelineStatus.Failed, FailedAt = PipelineStep.Export,
            Failure = failure, Error = failure.Message, Advice = failure.Advice,
        };
    }
}
