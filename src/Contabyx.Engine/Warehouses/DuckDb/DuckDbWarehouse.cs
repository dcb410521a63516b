using System.Runtime.CompilerServices;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.DuckDb;
using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Fitting;
using Contabyx.Engine.Sql;
using Contabyx.Engine.Warehouses.Sql;
using DuckDB.NET.Data;

namespace Contabyx.Engine.Warehouses.DuckDb;

/// <summary>
/// The embedded warehouse: a DuckDB file. It keeps the promises of Amazon Redshift with the same transaction: stage,
/// prove, apply, record in the history, commit.
/// </summary>
internal sealed class DuckDbWarehouse : IWarehouse
{
    private readonly DuckDbLoadSql _sql = new();
    private readonly DuckDbArchiveSql _archiveSql;
    private readonly DuckDbDatabase _database;
    private readonly DuckDbKnownTables _known = new();
    private readonly IProgress<string>? _notes;
    private DuckDBConnection? _connection;

    /// <summary>Creates the warehouse; its file is opened at first use, and closed when this is disposed.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="notes">Receives a note when others make it wait; NULL if nobody listens.</param>
    /// <param name="megabytes">The size of its buffers; NULL for the usual one.</param>
    public DuckDbWarehouse(string path, IProgress<string>? notes = null, int? megabytes = null)
    {
        _notes = notes;
        _archiveSql = new DuckDbArchiveSql(_sql);
        _database = new DuckDbDatabase(path, DuckDbSettings.Of(megabytes, DuckDbSettings.UsualMegabytes), notes);
    }

    /// <inheritdoc/>
    public string Address => _database.Address;

    /// <inheritdoc/>
    public int UsualSlices => new DuckDbSettings().Threads;

    /// <inheritdoc/>
    public Task<int> CountSlicesAsync(CancellationToken cancellation) => Task.FromResult(UsualSlices);

    /// <inheritdoc/>
    public bool CanRead(string bucket) => !bucket.StartsWith(S3Address.Start, StringComparison.Ordinal);

    /// <inheritdoc/>
    public bool DistinguishesEmptyBinary => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> PlanHistoryAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>([_sql.CreateHistory]);

