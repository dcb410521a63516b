using Contabyx.Engine.Buckets;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Logs;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Load;

/// <summary>
/// Puts how a pipeline ended, and then the log of this machine, into the bucket, each even if the other fails. The end is first,
/// because it is small, and a watch elsewhere waits for it; the log may have megabytes.
/// </summary>
/// <param name="log">The log of this machine.</param>
internal sealed class LogSender(IBucket bucket, LoadLog log)
{
    private static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterLoss = TimeSpan.FromSeconds(15);

    /// <summary>Logs the failure and the end of a pipeline that could not open all that it needs, and sends both.</summary>
    /// <param name="connection">The connection of the pipeline; its bucket alone is opened.</param>
    /// <param name="job">The job; NULL for none.</param>
    /// <param name="failure">Why it failed.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="cancellation">Stops it two seconds later.</param>
    /// <returns>Why the log is incomplete or not in the bucket; NULL when it is complete.</returns>
    public static async Task<string?> SendFailureAsync(
        ContabyxConnection connection, string? job, Exception failure, ContabyxPipelineResult result, CancellationToken cancellation)
    {
        var log = LoadLog.Of(connection);
        log.WriteFailure(connection.Bucket, job, failure.Message);
        PipelineEnds.Write(log, job, result);
        try
        {
            var bucket = Addresses.OpenBucket(connection);
            await using (bucket.ConfigureAwait(false))
            {
                var end = new PipelineEnd(DateTimeOffset.UtcNow, result.Status);
                return await new LogSender(bucket, log).SendAsync((job, end), failure as ConnectionException, cancellation)
                    .ConfigureAwait(false);
            }
        }
        catch (ContabyxException e)
        {
            return Unsent(log, e);
        }
    }

    /// <summary>Sends both, even when everything else failed.</summary>
    /// <param name="ended">How the pipeline of which job ended; NULL if none did.</param>
    /// <param name="lost">The connection that was lost; NULL if none was.</param>
    /// <param name="cancellation">Stops it two seconds later.</param>
    /// <returns>Why the log is incomplete or not in the bucket; NULL when it is complete.</returns>
    public async Task<string?> SendAsync((string? Job, PipelineEnd End)? ended, ConnectionException? lost, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource();
        using var stop = cancellation.Register(() => limit.CancelAfter(LastMoment));
        limit.CancelAfter(LimitOf(bucket, lost));
        var unended = ended is var (job, end) && await TryAsync(() => new PipelineEndStore(bucket).PutAsync(job, end, limit.Token))
            .ConfigureAwait(false) is { } unknown
                ? $"How the pipeline ended could not be put into the bucket, so other machines do not know it. {unknown.Message}" : null;
        var unsent = await TryAsync(() => SendLogAsync(limit.Token)).ConfigureAwait(false) is { } error ? Unsent(log, error) : null;
        var unwritten = log.Failure is { } failure ? $"The log '{log.Path}' could not be written: {failure.Message}" : null;
        var problems = string.Join('\n', new[] { unwritten ?? unsent, unended }.OfType<string>());
        return problems.Length > 0 ? problems : null;
    }

    /// <summary>
    /// How long both may take: without end unless a connection was lost. A bucket that is well may still need some seconds, to sign in.
    /// </summary>
    /// <param name="lost">The connection that was lost; NULL if none was.</param>
    internal static TimeSpan LimitOf(IBucket bucket, ConnectionException? lost) =>
        lost is null ? Timeout.InfiniteTimeSpan
        : lost.Target?.StartsWith(bucket.Address[..(bucket.Address.IndexOf(':') + 1)], StringComparison.Ordinal) == true ? LastMoment
        : AfterLoss;

    private static string Unsent(LoadLog log, Exception error) =>
        $"The log could not be sent to the bucket; it is in {log.Path}. {error.Message}";

    private static async Task<Exception?> TryAsync(Func<Task> send)
    {
        try
        {
            await send().ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ContabyxException or OperationCanceledException)
        {
            return e;
        }
    }

    // A copy, because other processes continue to write.
    private async Task SendLogAsync(CancellationToken cancellation)
    {
        var copy = Path.GetTempFileName();
        try
        {
            if (log.CopyTo(copy))
                await bucket.PutFileAsync(BucketLayout.Log, copy, null, cancellation).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(copy);
        }
    }
}
