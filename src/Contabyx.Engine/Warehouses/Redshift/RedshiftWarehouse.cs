using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Fitting;
using Contabyx.Engine.Sql;
using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>Amazon Redshift, provisioned or Serverless.</summary>
internal sealed class RedshiftWarehouse : IWarehouse
{
    /// <summary>How the address begins.</summary>
    public const string Scheme = "redshift";

    /// <summary>The port of Amazon Redshift.</summary>
    public const int DefaultPort = 5439;

    /// <summary>
    /// Files read in parallel if the number of slices cannot be queried, as on Serverless: a multiple of what small
    /// workgroups have, so that larger ones are not idle either.
    /// </summary>
    public const int ServerlessSlices = 16;

    private static readonly SqlFile Queries = SqlFile.Load("redshift/catalog.sql");

    private readonly ServerAddress _address;
    private readonly RedshiftSessions _sessions;
    private readonly WarehouseSettings _settings;
    private readonly RedshiftWords _words;
    private readonly RedshiftLoadSql _sql;
    private readonly RedshiftArchiveSql _archiveSql;
    private readonly RedshiftDdl _ddl;
    private readonly RedshiftCopy _copy;
    private readonly string _bucket;
    private readonly BucketSettings _bucketSettings;
    private readonly RedshiftCatalog _catalog;
    private readonly IProgress<string>? _notes;

    /// <summary>The pauses while a view does not have its rows yet.</summary>
    public IReadOnlyList<TimeSpan> ViewPauses { get; init; } = RedshiftLoadTransaction.ViewPauses;

    /// <summary>Creates the warehouse; nothing is sent yet.</summary>
    /// <param name="connection">Where it is, and the bucket that COPY reads.</param>
    /// <param name="login">Gives the user and the password.</param>
    /// <param name="notes">Receives the number of statements sent; NULL if nobody listens.</param>
    /// <param name="waits">Whether to wait for it if it is asleep.</param>
    /// <exception cref="ContabyxException">An address or a setting cannot be used.</exception>
    public RedshiftWarehouse(ContabyxConnection connection, ILogin login, IProgress<string>? notes = null, bool waits = true)
    {
        _notes = notes;
        _address = ServerAddress.Parse(connection.Warehouse, Scheme, DefaultPort);
        _settings = connection.WarehouseSettings;
        _sessions = new RedshiftSessions(_address, login, notes, waits);
        _words = new RedshiftWords(_settings.Schema);
        _sql = new RedshiftLoadSql(_settings.Schema);
        _archiveSql = new RedshiftArchiveSql(_settings.Schema, _sql);
        _ddl = new RedshiftDdl(_words);
        _catalog = new RedshiftCatalog(_settings.Schema, _words, QueryAsync);
        (_bucket, _bucketSettings) = (connection.Bucket, connection.BucketSettings);
        _copy = new RedshiftCopy(_settings, connection.Bucket, connection.BucketSettings, _address.Host);
    }

    /// <inheritdoc/>
    public string Address => _address.ToString();

    /// <summary>
    /// COPY loads an empty field of any type but CHAR and VARCHAR as NULL ("Data conversion parameters", EMPTYASNULL, Amazon
    /// Redshift Database Developer Guide).
    /// </summary>
    public bool DistinguishesEmptyBinary => false;

    /// <inheritdoc/>
    public bool CanRead(string bucket) => bucket.StartsWith(S3Address.Start, StringComparison.Ordinal);

    /// <inheritdoc/>
    public int UsualSlices => ServerlessSlices;

