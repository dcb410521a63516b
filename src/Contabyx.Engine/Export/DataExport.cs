using System.Runtime.CompilerServices;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Files;
using Contabyx.Engine.LocalFiles;
using Contabyx.Engine.Reading;
using Contabyx.Engine.Rows;
using Contabyx.Engine.Runs;
using Contabyx.Engine.Sources;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Export;

/// <summary>Exports batches or whole tables to files as one run: what <c>Export-ContabyxData</c> does.</summary>
public sealed class DataExport : IAsyncDisposable
{
    private readonly ContabyxConnection _connection;
    private readonly ExportOptions _options;
    private readonly SelectedSource _source;
    private readonly IWarehouse _warehouse;
    private readonly Func<string, RunExporter> _newRun;
    private readonly RunExporter _exporter;
    private readonly SelectionExport _selections;
    private readonly IProgress<string> _notes;
    private readonly string _home;
    private readonly string? _destination;
    private readonly IReadOnlySet<string> _onTheWay;
    private bool _begun;
    private bool _caughtUp;
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
        _onTheWay = onTheWay ?? new HashSet<string>();
        _connection = connection;
        _home = connection.Home;
        _destination = destination;
        _notes = notes;
        DifferencesMode.Refuse(options.Mode);
        var run = RunId.New(DateTimeOffset.UtcNow);
        if (destination is not null && File.Exists(Path.Combine(destination, BucketLayout.DocumentName)))
            throw new AddressException(
                destination, "it already holds an exported run.", "Choose a folder without a run.json.");
        _source = new SelectedSource(Addresses.OpenSource(connection, notes), connection.MaskKey);
        _warehouse = Addresses.OpenWarehouse(connection, notes);
        options = options with { RefusesEmptyBinary = RowFormats.Of(options.Format).IsText && !_warehouse.DistinguishesEmptyBinary };
        if (options.BadValues == BadValues.Send && !RowFormats.Of(options.Format).IsText)
            throw new AddressException(run, "only CSV files can hold values that their column's type refuses.", "Leave out -Format or -BadValue.");
        _options = options;
        _exporter = NewRun(run);
        _newRun = NewRun;

        // A folder holds one run.
        _selections = new SelectionExport(_warehouse, progress, notes, destination is null ? options.ChunkRows : long.MaxValue);

        RunExporter NewRun(string name) => new(
            _source, options, name, destination ?? StagingFolder.PathOf(_home, name), progress,
            new TargetCheck(_warehouse, asks: destination is null, notes),
            options.BadValues == BadValues.Send ? RetypeAsync : null);
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

