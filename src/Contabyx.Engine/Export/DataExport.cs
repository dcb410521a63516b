using System.Runtime.CompilerServices;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Files;
using Contabyx.Engine.Reading;
using Contabyx.Engine.Rows;
using Contabyx.Engine.Runs;
using Contabyx.Engine.Sources;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Export;

/// <summary>Exports batches or whole tables to files as one run: what <c>Export-ContabyxData</c> does.</summary>
public sealed class DataExport : IAsyncDisposable
{
    private readonly ExportOptions _options;
    private readonly SelectedSource _source;
    private readonly IWarehouse _warehouse;
    private readonly TargetCheck _target;
    private readonly RunExporter _exporter;
    private readonly BooksExport _books;
    private readonly IProgress<ItemProgress> _progress;
    private readonly IProgress<string> _notes;
    private readonly string _home;
    private readonly string? _destination;
    private bool _begun;
    private bool _completed;

    /// <summary>Begins a run.</summary>
    /// <param name="connection">Where the source is.</param>
    /// <param name="options">How files are written.</param>
    /// <param name="destination">
    /// The full path of the folder for the files; NULL for a staging folder, from which <c>Send-ContabyxUpload</c>
    /// takes them.
    /// </param>
    /// <param name="progress">Receives the number of rows written, per table.</param>
    /// <param name="notes">Receives what a user may want to know.</param>
    /// <param name="onTheWay">
    /// Ids of batches that other runs of this process are exporting, and that this run leaves to them; NULL for none.
    /// </param>
    /// <exception cref="AddressException">The destination holds another run.</exception>
    public DataExport(
        ContabyxConnection connection,
        ExportOptions options,
        string? destination,
        IProgress<ItemProgress> progress,
        IProgress<string> notes,
        IReadOnlySet<string>? onTheWay = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _home = connection.Home;
        _destination = destination;
        _progress = progress;
        _notes = notes;
        DifferencesMode.Refuse(options.Mode);
        var run = RunId.New(DateTimeOffset.UtcNow);
        if (destination is not null && RunFolder.HasRun(destination))
            throw new AddressException(
                destination, "it already holds an exported run.", "Choose a folder without a run.json.");
        _source = new SelectedSource(Addresses.OpenSource(connection, notes), connection.MaskKey);
        _warehouse = Addresses.OpenWarehouse(connection, notes);
        options = options with { RefusesEmptyBinary = RowFormats.Of(options.Format).IsText && !_warehouse.DistinguishesEmptyBinary };
        if (options.BadValues == BadValues.Send && !RowFormats.Of(options.Format).IsText)
        {
            throw new AddressException(
                run, "only CSV files can hold values that their column's type refuses.", "Leave out -Format or -BadValue.");
        }

        _options = options;
        _target = new TargetCheck(_warehouse, asks: destination is null, notes);
        _exporter = NewRun(run);
        _books = new BooksExport(connection, _exporter, catchesUp: destination is null, onTheWay ?? new HashSet<string>(), notes);
    }

    /// <summary>
    /// Exports the rows that a batch added. If they go to the bucket (no destination), earlier batches that
    /// never reached the warehouse, because a run was interrupted, are exported first.
    /// </summary>
    /// <param name="failed">
    /// Called for each table that fails; the others continue. If NULL, the failure ends the export.
    /// </param>
    public async Task AddBatchAsync(
        ContabyxBatch batch, Func<ContabyxException, Task>? failed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Source != _source.Address)
        {
            throw new AddressException(
                _source.Address, $"the batch {batch.Id} is in {batch.Source}.", "Use the connection that the batch was written with.");
        }

