using System.Diagnostics;
using System.Globalization;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Logs;
using Contabyx.Engine.Warehouses;
using Contabyx.Engine.Waits;

namespace Contabyx.Engine.Archive;

/// <summary>
/// Keeps old years of tables as files in the bucket: what <c>Export-ContabyxArchive</c>, <c>Get-ContabyxArchive</c> and
/// <c>Restore-ContabyxArchive</c> do.
/// </summary>
public sealed class DataArchive : IAsyncDisposable
{
    private readonly IWarehouse _warehouse;
    private readonly IBucket _bucket;
    private readonly ArchiveFiles _files;
    private readonly ArchivePlanner _planner;
    private readonly LoadLog _log;
    private readonly IProgress<ItemProgress> _progress;
    private readonly IProgress<string> _notes;
    private readonly HashSet<string> _prepared = new(StringComparer.OrdinalIgnoreCase);
    private bool _rulesChecked;

    /// <summary>Opens what it needs. Nothing is read or written yet.</summary>
    /// <param name="connection">Where the bucket and the warehouse are.</param>
    /// <param name="progress">Receives the years that are done.</param>
    /// <param name="notes">Receives what a user may want to know.</param>
    public DataArchive(ContabyxConnection connection, IProgress<ItemProgress> progress, IProgress<string> notes)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _bucket = Addresses.OpenBucket(connection, notes);
        _warehouse = Addresses.OpenWarehouse(connection, notes);
        if (!_warehouse.CanRead(connection.Bucket))
        {
            throw new AddressException(
                connection.Bucket, $"{_warehouse.Address} cannot read files there.",
                "Amazon Redshift reads from s3://BUCKET/KEY, the embedded warehouse from file:PATH.");
        }

