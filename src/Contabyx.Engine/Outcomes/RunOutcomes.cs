using System.Runtime.CompilerServices;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Load;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Outcomes;

/// <summary>
/// Tells what became of runs: what <c>Get-ContabyxRun</c> does. It asks the bucket, the warehouse and the log of this machine;
/// if one of them cannot be asked, the others still are.
/// </summary>
public sealed class RunOutcomes : IAsyncDisposable
{
    private readonly ContabyxConnection _connection;
    private readonly IProgress<string> _notes;
    private readonly IBucket _bucket;
    private readonly BucketSide _objects;
    private readonly WarehouseSide _history;

    /// <summary>Nothing is read yet.</summary>
    /// <param name="connection">Where the bucket, the warehouse and the log are.</param>
    /// <param name="notes">Receives what a user may want to know.</param>
    public RunOutcomes(ContabyxConnection connection, IProgress<string> notes)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connection = connection;
        _notes = notes;
        _bucket = Addresses.OpenBucket(connection, notes);
        _objects = new BucketSide(_bucket);
        _history = new WarehouseSide(connection, notes);
    }

    /// <summary>Reads runs, the latest first. The document of a run is read when the caller asks for the run.</summary>
    /// <param name="filter">Which runs are wanted.</param>
    /// <exception cref="ContabyxException">Neither the bucket nor the warehouse can be asked.</exception>
    public async IAsyncEnumerable<ContabyxRun> ReadAsync(RunFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        IReadOnlyDictionary<string, IReadOnlyList<string>> found = new Dictionary<string, IReadOnlyList<string>>();
        var from = filter.Since is { } since ? RunId.PrefixOf(since) : "";
        var bucketError = await TryBucketAsync(async () => found = await _objects.FindAsync(
            filter.RunPrefix, from, filter.Until is { } until ? RunId.PrefixOf(until) : null, cancellation)
            .ConfigureAwait(false)).ConfigureAwait(false);
        var first = FirstNeeded(filter, from, found.Keys);
        var warehouseError = await TryWarehouseAsync(() => _history.ReadAsync(first, cancellation)).ConfigureAwait(false);
        if (bucketError is not null && warehouseError is not null)
            throw bucketError;
        if (bucketError is not null)
            _notes.Warn($"The bucket could not be asked, so that runs which only it knows are not shown. {bucketError.Message}");
        if (warehouseError is not null)
            _notes.Warn($"The warehouse could not be asked, so that runs which only it knows are not shown. {warehouseError.Message}");
        var log = ReadLog(RunId.TimeOf(first));
        var isNewest = filter is { Run: null, RunPrefix: "", Until: null };
        var left = filter.Last ?? int.MaxValue;
        foreach (var (run, failure) in Candidates(filter, found.Keys.Concat(_history.Runs), log))
        {
            if (left == 0)
                break;
            var described = failure is not null ? Describe(failure) : await DescribeAsync(
                run!, found, log, bucketError, warehouseError, cancellation).ConfigureAwait(false);
            if (Fits(filter, described))
            {
                yield return described with { IsLast = isNewest };
                left--;
            }

            isNewest = false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _history.DisposeAsync().ConfigureAwait(false);
        await _bucket.DisposeAsync().ConfigureAwait(false);
    }

    // If the bucket alone has as many runs as are wanted, older ones of the history are not needed.
    private static string FirstNeeded(RunFilter filter, string from, IEnumerable<string> found)
    {
        if (filter.Last is not { } last || filter is not { Table: null, Job: null, Failed: false, Run: null })
            return from;
        return found.Where(run => RunId.TimeOf(run) is not null).OrderDescending(StringComparer.Ordinal).ElementAtOrDefault(last - 1)
            is { } name && string.CompareOrdinal(name, from) > 0 ? name : from;
    }

    private static IEnumerable<(string? Run, ContabyxLogEntry? Failure)> Candidates(
        RunFilter filter, IEnumerable<string> runs, LogSide log)
    {
        var named = runs.Distinct(StringComparer.Ordinal)
            .Where(run => run.StartsWith(filter.RunPrefix, StringComparison.Ordinal) && filter.Run?.Invoke(run) != false)
            .Select(run => (Time: RunId.TimeOf(run), Run: (string?)run, Failure: (ContabyxLogEntry?)null));
        var failures = filter is { Run: null, RunPrefix: "" }
            ? log.WithoutRun.Select(entry => (Time: (DateTimeOffset?)entry.Time, Run: (string?)null, Failure: (ContabyxLogEntry?)entry))
            : [];
        return named.Concat(failures).OrderByDescending(one => one.Time)
            .ThenByDescending(one => one.Run, StringComparer.Ordinal).Select(one => (one.Run, one.Failure));
    }

    private static bool Fits(RunFilter filter, ContabyxRun run) =>
        !(run.StartedAt < filter.Since) && !(run.StartedAt >= filter.Until)
        && (!filter.Failed || run.State > RunStatus.Loaded)
        && (filter.Job is null || (run.Job is { } job && filter.Job(job)))
        && (filter.Table is null || run.Tables.Any(table => filter.Table(table.Table)));

    private async Task<ContabyxRun> DescribeAsync(
        string run,
        IReadOnlyDictionary<string, IReadOnlyList<string>> found,
        LogSide log,
        ContabyxException? bucketError,
        ContabyxException? warehouseError,
        CancellationToken cancellation)
    {
        var facts = new RunFacts(run) { BucketError = bucketError?.Message };
        if (bucketError is null)
        {
            var redriven = found.ContainsKey(RunRedrive.NextName(run));
            var error = await TryBucketAsync(async () => facts = await _objects.ReadAsync(
                run, found.GetValueOrDefault(run) ?? [], redriven, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
            facts = error is null ? facts : facts with { BucketError = error.Message };
        }

        facts = facts with
        {
            History = _history.Of(run),
            WarehouseError = warehouseError?.Message,
            LoggedErrors = log.ErrorsOf(run),
        };
        if (RunDescription.Unrecorded(facts).Count > 0)
        {
            var error = await TryWarehouseAsync(async () =>
            {
                facts = facts with { History = await _history.ReadAgainAsync(run, cancellation).ConfigureAwait(false) };
                facts = facts with { Earlier = await FindEarlierAsync(facts, cancellation).ConfigureAwait(false) };
            }).ConfigureAwait(false);
            facts = error is null ? facts : facts with { History = null, WarehouseError = error.Message };
        }

        return RunDescription.Of(facts, _connection.Bucket, _connection.Warehouse);
    }

    private async Task<IReadOnlyDictionary<string, LoadRecord>> FindEarlierAsync(RunFacts facts, CancellationToken cancellation)
    {
        var earlier = new Dictionary<string, LoadRecord>(StringComparer.Ordinal);
        foreach (var table in RunDescription.Unrecorded(facts))
        {
            if (await _history.FindSameAsync(
                facts.Run, table.Schema.Name, RunPlanner.ContentHash(table), cancellation).ConfigureAwait(false) is { } other)
                earlier[table.Schema.Name] = other;
        }

        return earlier;
    }

    private ContabyxRun Describe(ContabyxLogEntry failure) => new()
    {
        Run = null,
        Job = failure.Facts.GetValueOrDefault(Logs.LoadLog.JobFact) as string,
        Bucket = _connection.Bucket,
        Warehouse = _connection.Warehouse,
        StartedAt = failure.Time,
        EndedAt = failure.Time,
        State = RunStatus.Failed,
        Error = Printable.Line(failure.Message),
        Places = [],
        InHistory = false,
    };

    private LogSide ReadLog(DateTimeOffset? since)
    {
        try
        {
            return LogSide.Read(_connection.LogPath, _connection.Bucket, since);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _notes.Report($"The log {_connection.LogPath} cannot be read: {e.Message}");
            return new LogSide();
        }
    }

    private Task<ContabyxException?> TryBucketAsync(Func<Task> ask) =>
        TryAsync(ask, e => new BucketException(_connection.Bucket, e.Message, "Test-ContabyxConnection -Target Bucket tells more.", e));

    private Task<ContabyxException?> TryWarehouseAsync(Func<Task> ask) => TryAsync(
        ask, e => new WarehouseException(_connection.Warehouse, e.Message, "Test-ContabyxConnection -Target Warehouse tells more.", e));

    private static async Task<ContabyxException?> TryAsync(Func<Task> ask, Func<Exception, ContabyxException> name)
    {
        try
        {
            await ask().ConfigureAwait(false);
            return null;
        }
        catch (ContabyxException e)
        {
            return e;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return name(e);
        }
    }
}
