using System.Runtime.CompilerServices;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Logs;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Outcomes;

/// <summary>
/// Removes runs from the bucket: what <c>Remove-ContabyxRun</c> does. The rows and the load history of the warehouse stay as
/// they are.
/// </summary>
public sealed class RunRemoval : IAsyncDisposable
{
    private readonly IBucket _bucket;
    private readonly BucketSide _runs;
    private readonly LoadLog _log;

    /// <summary>Nothing is read yet.</summary>
    /// <param name="connection">Where the bucket and the log are.</param>
    /// <param name="notes">Receives what a user may want to know.</param>
    public RunRemoval(ContabyxConnection connection, IProgress<string> notes)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _bucket = Addresses.OpenBucket(connection, notes);
        _runs = new BucketSide(_bucket);
        _log = LoadLog.Of(connection);
    }

    /// <summary>Finds runs by name, the oldest first.</summary>
    /// <param name="prefix">How the names begin.</param>
    /// <param name="wanted">Whether a run is wanted.</param>
    public async IAsyncEnumerable<RunObjects> FindAsync(
        string prefix, Func<string, bool> wanted, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var found = await _runs.FindAsync(prefix, "", null, cancellation).ConfigureAwait(false);
        foreach (var run in found.Keys.Where(wanted).Order(StringComparer.Ordinal))
            yield return await ReadAsync(run, cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// Finds the runs that have been in <c>processed/</c> or <c>error/</c> for some time, by the clock of the bucket. Runs of
    /// which anything waits in <c>data/</c> are not among them.
    /// </summary>
    /// <param name="age">The time since the newest of its objects was written.</param>
    public async IAsyncEnumerable<RunObjects> FindOlderAsync(TimeSpan age, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var now = await _bucket.ReadTimeAsync(cancellation).ConfigureAwait(false) ?? DateTimeOffset.UtcNow;
        var found = await _runs.FindAsync("", "", null, cancellation).ConfigureAwait(false);

        // No object is older than its run.
        foreach (var (run, areas) in found.OrderBy(run => run.Key, StringComparer.Ordinal))
        {
            if (areas.Contains(BucketLayout.Data) || now - RunId.TimeOf(run) < age)
                continue;
            var objects = await ReadAsync(run, cancellation).ConfigureAwait(false);
            if (objects.Waiting == 0 && objects.Objects.All(item => now - item.LastModified >= age))
                yield return objects;
        }
    }

    /// <summary>Removes the objects of a run. It can be repeated after it was interrupted.</summary>
    /// <param name="run">The run, as it was found.</param>
    /// <param name="cancellation">Stops it; what is left of the run can be found and removed again.</param>
    /// <returns>Whether the bucket keeps the removed objects as earlier versions.</returns>
    public async Task<bool> RemoveAsync(RunObjects run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);

        // Half a run must not be loaded, so what makes it complete goes first. Elsewhere the document explains the rest.
        var waitingFirst = run.Objects.OrderBy(item => Rank(run.Run, item)).Select(item => item.Key).ToList();
        var documents = run.Objects.Count(item => Rank(run.Run, item) == 0);
        var keeps = await _bucket.DeleteAllAsync(waitingFirst[..documents], cancellation).ConfigureAwait(false);
        keeps |= await _bucket.DeleteAllAsync(waitingFirst[documents..], cancellation).ConfigureAwait(false);
        _log.Write(
            LogLevel.Info, run.Run, null, "The run was removed from the bucket.",
            ("objects", run.Objects.Count), ("bytes", run.Objects.Sum(item => item.Bytes)), ("waiting", run.Waiting),
            ("failed", run.Failed));
        return keeps;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bucket.DisposeAsync();

    private static int Rank(string run, BucketObject item) =>
        item.Key == RunStore.KeyOf(BucketLayout.Data, run) ? 0
        : item.Key == RunStore.KeyOf(BucketLayout.Processed, run) || item.Key == RunStore.KeyOf(BucketLayout.Error, run) ? 2
        : 1;

    private async Task<RunObjects> ReadAsync(string run, CancellationToken cancellation)
    {
        var objects = new List<BucketObject>();
        foreach (var area in BucketSide.Areas)
        {
            await foreach (var item in _bucket.ListAsync(BucketLayout.RunPrefix(area, run), cancellation).ConfigureAwait(false))
                objects.Add(item);
        }

        return new RunObjects(run, objects, [.. objects.Select(item => _bucket.UriOf(item.Key))]);
    }
}
