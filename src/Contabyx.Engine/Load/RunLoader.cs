using System.Diagnostics;
using System.Runtime.CompilerServices;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Logs;
using Contabyx.Engine.Runs;
using Contabyx.Engine.Telemetry;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Load;

/// <summary>
/// Loads runs: every table in its own transaction, in parallel, or all tables of a run in one. What was loaded moves to
/// <c>processed/</c>, what failed to <c>error/</c>, and every event is in the log.
/// </summary>
internal sealed class RunLoader
{
    private readonly IWarehouse _warehouse;
    private readonly LoadOptions _options;
    private readonly LoadLog _log;
    private readonly RunMover _mover;
    private readonly DeadLetters _letters;
    private readonly RunTransactions _transactions;
    private readonly IProgress<ItemProgress> _progress;

    /// <param name="bucket">Where the files are.</param>
    /// <param name="warehouse">Where the rows go.</param>
    /// <param name="options">How they are loaded.</param>
    /// <param name="log">Receives every event.</param>
    /// <param name="progress">Receives the tables that are finished.</param>
    public RunLoader(
        IBucket bucket, IWarehouse warehouse, LoadOptions options, LoadLog log, IProgress<ItemProgress> progress)
    {
        _warehouse = warehouse;
        _options = options;
        _log = log;
        _mover = new RunMover(bucket);
        _letters = new DeadLetters(bucket);
        _transactions = new RunTransactions(warehouse, new TableLoader(new FileVerifier(bucket), options.Force), log);
        _progress = progress;
    }

    /// <param name="cancellation">
    /// Stops it: tables that are not committed are rolled back and stay where they are.
    /// </param>
    /// <returns>One result per table, in the run's order.</returns>
    /// <exception cref="ContabyxException">The warehouse cannot be reached; nothing more was done.</exception>
    public async IAsyncEnumerable<ContabyxCopyResult> LoadAsync(
        PlannedRun run, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var refused in run.Refused)
            yield return await TellRefusedAsync(run.Run, refused, cancellation).ConfigureAwait(false);
        if (run.Tables.Count == 0)
            yield break;

