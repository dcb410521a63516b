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
    /// <summary>The latest that this machine or the bucket knows.</summary>
    /// <returns>
    /// The end, NULL if none is known; and why one of the two could not be read, NULL if both were: there may be a later end then. If
    /// neither could, this is why the bucket could not, because it knows all machines.
    /// </returns>
    public async Task<(PipelineEnd? End, Exception? Unread)> FindLatestAsync(CancellationToken cancellation)
    {
        var (here, unreadHere) = await TryAsync(() => Task.FromResult(PipelineEnds.Last(connection, job))).ConfigureAwait(false);
        var (there, unreadThere) = await TryAsync(() => InBucketAsync(cancellation)).ConfigureAwait(false);
        return (here is null || there?.EndedAt > here.EndedAt ? there : here, unreadThere ?? unreadHere);
    }

    private static async Task<(PipelineEnd? End, Exception? Unread)> TryAsync(Func<Task<PipelineEnd?>> read)
    {
        try
        {
            return (await read().ConfigureAwait(false), null);
        }
        catch (Exception e) when (e is ContabyxException or IOException or UnauthorizedAccessException)
        {
            return (null, e);
        }
    }

    private async Task<PipelineEnd?> InBucketAsync(CancellationToken cancellation)
    {
        var bucket = Addresses.OpenBucket(connection);
        await using (bucket.ConfigureAwait(false))
            return await new PipelineEndStore(bucket).ReadAsync(job, cancellation).ConfigureAwait(false);
    }
}
