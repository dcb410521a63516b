using System.Runtime.CompilerServices;
using Contabyx.Engine.Books;
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
    private static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(2);

    private readonly ContabyxConnection _connection;
    private readonly LoadOptions _options;
    private readonly IProgress<string> _notes;
    private readonly IBucket _bucket;
    private readonly IWarehouse _warehouse;
    private readonly LoadLog _log;
    private readonly RunLoader _loader;
    private bool _lost;

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
        _options = options;
        _notes = notes;
        _bucket = Addresses.OpenBucket(connection, notes);
        _warehouse = Addresses.OpenWarehouse(connection, notes);
        _log = new LoadLog(connection.LogPath);
        if (!_warehouse.CanRead(connection.Bucket))
        {
            throw new AddressException(
                connection.Bucket, $"{_warehouse.Address} cannot read files there.",
                "Amazon Redshift reads from s3://BUCKET/KEY, the embedded warehouse from file:PATH.");
        }

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
        var plan = new LoadPlan(first);
        var (run, refusal) = await TryPlanAsync(load, cancellation).ConfigureAwait(false);
        if (run is null)
        {
            plan.AddRemark(load.Run, null, refusal!.Message);
            var refused = load.Loose?.Key ?? BucketLayout.RunPrefix(BucketLayout.Data, load.Run);
            var aside = BucketLayout.RunPrefix(BucketLayout.Error, load.Run);
            plan.AddMove(load.Run, null, _bucket.UriOf(refused), _bucket.UriOf(aside));
            return plan.Steps;
        }

        plan.AddStatements(load.Run, null, await _warehouse.PlanHistoryAsync(cancellation).ConfigureAwait(false));
        foreach (var refused in run.Refused)
            plan.AddRemark(run.Run, refused.Table, $"{refused.Table} was refused before the upload: {refused.Reason}");
        foreach (var table in run.Tables)
        {
            var name = table.Load.Table.Name;
            plan.AddRemark(run.Run, name, table.Expected is { } expected
                ? $"{name}: commit only if the totals of the staged rows are {LoadPlan.Figures(expected)}"
                : $"{name}: {table.ExpectedRows} rows");
            plan.AddStatements(
                run.Run, name, await _warehouse.PlanTableAsync(table.Load.Prepared, TableLayout.Auto, cancellation).ConfigureAwait(false));
            var totals = table.Expected ?? new TableTotals(table.ExpectedRows ?? 0, null, null, []);
            plan.AddStatements(
                run.Run, name, _warehouse.LoadStatements(table.Load, TableLoader.Record(table.Load, totals, LoadProof.Proven)));
            var target = BucketLayout.TablePrefix(BucketLayout.Processed, run.Run, name);
            if (table.Load.IsUnchanged)
                continue;
            foreach (var key in table.Files.Select(file => file.Key).Append(table.ManifestKey))
                plan.AddMove(run.Run, name, _bucket.UriOf(key), _bucket.UriOf(target + key[(key.LastIndexOf('/') + 1)..]));
        }

        return plan.Steps;
    }

    /// <summary>Loads one thing that waits.</summary>
    /// <param name="load">What waits.</param>
    /// <returns>One result per table.</returns>
    public async IAsyncEnumerable<ContabyxCopyResult> LoadAsync(
        WaitingLoad load, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(load);
        var (run, refusal) = await TryPlanAsync(load, cancellation).ConfigureAwait(false);
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
            _loader.Leave(run.Run);
            yield break;
        }

        await _loader.FinishAsync(run.Run, failed, cancellation).ConfigureAwait(false);
        if (!failed && run.Origin is { } origin)
            await ConfirmAsync(run.Run, origin, leftOut, cancellation).ConfigureAwait(false);
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
    /// Puts the log into the bucket, even when everything else failed, and briefly even when it is stopped
    /// or when a connection was lost.
    /// </summary>
    /// <param name="cancellation">Stops it two seconds later.</param>
    public async Task UploadLogAsync(CancellationToken cancellation = default)
    {
        using var limit = new CancellationTokenSource();
        using var stop = cancellation.Register(() => limit.CancelAfter(LastMoment));
        if (_lost)
            limit.CancelAfter(LastMoment);
        try
        {
            await SendLogAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ContabyxException or OperationCanceledException)
        {
            LogError = $"The log could not be sent to the bucket; it is in {_log.Path}. {e.Message}";
        }

        if (_log.Failure is { } failure)
            LogError = $"The log '{_log.Path}' could not be written: {failure.Message}";
    }

    /// <summary>Logs a failure that belongs to no table.</summary>
    /// <param name="error">The failure.</param>
    public void LogFailure(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        _lost |= error is ConnectionException;
        _log.Write(LogLevel.Error, null, null, error.Message);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _warehouse.DisposeAsync().ConfigureAwait(false);
        await _bucket.DisposeAsync().ConfigureAwait(false);
    }

    // A copy, because other processes continue to write.
    private async Task SendLogAsync(CancellationToken cancellation)
    {
        var copy = Path.GetTempFileName();
        try
        {
            if (_log.CopyTo(copy))
                await _bucket.PutFileAsync(BucketLayout.Log, copy, null, cancellation).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    // A process that loads a run moves all of it away, the document last.
    private async Task<bool> HasGoneAsync(WaitingLoad load, CancellationToken cancellation)
    {
        var prefix = load.Loose?.Key ?? BucketLayout.RunPrefix(BucketLayout.Data, load.Run);
        await foreach (var _ in _bucket.ListAsync(prefix, cancellation).ConfigureAwait(false))
            return false;
        return true;
    }

    private async Task<(PlannedRun? Run, ContabyxException? Refusal)> TryPlanAsync(
        WaitingLoad load, CancellationToken cancellation)
    {
        try
        {
            return (await PlanAsync(load, cancellation).ConfigureAwait(false), null);
        }
        catch (ContabyxException e) when (e is DamagedFileException or TableNotFoundException)
        {
            return (null, e);
        }
    }

    private async Task<PlannedRun> PlanAsync(WaitingLoad load, CancellationToken cancellation)
    {
        var planning = load.Loose is { } file
            ? new LoosePlanner(_bucket, _warehouse).PlanAsync(
                file, load.Run, BooksSchema.Tables, _options.Mode, cancellation)
            : new RunPlanner(_bucket).PlanAsync(load.Run, _options.Mode, cancellation);
        var run = await WithoutPutAsideAsync(await planning.ConfigureAwait(false), load, cancellation).ConfigureAwait(false);
        return run with
        {
            Tables = [.. run.Tables.Select(table => table with { Load = table.Load with { MaxErrors = MostErrors(table) } })],
        };
    }

    // If a row were left out, the whole table could not have the right totals.
    private int MostErrors(PlannedTable table) => table.Load.Mode == LoadMode.Differences ? 0 : _options.MaxErrors;

    // Tables of a run that kept waiting may have failed before: their files are already in error/, with the reason.
    private async Task<PlannedRun> WithoutPutAsideAsync(PlannedRun run, WaitingLoad load, CancellationToken cancellation)
    {
        if (load.Loose is not null)
            return run;
        var aside = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var item in _bucket.ListAsync(BucketLayout.RunPrefix(BucketLayout.Error, run.Run), cancellation).ConfigureAwait(false))
            aside.Add(item.Key);
        var left = run.Tables.Where(table => table.Files.Count == 0 || !table.Files.All(file =>
            aside.Contains(BucketLayout.Error + file.Key[BucketLayout.Data.Length..]))).ToList();
        return run with { Tables = left, PutAside = run.Tables.Count - left.Count };
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

    // The batches are confirmed in the source, so that they are not exported again. It may be out of reach: then they
    // are exported again, which does no harm.
    private async Task ConfirmAsync(
        string run, ExportOrigin origin, Dictionary<string, long> leftOut, CancellationToken cancellation)
    {
        if (origin.Batches.Count == 0 || origin.Source != _connection.Source)
            return;
        try
        {
            var books = Addresses.OpenBooks(_connection, _notes);
            var source = Addresses.OpenSource(_connection, _notes);
            await using (books)
            await using (source)
            {
                var (arrived, doubts) = await new ArrivedBatches(books, source, _warehouse)
                    .FindAsync(origin.Batches, leftOut, cancellation).ConfigureAwait(false);
                foreach (var doubt in doubts)
                {
                    _log.Write(LogLevel.Warning, run, null, "A batch is not confirmed, and will be exported again: " + doubt);
                    _notes.Report("A batch is not confirmed, and will be exported again: " + doubt);
                }

                await books.ConfirmAsync([.. arrived], cancellation).ConfigureAwait(false);
            }
        }
        catch (ContabyxException e)
        {
            _notes.Report($"The batches could not be confirmed in the source; they will be exported again. {e.Message}");
        }
    }
}