        // Begun after the last object that is yielded before the loads: the span of an iterator is lost with each of them.
        using var operation = Operation.Begin("run", run.Run).With(TagNames.Job, run.Origin?.Job);
        _log.Write(
            LogLevel.Info, run.Run, null, "Run begins.", ("tables", run.Tables.Count), ("source", run.Origin?.Source));
        await PrepareAsync(run, operation, cancellation).ConfigureAwait(false);
        var results = new List<ContabyxCopyResult>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var tasks = _options.AllOrNothing ? LoadTogether(run, stop.Token) : LoadInParallel(run, stop.Token);
        try
        {
            foreach (var task in tasks)
            {
                results.Add(await task.ConfigureAwait(false));
                yield return results[^1];
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll((IEnumerable<Task>)tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Conclude(run, results, operation);
        }
    }

    /// <summary>
    /// How the connection to the warehouse was lost; NULL when it was not. If it was, other runs need not be tried.
    /// </summary>
    public ConnectionException? Lost => _transactions.Lost;

    /// <summary>Logs that a run keeps waiting, because some of its tables do.</summary>
    public void Leave(string run) =>
        _log.Write(LogLevel.Warning, run, null, "The run stays in data/: some of its tables could not be loaded now.");

    /// <summary>Moves what is left of a run after all its tables.</summary>
    /// <param name="failed">Whether any table failed.</param>
    public async Task FinishAsync(string run, bool failed, CancellationToken cancellation)
    {
        var area = failed ? BucketLayout.Error : BucketLayout.Processed;
        await TidyAsync(run, "-", () => _mover.MoveRestAsync(run, area, cancellation)).ConfigureAwait(false);
        _log.Write(failed ? LogLevel.Warning : LogLevel.Info, run, null, failed ? "Run ends with failures." : "Run ends.");
    }

    /// <summary>Refuses a run or a loose file as a whole, and moves it to <c>error/</c>.</summary>
    /// <param name="looseKey">The loose file's key; NULL for a run.</param>
    /// <param name="error">Why.</param>
    public async Task<ContabyxCopyResult> RefuseAsync(
        string run, string? looseKey, ContabyxException error, CancellationToken cancellation)
    {
        _log.Write(LogLevel.Error, run, null, error.Message);
        var movedTo = await TidyAsync(run, "-", () => looseKey is null
            ? _mover.MoveRestAsync(run, BucketLayout.Error, cancellation)
            : _mover.MoveLooseAsync(looseKey, run, BucketLayout.Error, cancellation)).ConfigureAwait(false);
        var table = looseKey is null ? "*" : looseKey[(looseKey.LastIndexOf('/') + 1)..];
        var errors = await TellAsync(
            run, table, [], () => _letters.RefuseAsync(run, table, error, cancellation)).ConfigureAwait(false);
        var mode = _options.Mode ?? LoadMode.Merge;
        return Refused(run, table, mode, movedTo ?? "", errors, error.Message, error.Advice) with { Failure = error };
    }

    // It never reached the bucket, but the bucket must still show that it was wanted and why it is missing.
    private async Task<ContabyxCopyResult> TellRefusedAsync(string run, RefusedTable table, CancellationToken cancellation)
    {
        _log.Write(LogLevel.Error, run, table.Table, table.Reason);
        var errors = await TellAsync(
            run, table.Table, [], () => _letters.RefuseTableAsync(run, table, cancellation)).ConfigureAwait(false);
        var uri = _letters.UriOf(run, table.Table);
        return Refused(run, table.Table, _options.Mode ?? table.Mode, uri, errors, table.Reason, table.Advice);
    }

    private static ContabyxCopyResult Refused(
        string run,
        string table,
        LoadMode mode,
        string movedTo,
        IReadOnlyList<ContabyxLoadError> errors,
        string reason,
        string advice)
    {
        CountTable(LoadStatus.Failed, mode);
        return new()
        {
            Run = run,
            Table = table,
            Status = LoadStatus.Failed,
            Mode = mode,
            RowsExpected = null,
            RowsLoaded = 0,
            Bytes = 0,
            Files = 0,
            Proof = LoadProof.None,
            FiguresCompared = 0,
            MovedTo = movedTo,
            Elapsed = TimeSpan.Zero,
            LoadErrors = errors,
            Error = Printable.Of(reason),
            Advice = Printable.Of(advice),
        };
    }

    private async Task PrepareAsync(PlannedRun run, Operation operation, CancellationToken cancellation)
    {
        try
        {
            await _warehouse.InitializeAsync(cancellation).ConfigureAwait(false);
            if (run.Tables.Any(table => table.Load.Sync?.Watermark is not null))
                await _warehouse.AddWatermarksAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (operation.Fail(e))
        {
            throw;
        }

        foreach (var table in run.Tables)
            _progress.Report(new ItemProgress(table.Load.Table.Name, 0, table.ExpectedRows));
    }

    // Tables without a result were stopped.
    private static void Conclude(PlannedRun run, List<ContabyxCopyResult> results, Operation operation)
    {
        var tables = run.Tables.Count + run.Refused.Count;
        var failed = tables - results.Count(result => result.Status != LoadStatus.Failed);
        operation.With(TagNames.Tables, tables).With(TagNames.TablesFailed, failed)
            .With(TagNames.Rows, results.Sum(result => result.RowsLoaded));
        operation.End(
            (failed > 0 ? LoadStatus.Failed : LoadStatus.Loaded).ToString(),
            results.Find(result => result.Failure is not null)?.Failure);
    }

    private List<Task<ContabyxCopyResult>> LoadInParallel(PlannedRun run, CancellationToken cancellation)
    {
        var connections = new SemaphoreSlim(Math.Max(1, _options.Connections));
        return [.. run.Tables.Select(LoadOneAsync)];

        async Task<ContabyxCopyResult> LoadOneAsync(PlannedTable table)
        {
            await connections.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                return await ReportAsync(table, _transactions.LoadAsync, cancellation).ConfigureAwait(false);
            }
            finally
            {
                connections.Release();
            }
        }
    }

    private List<Task<ContabyxCopyResult>> LoadTogether(PlannedRun run, CancellationToken cancellation)
    {
        var outcomes = _transactions.LoadTogetherAsync(run, cancellation);
        return [.. run.Tables.Select(table => ReportAsync(
            table, async (one, _) => (await outcomes.ConfigureAwait(false))[one], cancellation))];
    }

    private async Task<ContabyxCopyResult> ReportAsync(
        PlannedTable table, Func<PlannedTable, CancellationToken, Task<TableOutcome>> load, CancellationToken cancellation)
    {
        using var operation = Operation.BeginTable("load", table.Load.Run, table.Load.Table.Name, _warehouse.Address);
        try
        {
            var clock = Stopwatch.StartNew();
            var outcome = await load(table, cancellation).ConfigureAwait(false);
            var result = await ReportAsync(table, outcome, clock.Elapsed, cancellation).ConfigureAwait(false);
            operation.With(TagNames.Mode, result.Mode.ToString()).With(TagNames.Proof, result.Proof.ToString())
                .With(TagNames.Files, result.Files).With(TagNames.Attempts, result.Attempts);
            operation.Count(result.RowsLoaded, result.Status == LoadStatus.Failed ? 0 : result.Bytes);
            operation.End(result.Status.ToString(), outcome.Error);
            return result;
        }
        catch (Exception e) when (operation.Fail(e))
        {
            throw;
        }
    }

    private async Task<ContabyxCopyResult> ReportAsync(
        PlannedTable table, TableOutcome outcome, TimeSpan elapsed, CancellationToken cancellation)
    {
        var load = table.Load;
        var failed = outcome.Status == LoadStatus.Failed;
        var area = failed ? BucketLayout.Error : BucketLayout.Processed;
        Log(load, outcome, elapsed);
        var errors = !outcome.HasErrors ? [] : await TellAsync(
            load.Run, load.Table.Name, outcome.LoadErrors, () => WriteLetterAsync(table, outcome, cancellation))
                .ConfigureAwait(false);
        var movedTo = outcome.Waits ? null : await TidyAsync(
            load.Run, load.Table.Name, () => _mover.MoveTableAsync(table, area, cancellation)).ConfigureAwait(false);
        CountTable(outcome.Status, load.Mode);
        _progress.Report(
            new ItemProgress(load.Table.Name, table.ExpectedRows ?? 0, table.ExpectedRows, load.Bytes, Completed: true));
        return new ContabyxCopyResult
        {
            Run = load.Run,
            Table = load.Table.Name,
            Status = outcome.Status,
            Mode = load.Mode,
            RowsExpected = table.ExpectedRows,
            RowsLoaded = outcome.Rows,
            Bytes = load.Bytes,
            Files = load.Files,
            Proof = outcome.Proof,
            FiguresCompared = outcome.FiguresCompared,
            Waits = outcome.Waits,
            FileCheck = outcome.Files,
            MovedTo = movedTo ?? load.ManifestUri,
            Elapsed = elapsed,
            Attempts = outcome.Attempts,
            RowsLeftOut = outcome.Status == LoadStatus.LoadedWithErrors ? outcome.LoadErrors.Count : 0,
            LoadErrors = errors,
            Error = outcome.Error?.Message,
            Advice = outcome.Error?.Advice,
            Failure = outcome.Error,
        };
    }

    // What an earlier attempt of this run wrote down stays: somebody may have corrected the rows since.
    private async Task<IReadOnlyList<ContabyxLoadError>> WriteLetterAsync(
        PlannedTable table, TableOutcome outcome, CancellationToken cancellation)
    {
        var known = outcome.EarlierRun != table.Load.Run ? null
            : await _letters.FindAsync(table.Load.Run, table.Load.Table.Name, cancellation).ConfigureAwait(false);
        return known is { Status: LoadStatus.LoadedWithErrors }
            ? known.Errors
            : await _letters.WriteAsync(table, outcome, cancellation).ConfigureAwait(false);
    }

    private static void CountTable(LoadStatus status, LoadMode mode) => Instruments.Tables.Add(
        1, new(TagNames.Status, status.ToString()), new(TagNames.Mode, mode.ToString()));

    private void Log(TableLoad load, TableOutcome outcome, TimeSpan elapsed) => _log.Write(
        LevelOf(outcome.Status),
        load.Run,
        load.Table.Name,
        outcome.Error?.Message ?? outcome.Status.ToString(),
        ("mode", load.Mode),
        ("rows", outcome.Rows),
        ("badRows", outcome.LoadErrors.Count),
        ("bytes", load.Bytes),
        ("files", load.Files),
        ("proof", outcome.Proof),
        ("figures", outcome.FiguresCompared),
        ("filesBy", outcome.Files),
        ("attempts", outcome.Attempts),
        ("earlierRun", outcome.EarlierRun),
        ("archivedYearsLeftOut", load.YearsLeftOut.Count == 0 ? null : YearRanges.Text(load.YearsLeftOut)),
        ("milliseconds", (long)elapsed.TotalMilliseconds));

    private static LogLevel LevelOf(LoadStatus status) => status switch
    {
        LoadStatus.Failed => LogLevel.Error,
        LoadStatus.LoadedWithErrors => LogLevel.Warning,
        _ => LogLevel.Info,
    };

    // What could not be written is at least in the log and in the result.
    private async Task<IReadOnlyList<ContabyxLoadError>> TellAsync(
        string run,
        string table,
        IReadOnlyList<ContabyxLoadError> known,
        Func<Task<IReadOnlyList<ContabyxLoadError>>> write)
    {
        try
        {
            return await write().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ContabyxException)
        {
            _log.Write(LogLevel.Warning, run, table, $"The errors could not be written next to the files. {e.Message}");
            return known;
        }
    }

    // Moves are only cleaning up: the rows are already committed or refused, and the next run finishes what fails here.
    private async Task<string?> TidyAsync(string run, string table, Func<Task<string>> move)
    {
        try
        {
            return await move().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ContabyxException)
        {
            _log.Write(LogLevel.Warning, run, table, $"Files could not be moved; the next run moves them. {e.Message}");
            return null;
        }
    }
}
