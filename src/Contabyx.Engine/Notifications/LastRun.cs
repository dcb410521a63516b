using Contabyx.Engine.Buckets;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Logs;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Notifications;

/// <summary>
/// When the last run of a job ended, and how: in the log of this machine, or in the bucket, where each pipeline puts its end and any
/// machine can read it. There is no other state.
/// </summary>
/// <param name="connection">The connection of the job.</param>
/// <param name="job">The job; NULL for a pipeline without one.</param>
internal sealed class LastRun(ContabyxConnection connection, string? job)
{
    /// <summary>The latest that this machine or the bucket knows; NULL if neither knows anything.</summary>
    /// <exception cref="ContabyxException">The bucket cannot be read.</exception>
    public async Task<PipelineEnd?> FindLatestAsync(CancellationToken cancellation)
    {
        var (here, there) = (PipelineEnds.Last(connection, job), await InBucketAsync(cancellation).ConfigureAwait(false));
        return here is null || there?.EndedAt > here.EndedAt ? there : here;
    }

    private async Task<PipelineEnd?> InBucketAsync(CancellationToken cancellation)
    {
        var bucket = Addresses.OpenBucket(connection);
        await using (bucket.ConfigureAwait(false))
            return await new PipelineEndStore(bucket).ReadAsync(job, cancellation).ConfigureAwait(false);
    }
}