    /// <inheritdoc/>
    public async Task<int> CountSlicesAsync(CancellationToken cancellation)
    {
        try
        {
            var rows = await QueryAsync(Queries.Statement("slices"), cancellation).ConfigureAwait(false);
            return (int)Math.Clamp(SqlText.ParseNumber(rows[0][0]) ?? ServerlessSlices, 1, 1024);
        }
        catch (WarehouseException)
        {
            return ServerlessSlices;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> PlanHistoryAsync(CancellationToken cancellation) =>
        await Rights.HasHistoryAsync(cancellation).ConfigureAwait(false) ? [] : [_sql.CreateHistory];

    /// <inheritdoc/>
    public async Task InitializeAsync(CancellationToken cancellation)
    {
        // CREATE TABLE IF NOT EXISTS may need the privilege CREATE even where there is nothing to create, so look first.
        foreach (var statement in await PlanHistoryAsync(cancellation).ConfigureAwait(false))
        {
            try
            {
                await RunAsync(statement, cancellation).ConfigureAwait(false);
            }
            catch (WarehouseException)
            {
                // Somebody else may have created it at the same moment, because IF NOT EXISTS does not wait. Otherwise it
                // fails again.
                await RunAsync(statement, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> PlanSchemaAsync(CancellationToken cancellation) =>
        await Rights.HasSchemaAsync(cancellation).ConfigureAwait(false)
            ? [] : [Queries.Statement("create-schema", ("name", SqlText.Identifier(_settings.Schema)))];

    /// <inheritdoc/>
    public async Task CreateSchemaAsync(CancellationToken cancellation)
    {
        foreach (var statement in await PlanSchemaAsync(cancellation).ConfigureAwait(false))
            await RunAsync(statement, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, WarehouseException>> FindMissingAsync(
        IReadOnlyCollection<LoadNeeds> loads, CancellationToken cancellation) => Rights.FindMissingAsync(loads, cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> PlanTableAsync(
        TableSchema table, TableLayout layout, CancellationToken cancellation)
    {
        if (RedshiftLimits.Problems(table) is { Count: > 0 } problems)
            throw SchemaConflictException.BeyondLimits(table.Name, Address, problems);
        if (await _catalog.ReadColumnsAsync(table.Name, cancellation).ConfigureAwait(false) is not { } found)
            return [_ddl.Create(table, layout), .. _ddl.Comments(table)];
        var fit = TableFit.Of(table, found);
        if (fit.Widened.Count > 0)
            fit = TableFit.Of(table, (await _catalog.AddObstaclesAsync([found], cancellation).ConfigureAwait(false))[0]);
        return fit.Conflicts.Count == 0
            ? _ddl.Alter(found, fit)
            : throw new SchemaConflictException(table.Name, Address, fit.Conflicts);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> PrepareTableAsync(
        TableSchema table, TableLayout layout, CancellationToken cancellation)
    {
        var statements = await PlanTableAsync(table, layout, cancellation).ConfigureAwait(false);
        try
        {
            await RunAllAsync(statements, cancellation).ConfigureAwait(false);
            return statements;
        }
        catch (WarehouseException) when (statements.Count > 0)
        {
            // Somebody else may have altered it at the same moment. Otherwise it fails again.
            statements = await PlanTableAsync(table, layout, cancellation).ConfigureAwait(false);
            await RunAllAsync(statements, cancellation).ConfigureAwait(false);
            return statements;
        }
    }

    /// <inheritdoc/>
    public async Task<TableSchema?> ReadTableAsync(string table, CancellationToken cancellation)
    {
        var found = await _catalog.ReadColumnsAsync(table, cancellation).ConfigureAwait(false);
        return found is null ? null : found with { Key = await _catalog.ReadKeyAsync(table, cancellation).ConfigureAwait(false) };
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<TableSchema>> ReadTablesAsync(
        IReadOnlyCollection<string> tables, CancellationToken cancellation) => _catalog.ReadAsync(tables, cancellation);

    /// <inheritdoc/>
    public IReadOnlyList<string> ProblemsOf(TableSchema table) => RedshiftLimits.Problems(table);

    /// <inheritdoc/>
    public IReadOnlyList<string> LoadStatements(TableLoad load, LoadRecord record) =>
    [
        _sql.FindEarlier(load),
        .. load.IsUnchanged ? Array.Empty<string>() :
        [
            _sql.CreateStage(load),
            Redactor.Redact(_sql.Copy(load, _copy.ForReview, _copy.Region, _copy.Options)),
        ],
        "BEGIN",
        _sql.LockHistory,
        _sql.FindEarlier(load),
        .. load.IsUnchanged ? Array.Empty<string>() : [.. _sql.StagedTotals(load), .. _sql.Apply(load, record), _archiveSql.HasLedger],
        .. _sql.Confirm(load),
        _sql.Record(record),
        "COMMIT",
    ];

    /// <inheritdoc/>
    public async Task<ILoadTransaction> BeginAsync(CancellationToken cancellation)
    {
        var session = await _sessions.OpenAsync(cancellation).ConfigureAwait(false);
        return new RedshiftLoadTransaction(
            Address, _sql, _archiveSql, _copy, session, _sessions.OpenAsync, RedshiftRights.GrantLock(_settings.Schema, session.User),
            ViewPauses);
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
        var figures = new List<string?>();
        foreach (var query in _sql.TableTotals(table, range))
            figures.AddRange((await QueryAsync(query, cancellation).ConfigureAwait(false))[0]);
        return LoadSql.ParseTotals(table, figures);
    }

    /// <inheritdoc/>
    public async Task AddWatermarksAsync(CancellationToken cancellation)
    {
        foreach (var column in await MissingWatermarksAsync(cancellation).ConfigureAwait(false))
            await RunAsync(_sql.AddWatermark(column), cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LoadRecord>> ReadWatermarksAsync(string table, int limit, CancellationToken cancellation)
    {
        if ((await MissingWatermarksAsync(cancellation).ConfigureAwait(false)).Any())
            return [];
        var rows = await QueryAsync(_sql.ReadWatermarks(table, limit), cancellation).ConfigureAwait(false);
        return [.. rows.Select(LoadSql.ParseRecord)];
    }

    /// <inheritdoc/>
    public async Task<(long Rows, KeyRange? Keys)> ReadSpanAsync(
        TableSchema table, string? deletedAt, CancellationToken cancellation) =>
        LoadSql.ParseSpan((await QueryAsync(_sql.Buckets.Span(table, deletedAt), cancellation).ConfigureAwait(false))[0]);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<int, BucketTotals>> ReadBucketsAsync(
        TableSchema table, KeyBuckets buckets, string? deletedAt, CancellationToken cancellation) =>
        BucketSql.Parse(await QueryAsync(_sql.Buckets.Count(table, buckets, deletedAt), cancellation).ConfigureAwait(false));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string?[]>> ReadRowsAsync(
        TableSchema table, KeyBuckets buckets, IReadOnlyList<int> wanted, CancellationToken cancellation)
    {
        var rows = await QueryAsync(_sql.Buckets.Rows(table, buckets, wanted), cancellation).ConfigureAwait(false);
        return [.. rows.Select(row => CsvTimes.Shorten(table, row))];
    }

    /// <inheritdoc/>
    public string TextType => "VARCHAR";

    /// <inheritdoc/>
    public string QuoteTable(string name) => _words.Table(name);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string?[]>> QueryAsync(string sql, CancellationToken cancellation) =>
        _sessions.QueryAsync(sql, cancellation);

    /// <inheritdoc/>
    public IReadOnlyList<string> AfterLoadStatements(string table, IReadOnlyList<Grantee> readers)
    {
        (string, string)[] names = [("schema", SqlText.Identifier(_settings.Schema)), ("table", _words.Table(table))];
        return
        [
            .. readers.SelectMany(reader => new[] { "grant-usage", "grant-select" }.Select(name =>
                Queries.Statement(name, [.. names, ("reader", Spell(reader))]))),
            Queries.Statement("analyze", names),
        ];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<FailedStep>> RunAfterLoadAsync(
        string table, IReadOnlyList<Grantee> readers, CancellationToken cancellation)
    {
        var failed = new List<FailedStep>();
        ConnectionException? lost = null;
        foreach (var statement in AfterLoadStatements(table, readers))
        {
            try
            {
                if (lost is null)
                    await RunAsync(statement, cancellation).ConfigureAwait(false);
                else
                    failed.Add(new FailedStep(statement, lost));
            }
            catch (ContabyxException e)
            {
                lost = e as ConnectionException;
                failed.Add(new FailedStep(statement, e));
            }
        }

        return failed;
    }

    /// <inheritdoc/>
    public IArchive Archive => new RedshiftArchive(
        _address, _settings.Schema, _sessions, _archiveSql, _copy,
        _bucketSettings.Encryption == BucketEncryption.Kms ? _bucketSettings.KmsKey : null, _catalog);

    /// <inheritdoc/>
    public IAsyncEnumerable<ContabyxCheck> CheckAsync(CancellationToken cancellation) =>
        new RedshiftChecks(
            _address, _settings, _words, Queries, Rights,
            new RedshiftProbe(_address.Database, _bucket, _bucketSettings, _settings, _sql, _copy),
            _sessions.OpenAsync).RunAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _sessions.DisposeAsync();

    private static string Spell(Grantee reader) =>
        reader.Name.Length == 0 ? reader.Kind : $"{reader.Kind} {SqlText.Identifier(reader.Name)}".TrimStart();

    private async Task<IReadOnlyList<LoadRecord>> QueryHistoryAsync(string sql, CancellationToken cancellation)
    {
        if (!await Rights.HasHistoryAsync(cancellation).ConfigureAwait(false))
            return [];
        return [.. (await QueryAsync(sql, cancellation).ConfigureAwait(false)).Select(LoadSql.ParseRecord)];
    }

    private async Task<IEnumerable<string>> MissingWatermarksAsync(CancellationToken cancellation)
    {
        var history = await _catalog.ReadColumnsAsync(LoadSql.HistoryTable, cancellation).ConfigureAwait(false);
        var columns = history?.Columns.Select(column => column.Name) ?? [];
        return LoadSql.WatermarkColumns.Except(columns, StringComparer.OrdinalIgnoreCase);
    }

    private RedshiftRights Rights => new(this, _settings.Schema, _words, Queries);

    // No load fails because of a comment.
    private async Task RunAllAsync(IEnumerable<string> statements, CancellationToken cancellation)
    {
        foreach (var statement in statements)
        {
            try
            {
                await RunAsync(statement, cancellation).ConfigureAwait(false);
            }
            catch (WarehouseException e) when (SqlText.IsComment(statement))
            {
                _notes?.Report($"A comment of the source could not be set: {statement}. {e.Message}");
            }
        }
    }

    private Task RunAsync(string statement, CancellationToken cancellation) => _sessions.RunAsync(statement, cancellation);
}
