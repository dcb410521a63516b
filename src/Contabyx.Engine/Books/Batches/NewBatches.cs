using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Contabyx.Engine.Books.Generator;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Rows;
using Contabyx.Engine.Waits;

namespace Contabyx.Engine.Books.Batches;

/// <summary>
/// Writes batches of books to a source, or describes those that it has already: what <c>New-ContabyxBatch</c> does.
/// </summary>
public sealed class NewBatches : IAsyncDisposable
{
    /// <summary>The day on which new books begin, unless asked otherwise.</summary>
    public static DateOnly UsualStartDay => BooksRules.DefaultStartDay;

    private readonly IBooksLedger _books;
    private readonly IProgress<ItemProgress> _progress;
    private readonly IProgress<string> _notes;
    private readonly FaultPlan? _faults;
    private long _planned;

    /// <summary>Opens what it needs. Nothing is read or written yet.</summary>
    /// <param name="connection">Where the source is.</param>
    /// <param name="progress">Receives the rows written, per batch.</param>
    /// <param name="notes">Receives what a user may want to know.</param>
    /// <param name="faults">The intentional faults that the batches will have; NULL for none.</param>
    public NewBatches(
        ContabyxConnection connection, IProgress<ItemProgress> progress, IProgress<string> notes, FaultPlan? faults = null)
    {
        _faults = faults;
        _books = Addresses.OpenBooks(connection, notes, BooksSchema.TablesWith(faults));
        _progress = progress;
        _notes = notes;
    }

    /// <summary>The tables that the planned batches need and that do not exist yet. They are created first.</summary>
    public IReadOnlyList<string> MissingTables { get; private set; } = [];

    /// <summary>Plans the batches of a request. Nothing is written.</summary>
    /// <param name="request">Which days are wanted.</param>
    /// <exception cref="BooksConflictException">The source has different books, or the days would leave a gap.</exception>
    /// <exception cref="ForeignDatabaseException">The source holds other tables, and no books.</exception>
    /// <exception cref="NoBooksException">The source holds no books, and the request does not begin any.</exception>
    public async Task<IReadOnlyList<PlannedBatch>> PlanAsync(BatchRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var books = await _books.ReadBooksAsync(cancellation).ConfigureAwait(false);
        if (books is null && !request.MayBegin)
            throw new NoBooksException(_books.Address);
        var tables = await _books.ReadTablesAsync(cancellation).ConfigureAwait(false);
        if (tables.HaveOnlyOthers && !request.AmongOtherTables)
            throw new ForeignDatabaseException(_books.Address, tables.Names);
        tables.CheckWhole(books, _books.Address);
        MissingTables = tables.Missing;
        var state = books is null ? NewBooks(request) : Check(books, request);
        var first = request.FirstDay ?? state.NextDay;
        if (first < state.StartDay)
            throw Conflict($"they begin on {Day(state.StartDay)}, which is after {Day(first)}.", "Choose a later -FirstDay.");
        if (first > state.NextDay)
        {
            throw Conflict(
                $"their next day is {Day(state.NextDay)}, so {Day(first)} would leave a gap.",
                "Leave out -FirstDay to continue where they end.");
        }

        if (_faults is not null && first < state.NextDay)
        {
            throw Conflict(
                $"they already have {Day(first)}, and faults are written only with new days.",
                "Leave out -FirstDay or -Faults.");
        }

        return Cut(state, first, request);
    }

    /// <summary>The answer key of a planned batch: every fault that it has.</summary>
    public IEnumerable<ContabyxFault> FaultsOf(PlannedBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return new BatchRows(_books.Address, batch.After, batch.FirstDay, batch.Days, 1, _faults).Faults();
    }

