using Contabyx.Engine.Buckets;
using Contabyx.Engine.Logs;

namespace Contabyx.Engine.Runs;

/// <summary>
/// When the last pipeline of a job ended, and how: a document in the bucket that only pipelines write. The log beside it cannot tell:
/// it is that of the machine that was the last to send its log.
/// </summary>
internal sealed class PipelineEndStore(IBucket bucket)
{
    /// <param name="job">The job; NULL for a pipeline without one.</param>
    public Task PutAsync(string? job, PipelineEnd end, CancellationToken cancellation) =>
        bucket.PutAsync(BucketLayout.EndKey(job), RunJson.Write(end), cancellation);

    /// <param name="job">The job; NULL for a pipeline without one.</param>
    /// <returns>
    /// NULL if no pipeline of the job has ended. Another machine may have an earlier version, which puts it elsewhere: the later counts.
    /// </returns>
    /// <exception cref="DamagedFileException">The document is not valid.</exception>
    public async Task<PipelineEnd?> ReadAsync(string? job, CancellationToken cancellation)
    {
        var end = await ReadFromAsync(BucketLayout.EndKey(job), cancellation).ConfigureAwait(false);
        try
        {
            var earlier = await ReadFromAsync(BucketLayout.EarlierEndKey(job), cancellation).ConfigureAwait(false);
            return end is null || earlier?.EndedAt > end.EndedAt ? earlier : end;
        }
        catch (ContabyxException) when (end is not null)
        {
            return end; // Whoever may read only the ends has no right to the other.
        }
    }

    private async Task<PipelineEnd?> ReadFromAsync(string key, CancellationToken cancellation) =>
        await Documents.ReadAsync(bucket, key, cancellation).ConfigureAwait(false) is { } json
            ? RunJson.ReadEnd(json, bucket.UriOf(key)) : null;
}