        Begin(cancellation);
        await _books.AddAsync(batch, failed, cancellation).ConfigureAwait(false);
    }

    /// <summary>Exports all batches that never reached the warehouse.</summary>
    /// <param name="failed">Called for each table that fails; the others continue.</param>
    public Task AddUnconfirmedAsync(Func<ContabyxException, Task> failed, CancellationToken cancellation)
    {
        Begin(cancellation);
        return _books.CatchUpAsync(DateOnly.MaxValue, failed, cancellation);
    }

    /// <summary>What to read of the source's tables whose names match, table by table.</summary>
    /// <param name="missing">Called for each pattern that matches no table.</param>
    public async Task<IReadOnlyList<TableSelection>> FindSelectionsAsync(
        SelectionRequest request, Func<ContabyxException, Task> missing, CancellationToken cancellation) =>
        await SelectionSearch.FindAsync(_source, request, missing, cancellation).ConfigureAwait(false);

    /// <summary>
    /// Exports tables, views and queries as of one moment, each in its own mode. A run is returned as soon as it is
    /// complete; the next one, with the next pieces of tables that are too large for one run, starts when the caller
    /// asks for it.
    /// </summary>
    /// <param name="selections">The tables, views and queries, each with an exact name.</param>
    /// <param name="failed">Called for each table that fails; the others continue.</param>
    /// <returns>The files of each run, as <see cref="CompleteAsync"/> returns them.</returns>
    public async IAsyncEnumerable<IReadOnlyList<ContabyxFile>> ExportAsync(
        IReadOnlyCollection<TableSelection> selections,
        Func<ContabyxException, Task> failed,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(selections);
        ArgumentNullException.ThrowIfNull(failed);
        if (selections.Count == 0)
            yield break;
        Begin(cancellation);
        // A folder holds one run.
        var chunkRows = _destination is null ? _options.ChunkRows : long.MaxValue;
        var runs = new SelectionRuns(
            _source, _target, new SelectionExport(_warehouse, _progress, _notes, chunkRows), _options, _notes, failed);
        var tables = await runs.FindAsync(_exporter, selections, cancellation).ConfigureAwait(false);
        var snapshot = await _source.OpenSnapshotAsync(cancellation).ConfigureAwait(false);
        await using (snapshot.ConfigureAwait(false))
        {
            var left = await runs.AddAsync(_exporter, snapshot, tables, cancellation).ConfigureAwait(false);
            yield return await CompleteAsync(cancellation).ConfigureAwait(false);
            var name = _exporter.Run;
            while (left.Count > 0)
            {
                name = RunId.NewBehind(name, DateTimeOffset.UtcNow);
                var (files, rest) = await ExportNextAsync(name, runs, snapshot, left, cancellation).ConfigureAwait(false);
                left = rest;
                yield return files;
            }
        }
    }

    /// <summary>Finishes the files. A destination also gets the run's document, so that it can be sent later.</summary>
    /// <returns>The files, table by table, and the tables that were refused.</returns>
    public async Task<IReadOnlyList<ContabyxFile>> CompleteAsync(CancellationToken cancellation)
    {
        var run = await _exporter.CompleteAsync(cancellation).ConfigureAwait(false);
        var files = PipelineFiles.Of(run, FolderOf(run.Id));
        if (_destination is not null && files.Count > 0)
            await RunFolder.WriteAsync(_destination, run, cancellation).ConfigureAwait(false);
        _completed = files.Count > 0;
        return files;
    }

    /// <summary>Deletes the staging folder of a run that was completed but will not be sent.</summary>
    /// <param name="connection">Where the home folder is.</param>
    public static void Discard(ContabyxConnection connection, string run)
    {
        ArgumentNullException.ThrowIfNull(connection);
        StagingFolder.Delete(connection.Home, run);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _exporter.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
        await _warehouse.DisposeAsync().ConfigureAwait(false);
        if (!_completed && _destination is null)
            StagingFolder.Delete(_home, _exporter.Run);
        SpentMemory.ReleaseAll();
    }

    private RunExporter NewRun(string name) => new(_source, _options, name, FolderOf(name), _progress, _target);

    private string FolderOf(string run) => _destination ?? StagingFolder.PathOf(_home, run);

    private void Begin(CancellationToken cancellation)
    {
        if (_begun || _destination is not null)
            return;
        _begun = true;
        StagingFolder.DeleteAbandoned(_home);
        StagingFolder.Create(_home, _exporter.Run, cancellation);
    }

    // The next piece of every table that has one, as a separate run.
    private async Task<(IReadOnlyList<ContabyxFile> Files, IReadOnlyList<ChunkedTable> Left)> ExportNextAsync(
        string name,
        SelectionRuns runs,
        ISnapshot snapshot,
        IReadOnlyList<ChunkedTable> tables,
        CancellationToken cancellation)
    {
        var exporter = NewRun(name);
        var completed = false;
        StagingFolder.Create(_home, name, cancellation);
        try
        {
            var left = await runs.AddNextAsync(exporter, snapshot, tables, cancellation).ConfigureAwait(false);
            var run = await exporter.CompleteAsync(cancellation).ConfigureAwait(false);
            completed = true;
            return (PipelineFiles.Of(run, FolderOf(name)), left);
        }
        finally
        {
            await exporter.DisposeAsync().ConfigureAwait(false);
            if (!completed)
                StagingFolder.Delete(_home, name);
        }
    }
}