        _files = new ArchiveFiles(_bucket, _warehouse.Archive.Identity);
        _planner = new ArchivePlanner(_warehouse, _files, notes);
        _log = LoadLog.Of(connection);
        (_progress, _notes) = (progress, notes);
    }

    /// <summary>The years that are archived, by table and year. Nothing is created.</summary>
    public async Task<IReadOnlyList<ContabyxArchive>> ReadAsync(CancellationToken cancellation) =>
        [.. (await _warehouse.Archive.ReadAsync(cancellation).ConfigureAwait(false))
            .Select(year => Describe(year, ArchiveStatus.Archived))];

    /// <summary>What a request would do. Nothing is changed.</summary>
    /// <exception cref="ContabyxException">The table cannot be archived, or not so.</exception>
    public async Task<ArchivePlan> PlanAsync(ArchiveRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var plan = await _planner.PlanAsync(request, DateTimeOffset.UtcNow, cancellation).ConfigureAwait(false);
        if (plan.Steps.Count > 0 && !_rulesChecked)
            await _files.CheckRulesAsync(plan.Place.Name, _notes, cancellation).ConfigureAwait(false);
        _rulesChecked |= plan.Steps.Count > 0;
        return plan;
    }

    /// <summary>Makes the view over all rows again.</summary>
    public Task RefreshAsync(ArchivePlan plan, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return PrepareAsync(plan.Place, cancellation);
    }

    /// <summary>A year that would be brought back. Nothing is changed.</summary>
    /// <param name="table">The table's name, in any case.</param>
    /// <exception cref="ContabyxException">It is not archived, or cannot be brought back.</exception>
    public Task<ArchiveStep> PlanRestoreAsync(string table, int year, CancellationToken cancellation) =>
        _planner.PlanRestoreAsync(table, year, cancellation);

    /// <summary>Archives a year.</summary>
    /// <returns>How it ended: a failure is a result.</returns>
    public async Task<ContabyxArchive> ArchiveAsync(ArchiveStep step, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(step);
        return await RunAsync(step, async () =>
        {
            if (step.IsArchived)
                return (step.Place.Years.First(year => year.Year == step.Year), ArchiveStatus.AlreadyArchived);
            var place = await PrepareAsync(step.Place, cancellation).ConfigureAwait(false);
            var (year, before) = await new YearArchiving(_warehouse.Archive, _files, _log)
                .RunAsync(place, step.Year, cancellation).ConfigureAwait(false);
            return (year, before ? ArchiveStatus.AlreadyArchived : ArchiveStatus.Archived);
        }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Brings a year back.</summary>
    /// <returns>How it ended: a failure is a result.</returns>
    public async Task<ContabyxArchive> RestoreAsync(ArchiveStep step, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(step);
        return await RunAsync(step, async () =>
        {
            await _warehouse.InitializeAsync(cancellation).ConfigureAwait(false);
            var year = await new YearRestoring(_warehouse.Archive, _log)
                .RunAsync(step.Place, step.Year, cancellation).ConfigureAwait(false);
            return (year, ArchiveStatus.Restored);
        }, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _warehouse.DisposeAsync().ConfigureAwait(false);
        await _bucket.DisposeAsync().ConfigureAwait(false);
    }

    // Once per table: what it needs depends on its columns.
    private async Task<ArchivedTable> PrepareAsync(ArchivedTable place, CancellationToken cancellation)
    {
        var years = await _warehouse.Archive.ReadAsync(cancellation).ConfigureAwait(false);
        place = place with { Years = [.. years.Where(year => year.Table.Equals(place.Name, StringComparison.OrdinalIgnoreCase))] };
        if (_prepared.Contains(place.Name))
            return place;
        await _warehouse.InitializeAsync(cancellation).ConfigureAwait(false);
        await _warehouse.Archive.PrepareAsync(place, cancellation).ConfigureAwait(false);
        _prepared.Add(place.Name);
        return place;
    }

    private async Task<ContabyxArchive> RunAsync(
        ArchiveStep step, Func<Task<(ArchivedYear Year, ArchiveStatus Status)>> move, CancellationToken cancellation)
    {
        var item = string.Create(CultureInfo.InvariantCulture, $"{step.Table} {step.Year}");
        var clock = Stopwatch.StartNew();
        _progress.Report(new ItemProgress(item, 0, step.Rows));
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var (year, status) = await move().ConfigureAwait(false);

                // It is committed: the result is given, even if the user stops everything now.
                if (status != ArchiveStatus.AlreadyArchived)
                    await AnalyzeAsync(year).ConfigureAwait(false);
                Log(year, status, clock.Elapsed);
                _progress.Report(new ItemProgress(item, year.Rows, year.Rows, year.Bytes, Completed: true));
                return Describe(year, status) with { Elapsed = clock.Elapsed };
            }
            catch (ContabyxException e) when (RetryPolicy.Usual.Allows(e, attempt))
            {
                _log.Write(
                    LogLevel.Warning, null, step.Table, "The move of a year was rolled back and is tried again: " + e.Message,
                    ("year", step.Year), ("attempt", attempt));
                await RetryPolicy.Usual.PauseAsync(attempt, cancellation).ConfigureAwait(false);
            }
            catch (ContabyxException e)
            {
                _log.Write(LogLevel.Error, null, step.Table, e.Message, ("year", step.Year));
                return Fail(step, e) with { Elapsed = clock.Elapsed };
            }
        }
    }

    private void Log(ArchivedYear year, ArchiveStatus status, TimeSpan elapsed) => _log.Write(
        LogLevel.Info,
        null,
        year.Table,
        string.Create(CultureInfo.InvariantCulture, $"{year.Year} {Say(status)}."),
        ("year", year.Year),
        ("rows", year.Rows),
        ("bytes", year.Bytes),
        ("files", year.Files),
        ("location", year.Location),
        ("milliseconds", (long)elapsed.TotalMilliseconds));

    private static string Say(ArchiveStatus status) => status switch
    {
        ArchiveStatus.Restored => "was brought back",
        ArchiveStatus.AlreadyArchived => "was archived before",
        _ => "was archived",
    };

    private async Task AnalyzeAsync(ArchivedYear year)
    {
        foreach (var failed in await _warehouse.RunAfterLoadAsync(year.Table, [], CancellationToken.None).ConfigureAwait(false))
            _notes.Warn($"{failed.Statement} failed after the rows of {year.Table} were committed: {failed.Error.Message}");
    }

    private ContabyxArchive Fail(ArchiveStep step, ContabyxException error) => new()
    {
        Table = step.Table,
        Year = step.Year,
        Status = ArchiveStatus.Failed,
        Column = step.Place.Column,
        Rows = step.Rows,
        View = step.Place.View,
        Warehouse = _warehouse.Address,
        Error = error.Message,
        Advice = error.Advice,
    };

    private ContabyxArchive Describe(ArchivedYear year, ArchiveStatus status) => new()
    {
        Table = year.Table,
        Year = year.Year,
        Status = status,
        Column = year.Column,
        Rows = year.Rows,
        Bytes = year.Bytes,
        Files = year.Files,
        Location = year.Location,
        ExternalTable = year.ExternalTable.Length == 0 ? "" : $"{year.ExternalSchema}.{year.ExternalTable}",
        View = year.View,
        Proof = LoadProof.Proven,
        ArchivedAt = status == ArchiveStatus.Restored ? null : year.ArchivedAt,
        Warehouse = _warehouse.Address,
    };
}