        Begin();
        if (!_caughtUp && _destination is null)
            await CatchUpAsync(batch.FirstDay, failed, cancellation).ConfigureAwait(false);
        _caughtUp = true;
        await _exporter.AddBatchAsync(batch, failed, cancellation).ConfigureAwait(false);
        SpentMemory.ReleaseOld();
    }

    /// <summary>Exports all batches that never reached the warehouse.</summary>
    /// <param name="failed">Called for each table that fails; the others continue.</param>
    public Task AddUnconfirmedAsync(Func<ContabyxException, Task> failed, CancellationToken cancellation)
    {
        Begin();
        return CatchUpAsync(DateOnly.MaxValue, failed, cancellation);
    }

    /// <summary>The source's tables whose names match.</summary>
    /// <param name="fits">Whether a name matches.</param>
    /// <param name="pattern">The pattern, for the error message when no name matches.</param>
    /// <exception cref="TableNotFoundException">No name matches.</exception>
    public async Task<IReadOnlyList<TableSchema>> FindTablesAsync(
        Func<string, bool> fits, string pattern, CancellationToken cancellation)
    {
        var schema = await _exporter.ReadSchemaAsync(cancellation).ConfigureAwait(false);
        return await TableSearch.FindAsync(_source, schema, fits, pattern, cancellation).ConfigureAwait(false);
    }

    /// <summary>What to read of the source's tables whose names match, table by table.</summary>
    /// <param name="missing">Called for each pattern that matches no table.</param>
    public async Task<IReadOnlyList<TableSelection>> FindSelectionsAsync(
        SelectionRequest request, Func<ContabyxException, Task> missing, CancellationToken cancellation) =>
        await SelectionSearch.FindAsync(_source, request, missing, cancellation).ConfigureAwait(false);

    /// <summary>Exports whole tables as of one moment.</summary>
    /// <param name="failed">Called for each table that fails; the others continue.</param>
    public async Task AddTablesAsync(
        IReadOnlyCollection<TableSchema> tables, Func<ContabyxException, Task> failed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(failed);
        if (tables.Count == 0)
            return;
        Begin();
        if (_destination is null)
            tables = await RefuseWithoutRightsAsync(tables, failed, cancellation).ConfigureAwait(false);
        await _exporter.AddTablesAsync(tables, failed, cancellation).ConfigureAwait(false);
    }

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
        Begin();
        var tables = await FindAsync(selections, failed, cancellation).ConfigureAwait(false);
        var snapshot = await _source.OpenSnapshotAsync(cancellation).ConfigureAwait(false);
        await using (snapshot.ConfigureAwait(false))
        {
            var left = await AddEachAsync(_exporter, tables, failed, AddAsync, table => table.Table).ConfigureAwait(false);
            yield return await CompleteAsync(cancellation).ConfigureAwait(false);
            var run = _exporter.Run;
            while (left.Count > 0)
            {
                run = RunId.NewBehind(run, DateTimeOffset.UtcNow);
                var (files, rest) = await ExportNextAsync(run, snapshot, left, failed, cancellation).ConfigureAwait(false);
                left = rest;
                yield return files;
            }
        }

        async Task<ChunkedTable?> AddAsync(RunExporter exporter, (TableSchema Table, TableSelection Selection) wanted)
        {
            TableSearch.RefuseNameClash(wanted.Table, tables.Select(table => table.Table));
            RefuseMode(wanted.Table, wanted.Selection);
            return await _selections.AddAsync(exporter, snapshot, wanted.Table, wanted.Selection, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Finishes the files. A destination also gets the run's document, so that it can be sent later.</summary>
    /// <returns>The files, table by table, and the tables that were refused.</returns>
    public async Task<IReadOnlyList<ContabyxFile>> CompleteAsync(CancellationToken cancellation)
    {
        var files = await _exporter.CompleteAsync(cancellation).ConfigureAwait(false);
        if (_destination is not null && files.Count > 0)
        {
            var document = RunTables.Document(_exporter.Run, files[0].Origin, files);
            var file = PrivateFiles.Create(Path.Combine(_destination, BucketLayout.DocumentName));
            await using (file)
                await file.WriteAsync(RunJson.Write(document), cancellation).ConfigureAwait(false);
        }

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

    // Texts get the types of the warehouse's table, whatever their values are: COPY will convert them.
    private async Task<TableSchema> RetypeAsync(TableSchema table, CancellationToken cancellation)
    {
        if (await _warehouse.ReadTableAsync(table.Name, cancellation).ConfigureAwait(false) is not { } found)
            return table;
        var types = found.Columns.ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
        return table with
        {
            Columns =
            [
                .. table.Columns.Select(column => column.Type.Kind == ColumnKind.Text && types.TryGetValue(column.Name, out var typed)
                    ? column with { Type = typed.Type, Nullable = typed.Nullable }
                    : column),
            ],
        };
    }

    private async Task<IReadOnlyCollection<TableSchema>> RefuseWithoutRightsAsync(
        IReadOnlyCollection<TableSchema> tables, Func<ContabyxException, Task> failed, CancellationToken cancellation)
    {
        string[] names = [.. tables.Select(table => table.Name)];
        IReadOnlyDictionary<string, WarehouseException> refusals;
        try
        {
            refusals = await _warehouse.FindMissingAsync(names, cancellation).ConfigureAwait(false);
        }
        catch (ConnectionException e)
        {
            // The warehouse may be paused now, and the load checks again.
            _notes.Report($"The warehouse could not be asked for privileges; the load checks them. {e.Message}");
            return tables;
        }

        foreach (var table in tables.Where(table => refusals.ContainsKey(table.Name)))
        {
            await _exporter.RefuseAsync(table, LoadMode.Replace, refusals[table.Name]).ConfigureAwait(false);
            await failed(refusals[table.Name]).ConfigureAwait(false);
        }

        return [.. tables.Where(table => !refusals.ContainsKey(table.Name))];
    }

    private async Task<IReadOnlyList<(TableSchema Table, TableSelection Selection)>> FindAsync(
        IReadOnlyCollection<TableSelection> selections, Func<ContabyxException, Task> failed, CancellationToken cancellation)
    {
        var wanted = new Dictionary<string, (TableSchema Sent, TableSelection Selection)>(StringComparer.Ordinal);
        foreach (var selection in selections)
        {
            try
            {
                // Reading modes use the names of a table as it is sent, also for its watermark.
                var plan = await _source.SelectAsync(selection, cancellation).ConfigureAwait(false);
                wanted.Add(plan.Sent.Name, (plan.Sent, selection with { Watermark = plan.Watermark }));
            }
            catch (ContabyxException e) when (e is not ConnectionException)
            {
                var table = new TableSchema(SelectedSource.NameOf(selection), [], []);
                await _exporter.RefuseAsync(table, LoadMode.Replace, e).ConfigureAwait(false);
                await failed(e).ConfigureAwait(false);
            }
        }

        IReadOnlyCollection<TableSchema> tables = [.. wanted.Values.Select(table => table.Sent)];
        if (_destination is null && tables.Count > 0)
            tables = await RefuseWithoutRightsAsync(tables, failed, cancellation).ConfigureAwait(false);
        return [.. tables.Select(table => wanted[table.Name])];
    }

    // How rows are identified and how they are loaded must match.
    private void RefuseMode(TableSchema table, TableSelection selection)
    {
        if (selection.Mode == ReadMode.Full || (_options.Mode is null && _options.BadValues == BadValues.Refuse))
            return;
        throw new TableRefusedException(
            table.Name, $"-Read {selection.Mode} determines how rows are loaded and verified.", "Leave out -Mode and -BadValue.");
    }

    private static async Task<IReadOnlyList<ChunkedTable>> AddEachAsync<T>(
        RunExporter run,
        IEnumerable<T> wanted,
        Func<ContabyxException, Task> failed,
        Func<RunExporter, T, Task<ChunkedTable?>> add,
        Func<T, TableSchema> tableOf)
    {
        var left = new List<ChunkedTable>();
        foreach (var item in wanted)
        {
            try
            {
                if (await add(run, item).ConfigureAwait(false) is { } rest)
                    left.Add(rest);
            }
            catch (ContabyxException e)
            {
                await run.RefuseAsync(tableOf(item), LoadMode.Replace, e).ConfigureAwait(false);
                await failed(e).ConfigureAwait(false);
            }
        }

        return left;
    }

    // The next piece of every table that has one, as a separate run.
    private async Task<(IReadOnlyList<ContabyxFile> Files, IReadOnlyList<ChunkedTable> Left)> ExportNextAsync(
        string name,
        ISnapshot snapshot,
        IReadOnlyList<ChunkedTable> tables,
        Func<ContabyxException, Task> failed,
        CancellationToken cancellation)
    {
        var run = _newRun(name);
        var completed = false;
        StagingFolder.Create(_home, run.Run);
        try
        {
            var left = await AddEachAsync(run, tables, failed, AddAsync, table => table.Table).ConfigureAwait(false);
            var files = await run.CompleteAsync(cancellation).ConfigureAwait(false);
            completed = true;
            return (files, left);
        }
        finally
        {
            await run.DisposeAsync().ConfigureAwait(false);
            if (!completed)
                StagingFolder.Delete(_home, run.Run);
        }

        async Task<ChunkedTable?> AddAsync(RunExporter exporter, ChunkedTable table)
        {
            await _selections.AddChunkAsync(exporter, snapshot, table, cancellation).ConfigureAwait(false);
            return table.Rest();
        }
    }

    private void Begin()
    {
        if (_begun || _destination is not null)
            return;
        _begun = true;
        StagingFolder.DeleteAbandoned(_home);
        StagingFolder.Create(_home, _exporter.Run);
    }

    private async Task CatchUpAsync(
        DateOnly before, Func<ContabyxException, Task>? failed, CancellationToken cancellation)
    {
        var waiting = await ReadUnconfirmedAsync(cancellation).ConfigureAwait(false);
        foreach (var earlier in waiting.Where(batch => batch.LastDay < before && !_onTheWay.Contains(batch.Id)))
        {
            _exporter.MergeInstead();
            _notes.Report($"The batch {earlier.Id} never reached the warehouse; it is exported with this run.");
            await _exporter.AddBatchAsync(earlier, failed, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<ContabyxBatch>> ReadUnconfirmedAsync(CancellationToken cancellation)
    {
        var books = Addresses.OpenBooks(_connection, _notes);
        await using (books)
            return await books.ReadUnconfirmedAsync(cancellation).ConfigureAwait(false);
    }
}