    /// <inheritdoc/>
    public async Task InitializeAsync(CancellationToken cancellation)
    {
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        connection.Run(_sql.CreateHistory, cancellation);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> PlanSchemaAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    /// <inheritdoc/>
    public Task CreateSchemaAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, WarehouseException>> FindMissingAsync(
        IReadOnlyCollection<LoadNeeds> loads, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<string, WarehouseException>>(new Dictionary<string, WarehouseException>());

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> PlanTableAsync(
        TableSchema table, TableLayout layout, CancellationToken cancellation) =>
        Plan(table, await ReadTableAsync(table.Name, cancellation).ConfigureAwait(false));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> PrepareTableAsync(
        TableSchema table, TableLayout layout, CancellationToken cancellation)
    {
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        lock (_known)
        {
            var found = _known.Find(connection, table.Name, cancellation);
            var statements = Plan(table, found);
            if (statements.Count == 0)
                return statements;
            using var transaction = connection.BeginTransaction();
            foreach (var statement in statements)
                connection.Run(statement, cancellation);
            transaction.Commit();
            if (found is null)
                _known.Add(table);
            else
                _known.Forget(table.Name);
            return statements;
        }
    }

    /// <inheritdoc/>
    public async Task<TableSchema?> ReadTableAsync(string table, CancellationToken cancellation)
    {
        if (!_database.Exists)
            return null;
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        lock (_known)
            return _known.Find(connection, table, cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableSchema>> ReadTablesAsync(
        IReadOnlyCollection<string> tables, CancellationToken cancellation)
    {
        if (!_database.Exists)
            return [];
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        var names = tables.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var views = DuckDbCatalog.ReadViews(connection, cancellation)
            .Select(name => new TableSchema(name, [], []) { InsertRefusal = "it is a view in the warehouse, not a table" });
        return [.. DuckDbCatalog.Read(connection, cancellation, ofWarehouse: true).Concat(views)
            .Where(found => names.Contains(found.Name))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ProblemsOf(TableSchema table) => [.. NameLimits.Problems(table)];

    /// <inheritdoc/>
    public IReadOnlyList<string> LoadStatements(TableLoad load, LoadRecord record) =>
    [
        "BEGIN",
        _sql.FindEarlier(load),
        .. load.IsUnchanged ? Array.Empty<string>() :
        [
            _sql.CreateStage(load),
            _sql.Copy(load, [.. load.FileUris.Select(ManifestFiles.PathOf)]),
            .. _sql.StagedTotals(load),
            .. _sql.Apply(load, record),
            _archiveSql.HasLedger,
        ],
        .. _sql.Confirm(load),
        _sql.Record(record),
        "COMMIT",
    ];

    /// <inheritdoc/>
    public async Task<ILoadTransaction> BeginAsync(CancellationToken cancellation)
    {
        await ConnectAsync(cancellation).ConfigureAwait(false);
        var connection = await _database.ConnectAsync(cancellation).ConfigureAwait(false);
        return new DuckDbLoadTransaction(_database, _sql, _archiveSql, connection, new TableLocks(_database.Path, _notes), _notes);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LoadRecord>> ReadHistoryAsync(string? run, CancellationToken cancellation) =>
        QueryHistoryAsync(_sql.ReadHistory(run), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LoadRecord>> ReadHistoryFromAsync(string first, CancellationToken cancellation) =>
        QueryHistoryAsync(_sql.ReadHistoryFrom(first), cancellation);

    /// <inheritdoc/>
    public async Task<TableTotals> ReadTotalsAsync(TableSchema table, KeyRange? range, CancellationToken cancellation)
    {
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        _database.Wide.ReserveMemory(connection, table);
        var figures = _sql.TableTotals(table, range).SelectMany(query => connection.Query(query, cancellation)[0]);
        return LoadSql.ParseTotals(table, [.. figures]);
    }

    /// <inheritdoc/>
    public async Task AddWatermarksAsync(CancellationToken cancellation)
    {
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        if (HasWatermarks(connection, cancellation))
            return;
        foreach (var column in LoadSql.WatermarkColumns)
            connection.Run(_sql.AddWatermark(column), cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LoadRecord>> ReadWatermarksAsync(string table, int limit, CancellationToken cancellation)
    {
        if (!_database.Exists)
            return [];
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        return HasWatermarks(connection, cancellation)
            ? [.. connection.Query(_sql.ReadWatermarks(table, limit), cancellation).Select(LoadSql.ParseRecord)]
            : [];
    }

    /// <inheritdoc/>
    public async Task<(long Rows, KeyRange? Keys)> ReadSpanAsync(
        TableSchema table, string? deletedAt, CancellationToken cancellation)
    {
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        return LoadSql.ParseSpan(connection.Query(_sql.Buckets.Span(table, deletedAt), cancellation)[0]);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<int, BucketTotals>> ReadBucketsAsync(
        TableSchema table, KeyBuckets buckets, string? deletedAt, CancellationToken cancellation)
    {
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        _database.Wide.ReserveMemory(connection, table);
        return BucketSql.Parse(connection.Query(_sql.Buckets.Count(table, buckets, deletedAt), cancellation));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string?[]>> ReadRowsAsync(
        TableSchema table, KeyBuckets buckets, IReadOnlyList<int> wanted, CancellationToken cancellation)
    {
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        var rows = connection.Query(_sql.Buckets.Rows(table, buckets, wanted), cancellation);
        return [.. rows.Select(row => CsvTimes.Shorten(table, row))];
    }

    /// <inheritdoc/>
    public string TextType => "VARCHAR";

    /// <inheritdoc/>
    public string QuoteTable(string name) => SqlText.Identifier(name);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string?[]>> QueryAsync(string sql, CancellationToken cancellation) => _database.Exists
        ? (await ConnectAsync(cancellation).ConfigureAwait(false)).Query(sql, cancellation)
        : throw new WarehouseException(Address, "it does not exist yet.", "Load something first.");

    /// <inheritdoc/>
    public IReadOnlyList<string> AfterLoadStatements(string table, IReadOnlyList<Grantee> readers) => [];

    /// <inheritdoc/>
    public Task<IReadOnlyList<FailedStep>> RunAfterLoadAsync(
        string table, IReadOnlyList<Grantee> readers, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<FailedStep>>([]);

    /// <inheritdoc/>
    public IArchive Archive => new DuckDbArchive(_database, _archiveSql, ConnectAsync, _notes);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ContabyxCheck> CheckAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return await EmbeddedCheck.RunAsync(
            ContabyxTarget.Warehouse, _database, () => ConnectAsync(cancellation)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<IReadOnlyList<LoadRecord>> QueryHistoryAsync(string sql, CancellationToken cancellation)
    {
        if (!_database.Exists)
            return [];
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        if (!DuckDbCatalog.Has(connection, LoadSql.HistoryTable, cancellation))
            return [];
        return [.. connection.Query(sql, cancellation).Select(LoadSql.ParseRecord)];
    }

    private static bool HasWatermarks(DuckDBConnection connection, CancellationToken cancellation) =>
        DuckDbCatalog.HasColumn(connection, LoadSql.HistoryTable, LoadSql.WatermarkColumns[^1], cancellation);

    private IReadOnlyList<string> Plan(TableSchema table, TableSchema? found)
    {
        if (ProblemsOf(table) is { Count: > 0 } problems)
            throw SchemaConflictException.BeyondLimits(table.Name, Address, problems);
        if (found is null)
            return DuckDbDdl.Create(table);
        var fit = TableFit.Of(table, found);
        return fit.Conflicts.Count == 0
            ? DuckDbDdl.Alter(found, fit)
            : throw new SchemaConflictException(found.Name, Address, fit.Conflicts);
    }

    // This one stays open as long as the warehouse, so that the database is opened and closed once.
    private async Task<DuckDBConnection> ConnectAsync(CancellationToken cancellation) =>
        _connection ??= await _database.ConnectAsync(cancellation).ConfigureAwait(false);
}