    /// <summary>Writes planned batches, each in one transaction. It stays one batch ahead of the consumer.</summary>
    /// <param name="request">
    /// The request that they were planned for. It says how many threads fill rows, and whether to wait.
    /// </param>
    /// <param name="cancellation">Stops it; a batch that is not committed is rolled back.</param>
    public async IAsyncEnumerable<ContabyxBatch> WriteAsync(
        IReadOnlyList<PlannedBatch> plan,
        BatchRequest request,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(request);
        if (plan.Count == 0)
            yield break;
        await _books.InitializeAsync(cancellation).ConfigureAwait(false);
        _planned = plan.Sum(batch => batch.Rows);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<ContabyxBatch>? ahead = null;
        try
        {
            for (var i = 0; i <= plan.Count; i++)
            {
                var done = ahead is null ? null : await ahead.ConfigureAwait(false);
                ahead = i < plan.Count ? Start(plan[i]) : null;
                if (done is not null)
                    yield return done;
                SpentMemory.ReleaseYoung();
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            if (ahead is not null)
                await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Task<ContabyxBatch> Start(PlannedBatch batch) =>
            Task.Run(() => WriteAsync(batch, request, stop.Token), CancellationToken.None);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _books.DisposeAsync();

    private async Task<ContabyxBatch> WriteAsync(
        PlannedBatch plan, BatchRequest request, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        if (!plan.IsNew)
        {
            var rows = RowsOf(plan, request);
            foreach (var block in rows.Read(cancellation))
                cancellation.ThrowIfCancellationRequested();
            return rows.Describe() with { Written = false, Elapsed = clock.Elapsed };
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // The server may still be working on it after the connection was lost, so wait until it has finished.
                var batch = await _books.WriteBatchAsync(
                    plan.Before, plan.After, RowsOf(plan, request), request.Wait || attempt > 1, cancellation)
                    .ConfigureAwait(false);
                return batch with { Elapsed = clock.Elapsed };
            }
            catch (ContabyxException e) when (MayTryAgain(e, attempt))
            {
                if (await FindWrittenAsync(plan, cancellation).ConfigureAwait(false) is { } written)
                    return written with { Elapsed = clock.Elapsed };
                if (e is BooksConflictException)
                    throw;
                _notes.Report($"The batch that begins on {Day(plan.FirstDay)} is written again from its beginning: {e.Message}");
                await RetryPolicy.Usual.PauseAsync(attempt, cancellation).ConfigureAwait(false);
            }
        }
    }

    // At a later attempt, the conflict may be with this very batch, if its commit had succeeded after all.
    private static bool MayTryAgain(ContabyxException error, int attempt) => error switch
    {
        SourceException => RetryPolicy.Usual.Allows(error, attempt),
        BooksConflictException => attempt > 1,
        _ => false,
    };

    // When the connection broke during the commit, the books themselves show whether the batch is there.
    private async Task<ContabyxBatch?> FindWrittenAsync(PlannedBatch plan, CancellationToken cancellation)
    {
        if (await _books.ReadBooksAsync(cancellation).ConfigureAwait(false) != plan.After)
            return null;
        var waiting = await _books.ReadUnconfirmedAsync(cancellation).ConfigureAwait(false);
        return waiting.FirstOrDefault(batch =>
            batch.FirstDay == plan.FirstDay && batch.LastDay == plan.FirstDay.AddDays(plan.Days - 1));
    }

    private ReportedRows RowsOf(PlannedBatch plan, BatchRequest request) => new(
        new BatchRows(_books.Address, plan.After, plan.FirstDay, plan.Days, request.Threads, _faults), plan, _planned, _progress);

    private static IReadOnlyList<PlannedBatch> Cut(BooksState state, DateOnly first, BatchRequest request)
    {
        var batches = new List<PlannedBatch>();
        var end = request.Until is { } until ? After(until, 1) : After(first, request.Days);
        var before = state.Days == 0 ? null : state;
        for (var day = first; day < end;)
        {
            var next = DateOnly.FromDayNumber(Math.Min(day.DayNumber + request.BatchDays, end.DayNumber));
            if (day < state.NextDay)
            {
                next = Min(next, state.NextDay);
                batches.Add(new PlannedBatch(state, state, day, next.DayNumber - day.DayNumber, IsNew: false));
            }
            else
            {
                var after = state with { Days = next.DayNumber - state.StartDay.DayNumber };
                batches.Add(new PlannedBatch(before, after, day, next.DayNumber - day.DayNumber, IsNew: true));
                before = after;
            }

            day = next;
        }

        return batches;
    }

    private static DateOnly After(DateOnly day, int days) => days <= DateOnly.MaxValue.DayNumber - day.DayNumber
        ? day.AddDays(days)
        : throw new InputException(
            string.Create(CultureInfo.InvariantCulture, $"{days} days from {day:yyyy-MM-dd}"), "the calendar ends on 9999-12-31.",
            "Choose fewer days, or an earlier first day.");

    private BooksState Check(BooksState books, BatchRequest request)
    {
        if (request.Seed is { } seed && seed != books.Seed)
            throw Conflict(
                $"their seed is {books.Seed}, not {seed}.", "Leave out -Seed, or connect to another source.");
        if (request.StartDay is { } start && start != books.StartDay)
        {
            throw Conflict(
                $"they start on {Day(books.StartDay)}, not {Day(start)}.", "Leave out -StartDay, or connect to another source.");
        }

        if (request.RoundsPerDay is { } rounds && rounds != books.RoundsPerDay)
        {
            throw Conflict(
                $"their days have {books.RoundsPerDay} rounds, not {rounds}.",
                "Leave out -RoundsPerDay, or connect to another source.");
        }

        if (books.DataVersion != BooksRules.DataVersion)
        {
            throw Conflict(
                $"their data version is {books.DataVersion}, and this version of Contabyx writes {BooksRules.DataVersion}.",
                "Use the version of Contabyx that began them, or connect to another source.");
        }

        return books;
    }

    private static BooksState NewBooks(BatchRequest request) => new(
        BooksRules.DataVersion, request.Seed ?? 1, request.StartDay ?? request.FirstDay ?? BooksRules.DefaultStartDay,
        request.RoundsPerDay ?? BooksRules.DefaultRoundsPerDay, 0);

    private BooksConflictException Conflict(string reason, string advice) => new(_books.Address, reason, advice);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Min(DateOnly a, DateOnly b) => a < b ? a : b;
}
