using System.Runtime.CompilerServices;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Logs;
using Contabyx.Engine.Runs;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Load;

/// <summary>Loads what waits in the bucket into the warehouse: what <c>Invoke-ContabyxCopy</c> does.</summary>
public sealed class DataLoad : IAsyncDisposable
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    private readonly ContabyxConnection _connection;
    private readonly IProgress<string> _notes;
    private readonly IBucket _bucket;
    private readonly IWarehouse _warehouse;
    private readonly LoadLog _log;
    private readonly LoadPlanner _planner;
    private readonly RunLoader _loader;
    private ConnectionException? _lost;
    private string? _waiting;
    private (string? Job, PipelineEnd End)? _ended;

    /// <summary>Opens what it needs. Nothing is read or written yet.</summary>
    /// <param name="connection">Where the bucket and the warehouse are.</param>
    /// <param name="options">How runs are loaded.</param>
    /// <param name="progress">Receives the tables that were loaded.</param>
    /// <param name="notes">Receives what a user may want to know.</param>
    public DataLoad(
        ContabyxConnection connection, LoadOptions options, IProgress<ItemProgress> progress, IProgress<string> notes)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(options);
        DifferencesMode.Refuse(options.Mode);
        _connection = connection;
        _notes = notes;
        _bucket = Addresses.OpenBucket(connection, notes);
        _warehouse = Addresses.OpenWarehouse(connection, notes);
        _log = LoadLog.Of(connection);
        if (!_warehouse.CanRead(connection.Bucket))
        {
            throw new AddressException(
                connection.Bucket, $"{_warehouse.Address} cannot read files there.",
                "Amazon Redshift reads from s3://BUCKET/KEY, the embedded warehouse from file:PATH.");
        }

        _planner = new LoadPlanner(_bucket, _warehouse, options);
        _loader = new RunLoader(_bucket, _warehouse, options, _log, progress);
    }

    /// <summary>What the URIs of all objects of a connection's bucket begin with.</summary>
    /// <param name="connection">Where the bucket is.</param>
    public static async Task<string> RootOfAsync(ContabyxConnection connection)
    {
        var bucket = Addresses.OpenBucket(connection);
        await using (bucket.ConfigureAwait(false))
            return bucket.UriOf(BucketLayout.Data);
    }

    /// <summary>
    /// Finds what waits to be loaded: complete runs, the oldest first, then loose files. Nothing is changed.
    /// </summary>
    /// <param name="looseKeys">The loose files that are wanted, by URI; NULL for all.</param>
    /// <returns>The waiting runs and files, not yet planned.</returns>
    public async Task<IReadOnlyList<WaitingLoad>> FindAsync(
        IReadOnlySet<string>? looseKeys, CancellationToken cancellation)
    {
        var waiting = await WaitingObjects.FindAsync(_bucket, cancellation).ConfigureAwait(false);
        var loose = waiting.Loose.Where(file => looseKeys is null || looseKeys.Contains(_bucket.UriOf(file.Key)));
        return
        [
            .. waiting.Complete.Select(run => new WaitingLoad(run, null)),
            .. loose.Select(file => new WaitingLoad(RunId.New(DateTimeOffset.UtcNow), file)),
        ];
    }

    /// <summary>
    /// Moves runs that were never completed, because their upload was interrupted a day ago or more, to <c>error/</c>.
    /// </summary>
    public async Task TidyAsync(CancellationToken cancellation)
    {
        await _bucket.InitializeAsync(cancellation).ConfigureAwait(false);
        var waiting = await WaitingObjects.FindAsync(_bucket, cancellation).ConfigureAwait(false);
        await ClearIncompleteAsync(waiting, cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// Creates a run from the tables of another that failed or left out bad rows, with the corrections. It then waits
    /// like any other run.
    /// </summary>
    /// <param name="run">The run that failed.</param>
    /// <param name="cancellation">Stops it; it can be repeated.</param>
    /// <exception cref="RunNotFoundException">There is nothing of the run in <c>error/</c>.</exception>
    public async Task<WaitingLoad> RedriveAsync(string run, CancellationToken cancellation)
    {
        var (next, loose) = await new RunRedrive(_bucket).PrepareAsync(run, cancellation).ConfigureAwait(false);
        _log.Write(LogLevel.Info, next, null, "A run is loaded again.", ("redriven", run));
        return new WaitingLoad(next, loose);
    }

    /// <summary>The exact statements and moves that a load would make, in order. Nothing is changed.</summary>
    /// <param name="load">What waits.</param>
    /// <param name="first">The number of the first step.</param>
    public async Task<IReadOnlyList<ContabyxPlanStep>> ReviewAsync(WaitingLoad load, int first, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(load);
        var review = new LoadReview(_bucket, _warehouse, first);
        var (run, refusal) = await _planner.TryPlanAsync(load, cancellation).ConfigureAwait(false);
        if (run is not null)
            await review.AddAsync(run, cancellation).ConfigureAwait(false);
        else
            review.AddRefused(load, refusal!);
        return review.Steps;
    }

    /// <summary>Loads one thing that waits.</summary>
    /// <param name="load">What waits.</param>
    /// <returns>One result per table.</returns>
    public async IAsyncEnumerable<ContabyxCopyResult> LoadAsync(
        WaitingLoad load, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(load);
        var (run, refusal) = await _planner.TryPlanAsync(load, cancellation).ConfigureAwait(false);
        if (run is null && await HasGoneAsync(load, cancellation).ConfigureAwait(false))
        {
            _notes.Report($"The run {load.Run} was loaded by another process in the meantime.");
            yield break;
        }

        if (run is null)
        {
            var refused = await _loader.RefuseAsync(load.Run, load.Loose?.Key, refusal!, cancellation).ConfigureAwait(false);
            yield return refused with { Warehouse = _warehouse.Address };
            yield break;
        }

        if (load.Loose is not null)
            await new LoosePlanner(_bucket, _warehouse).PutManifestAsync(run.Tables[0], cancellation)
                .ConfigureAwait(false);
        TellOfMissingTables(run);
        var (failed, waits) = (run.PutAside > 0, false);
        var leftOut = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var result in _loader.LoadAsync(run, cancellation).ConfigureAwait(false))
        {
            failed |= result.Status == LoadStatus.Failed;
            waits |= result.Waits;
            leftOut[result.Table] = result.RowsLeftOut;
            yield return result with { Source = run.Origin?.Source, Warehouse = _warehouse.Address };
        }

        if (waits)
        {
            _waiting = run.Run;
            _loader.Leave(run.Run);
            yield break;
        }

        await _loader.FinishAsync(run.Run, failed, cancellation).ConfigureAwait(false);
        if (!failed && run.Origin is { } origin)
        {
            await new BatchConfirmation(_connection, _warehouse, _log, _notes)
                .ConfirmAsync(run.Run, origin, leftOut, cancellation).ConfigureAwait(false);
        }
    }

    // A run that was created from a failed run has fewer tables on purpose.
    private void TellOfMissingTables(PlannedRun run)
    {
        if (run.Origin is not { } origin || run.Tables.Count >= origin.Tables || RunRedrive.IsRedriven(run.Run))
            return;
        var text = $"The run {run.Run} has {run.Tables.Count} of the {origin.Tables} tables that were exported.";
        _log.Write(LogLevel.Warning, run.Run, null, text);
        _notes.Report(text);
    }

    /// <summary>
    /// How the connection to the warehouse was lost; NULL when it was not. If it was, everything keeps waiting.
    /// </summary>
    public ConnectionException? Lost => _loader.Lost;

    /// <summary>
    /// Why the log is incomplete or not in the bucket; NULL when it is complete. Known once the log was sent.
    /// </summary>
    public string? LogError { get; private set; }

    /// <summary>
    /// Puts how a pipeline ended, if that was logged, and the log into the bucket, even when everything else failed, and briefly even
    /// when it is stopped or when a connection was lost.
    /// </summary>
    /// <param name="cancellation">Stops it two seconds later.</param>
    public async Task UploadLogAsync(CancellationToken cancellation = default) =>
        LogError = await new LogSender(_bucket, _log).SendAsync(_ended, _lost, cancellation).ConfigureAwait(false);

    /// <summary>Logs a failure that belongs to no table.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="job">The job that it happened to; NULL for none.</param>
    public void LogFailure(Exception error, string? job = null)
    {
        ArgumentNullException.ThrowIfNull(error);
        _lost ??= error as ConnectionException;
        _log.WriteFailure(_connection.Bucket, job, error.Message, ReferenceEquals(error, Lost) ? _waiting : null);
    }

    /// <summary>Logs how a pipeline ended. With the log, it is sent to the bucket.</summary>
    /// <param name="job">The job; NULL for none.</param>
    public void LogEnd(string? job, ContabyxPipelineResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        PipelineEnds.Write(_log, job, result);
        _ended = (job, new PipelineEnd(DateTimeOffset.UtcNow, result.Status));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _warehouse.DisposeAsync().ConfigureAwait(false);
        await _bucket.DisposeAsync().ConfigureAwait(false);
    }

    // A process that loads a run moves all of it away, the document last.
    private async Task<bool> HasGoneAsync(WaitingLoad load, CancellationToken cancellation)
    {
        var prefix = load.Loose?.Key ?? BucketLayout.RunPrefix(BucketLayout.Data, load.Run);
        await foreach (var _ in _bucket.ListAsync(prefix, cancellation).ConfigureAwait(false))
            return false;
        return true;
    }

    // What an interrupted upload left behind is kept, but moved out of the way: its rows are still in the source.
    private async Task ClearIncompleteAsync(WaitingObjects waiting, CancellationToken cancellation)
    {
        // By the bucket's own clock, which has also stamped its objects. This machine's clock may be ahead.
        var now = waiting.Incomplete.Count > 0 ? await _bucket.ReadTimeAsync(cancellation).ConfigureAwait(false) : null;
        foreach (var (run, newest) in waiting.Incomplete)
        {
            if (now is null || now - newest < Abandoned)
            {
                _notes.Report(
                    $"The run {run} is not complete yet: it is still being uploaded, or its upload was interrupted. It is left alone.");
                continue;
            }

            _log.Write(LogLevel.Warning, run, null, "The run was never completed; its objects are moved to error/.");
            await _loader.FinishAsync(run, failed: true, cancellation).ConfigureAwait(false);
        }
    }
}
