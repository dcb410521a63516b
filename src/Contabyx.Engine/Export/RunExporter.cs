using Contabyx.Engine.Files;
using Contabyx.Engine.Runs;
using Contabyx.Engine.Sources;
using Contabyx.Engine.Telemetry;

namespace Contabyx.Engine.Export;

/// <summary>
/// Exports one run: whole tables, or the ranges of rows that batches added. Each table is written to its own set of
/// parts, which grows over the batches; every snapshot is consistent in itself. Disposing without completing deletes
/// what was written.
/// </summary>
internal sealed class RunExporter : IAsyncDisposable
{
    private readonly ISource _source;
    private ExportOptions _options;
    private readonly string _directory;
    private readonly IProgress<ItemProgress> _progress;
    private readonly TargetCheck _target;
    private readonly bool _sendsBadValues;
    private readonly Dictionary<string, TableExport> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RefusedTable> _refused = new(StringComparer.Ordinal);
    private readonly List<string> _batches = [];
    private readonly List<RunTable> _unchanged = [];
    private readonly DateTimeOffset _createdAt = DateTimeOffset.UtcNow;
    private SnapshotLevel _level = SnapshotLevel.Consistent;
    private string? _levelReason;
    private IReadOnlyList<TableSchema>? _schema;

    /// <param name="source">Where rows come from.</param>
    /// <param name="options">How they are written.</param>
    /// <param name="run">The run's name.</param>
    /// <param name="directory">The folder for the files.</param>
    /// <param name="progress">Receives the number of rows written, per table.</param>
    /// <param name="target">Checks whether the warehouse can take a table.</param>
    public RunExporter(
        ISource source,
        ExportOptions options,
        string run,
        string directory,
        IProgress<ItemProgress> progress,
        TargetCheck target)
    {
        _target = target;
        _sendsBadValues = options.BadValues == BadValues.Send;
        _source = source;
        _options = options;
        Run = run;
        _directory = directory;
        _progress = progress;
    }

    /// <summary>The run's name.</summary>
    public string Run { get; }

    /// <summary>The tables that the source has.</summary>
    public async Task<IReadOnlyList<TableSchema>> ReadSchemaAsync(CancellationToken cancellation) =>
        _schema ??= await _source.ReadSchemaAsync(cancellation).ConfigureAwait(false);

    /// <summary>
    /// Makes the run merge, because an earlier run may have loaded some of its rows already: appending would
    /// duplicate them.
    /// </summary>
    public void MergeInstead() => _options = _options with { Mode = LoadMode.Merge };

    /// <summary>
    /// Exports the rows that a batch added. A batch that is already in the run is left out. A table that fails is refused,
    /// for this batch and all that follow; the others continue.
    /// </summary>
    /// <param name="failed">Called for each table that fails; if NULL, the failure ends the export.</param>
    public async Task AddBatchAsync(
        ContabyxBatch batch, Func<ContabyxException, Task>? failed, CancellationToken cancellation)
    {
        if (_batches.Contains(batch.Id))
            return;
        var snapshot = await _source.OpenSnapshotAsync(cancellation).ConfigureAwait(false);
        await using (snapshot)
        {
            foreach (var table in batch.Tables.Where(table => table.Rows > 0 && !_refused.ContainsKey(table.Table)))
            {
                var schema = new TableSchema(table.Table, [], []);
                try
                {
                    schema = await FindAsync(table.Table, cancellation).ConfigureAwait(false);
                    await WriteAsync(snapshot, schema, TableRead.OfBatch(schema, table.Range), cancellation).ConfigureAwait(false);
                    _tables[schema.Name].Prove(batch.Id, table);
                }
                catch (ContabyxException e) when (failed is not null)
                {
                    await RefuseAsync(schema, LoadMode.Merge, e).ConfigureAwait(false);
                    await failed(e).ConfigureAwait(false);
                }
            }
        }

        _batches.Add(batch.Id);
    }

    /// <summary>Exports all rows of a table that belong to the run.</summary>
    /// <param name="read">Which rows.</param>
    /// <returns>The table, so that the caller can add to it.</returns>
    public async Task<TableExport> AddTableAsync(
        ISnapshot snapshot, TableSchema table, TableRead read, CancellationToken cancellation)
    {
        var count = read.Mode == LoadMode.Replace ? await snapshot.CountAsync(table, null, cancellation).ConfigureAwait(false) : read.Count;
        await WriteAsync(snapshot, table, read with { Count = count }, cancellation).ConfigureAwait(false);

        // Nothing is added to it any more, and thousands of tables must not all stay open.
        await _tables[table.Name].CompleteAsync(cancellation).ConfigureAwait(false);
        return _tables[table.Name];
    }

    /// <summary>Discards what was exported of a table, so that it can be added again.</summary>
    public async Task ForgetAsync(TableSchema table)
    {
        if (_tables.Remove(table.Name, out var export))
            await export.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Records a table that is the same in the warehouse and in the source.</summary>
    /// <param name="sync">The totals that the whole table must have.</param>
    /// <param name="yearsLeftOut">The years that the warehouse's archive has; NULL for none.</param>
    public void AddUnchanged(ISnapshot snapshot, TableSchema table, TableSync sync, IReadOnlyList<int>? yearsLeftOut)
    {
        _unchanged.Add(RunTable.WithoutFiles(table, LoadMode.Differences) with { Sync = sync, YearsLeftOut = yearsLeftOut });
        NoteLevel(snapshot);
    }

    /// <summary>Checks whether the warehouse can store a table, before any of it is read.</summary>
    /// <exception cref="SchemaConflictException">It cannot.</exception>
    public Task CheckTargetAsync(TableSchema table, LoadMode mode, CancellationToken cancellation) =>
        _target.LimitsOfAsync(table, mode, cancellation);

    /// <summary>When the run started, in UTC.</summary>
    public DateTimeOffset CreatedAt => _createdAt;

    /// <summary>Removes a table from the run: its load ends as failed.</summary>
    /// <param name="mode">How it would have been loaded.</param>
    /// <param name="error">Why.</param>
    public async Task RefuseAsync(TableSchema table, LoadMode mode, ContabyxException error)
    {
        _refused[table.Name] = new RefusedTable(table.Name, _options.Mode ?? mode, error.Message, error.Advice);
        if (_tables.Remove(table.Name, out var export))
            await export.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Finishes all files.</summary>
    /// <returns>The run: its tables in the order in which they were begun, and the tables that were refused.</returns>
    public async Task<Run> CompleteAsync(CancellationToken cancellation)
    {
        // A batch with a missing table is exported again once the table is fixed.
        var origin = new ExportOrigin(
            _source.Address, _level, _createdAt, _refused.Count == 0 ? [.. _batches] : [], _tables.Count + _unchanged.Count, _levelReason)
        {
            Job = _options.Job,
        };
        var tables = new List<RunTable>();
        foreach (var table in _tables.Values.OrderBy(table => table.Order))
        {
            var written = await table.CompleteAsync(cancellation).ConfigureAwait(false);
            _progress.Report(
                new ItemProgress(table.Schema.Name, written.Totals.Rows, written.Totals.Rows, Completed: true));
            Instruments.Bytes.Add(written.Parts.Sum(part => part.Bytes), new KeyValuePair<string, object?>(TagNames.Operation, "export"));
            tables.Add(Describe(table, written));
        }

        foreach (var table in _tables.Values)
            table.Keep();
        return new Run(Run, origin, [.. tables, .. _unchanged], _refused.Count == 0 ? null : [.. _refused.Values]);
    }

    /// <summary>Deletes what was not completed.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var table in _tables.Values)
            await table.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WriteAsync(
        ISnapshot snapshot, TableSchema schema, TableRead read, CancellationToken cancellation)
    {
        using var operation = Operation.BeginTable("export", Run, schema.Name, _source.Address).With(TagNames.Job, _options.Job);
        try
        {
            operation.Count(await ReadRowsAsync(snapshot, schema, read, cancellation).ConfigureAwait(false), null);
        }
        catch (Exception e) when (operation.Fail(e))
        {
            throw;
        }
    }

    // The number of rows that were read.
    private async Task<long> ReadRowsAsync(
        ISnapshot snapshot, TableSchema schema, TableRead read, CancellationToken cancellation)
    {
        if (schema.Columns.FirstOrDefault(column => column.Refusal is not null) is { } refused)
            throw new ColumnRefusedException(schema.Name, refused.Name, refused.Refusal!);
        if (!_tables.TryGetValue(schema.Name, out var table))
        {
            var actualMode = _options.Mode ?? (schema.Key.Count == 0 && read.Mode == LoadMode.Merge ? LoadMode.Append : read.Mode);
            var target = _sendsBadValues ? await _target.RetypeAsync(schema, cancellation).ConfigureAwait(false) : schema;
            // The books' own tables are what they are: a batch is loaded as far as it goes, and the rest is told there.
            var limits = read.IsOfBatch ? target : await _target.LimitsOfAsync(target, actualMode, cancellation).ConfigureAwait(false);
            var writerOptions = new TableWriterOptions
            {
                Directory = _directory,
                Format = _options.Format,
                Compression = _options.Compression,
                Slices = _options.Slices,
                RefusesEmptyBinary = _options.RefusesEmptyBinary,
                SendsBadValues = _sendsBadValues,
                Limits = limits,
            };
            table = new TableExport(schema, target, actualMode, _tables.Count, writerOptions, _progress);
            _tables.Add(schema.Name, table);
        }

        var before = table.Rows;
        await table.AddAsync(snapshot, read, cancellation).ConfigureAwait(false);
        NoteLevel(snapshot);
        return table.Rows - before;
    }

    private RunTable Describe(TableExport table, WrittenTable written) => new(
        // It is not known here which number or date a text will become.
        _sendsBadValues ? table.Target : written.Extents.Describe(table.Target),
        table.Mode,
        _options.Format,
        RowFormats.Of(_options.Format).CompressionOf(_options.Compression),
        written.NullMarker,
        _sendsBadValues ? TableTotals.OfRows(written.Totals.Rows) : written.Totals,
        [.. written.Parts.Select(part => new RunFile(Path.GetFileName(part.Path), part.Rows, part.Bytes, part.Sha256))])
    {
        Sync = table.Sync,
        YearsLeftOut = table.YearsLeftOut,
    };

    private void NoteLevel(ISnapshot snapshot)
    {
        if (snapshot.Level > _level)
            (_level, _levelReason) = (snapshot.Level, snapshot.LevelReason);
    }

    private async Task<TableSchema> FindAsync(string table, CancellationToken cancellation)
    {
        var schema = await ReadSchemaAsync(cancellation).ConfigureAwait(false);
        return schema.FirstOrDefault(found => found.Name == table)
            ?? throw new TableNotFoundException(table, _source.Address, schema.Select(found => found.Name));
    }
}
