using System.Diagnostics;
using System.Globalization;
using MySqlConnector;

namespace Contabyx.Engine;

/// <summary>
/// A MySQL or MariaDB database. It keeps its own bookkeeping of batches in two tables whose names begin with
/// <c>contabyx_</c>.
/// </summary>
/// <param name="address">Where it is.</param>
/// <param name="settings">How rows are taken from it.</param>
/// <param name="books">The books' tables, in the order in which they are written.</param>
/// <param name="notes">Told of what a user may want to know; NULL for nobody.</param>
internal sealed class MySqlSource(
    ServerAddress address, SourceSettings settings, IReadOnlyList<TableSchema> books, IProgress<string>? notes) : ISource
{
    private const string RolledBack = "The batch was rolled back.";
    private const int MostReaders = 4;

    private readonly MySqlConnections _connections = new(address, settings.Password);
    private MySqlConnection? _connection;

    /// <inheritdoc/>
    public string Address { get; } = address.ToString();

    /// <inheritdoc/>
    public IReadOnlyList<string> InitializeStatements => books.Contains(BooksSchema.LegacyEntries)
        ? [.. MySqlBooks.Script(address.Database), MySqlBooks.CreateLegacyEntries(address.Database)]
        : MySqlBooks.Script(address.Database);

    /// <inheritdoc/>
    public async Task InitializeAsync(CancellationToken cancellation)
    {
        // The database may not exist yet, and this user may not be allowed to create one that does.
        var connection = await _connections.OpenAsync(cancellation, toDatabase: false).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var there = await connection.QueryAsync(
                "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = @name",
                cancellation,
                ("@name", address.Database)).ConfigureAwait(false);
            await TryAsync(
                async () =>
                {
                    foreach (var statement in InitializeStatements.Skip(there[0][0] == "0" ? 0 : 1))
                        await connection.RunAsync(statement, cancellation).ConfigureAwait(false);
                    return true;
                },
                "What was created before stays.",
                cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableSchema>> ReadSchemaAsync(CancellationToken cancellation) =>
        [.. (await ReadCatalogAsync(cancellation).ConfigureAwait(false)).Select(table => table.Schema)];

    /// <inheritdoc/>
    public async Task<SourceTables> ReadTablesAsync(CancellationToken cancellation)
    {
        var names = await WhereThereAsync(connection => MySqlBooks.ReadNamesAsync(connection, cancellation), cancellation)
            .ConfigureAwait(false);
        return SourceTables.Of([.. names ?? []], books.Select(table => table.Name));
    }

    /// <inheritdoc/>
    public Task<BooksState?> ReadBooksAsync(CancellationToken cancellation) =>
        WhereThereAsync(connection => MySqlBooks.ReadAsync(connection, cancellation), cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ContabyxBatch>> ReadUnconfirmedAsync(CancellationToken cancellation)
    {
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        return await TryAsync(() => MySqlBooks.ReadUnconfirmedAsync(connection, cancellation), "", cancellation)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<ContabyxBatch> WriteBatchAsync(
        BooksState? before, BooksState after, IBatchRows rows, bool wait, CancellationToken cancellation)
    {
        var connection = await _connections.OpenAsync(cancellation, sendsRows: true).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return await TryAsync(
                () => WriteAsync(connection, before, after, rows, wait, cancellation), RolledBack, cancellation)
                .ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task ConfirmAsync(IReadOnlyCollection<string> batches, CancellationToken cancellation)
    {
        if (batches.Count == 0)
            return;
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        await TryAsync(
            async () =>
            {
                await MySqlBooks.ConfirmAsync(connection, batches, cancellation).ConfigureAwait(false);
                return true;
            },
            "",
            cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<TableSchema> MeasureAsync(TableSchema table, CancellationToken cancellation)
    {
        var tables = await ReadCatalogAsync(cancellation).ConfigureAwait(false);
        var found = tables.FirstOrDefault(found => found.Schema.Name == table.Name)
            ?? throw new TableNotFoundException(table.Name, Address, tables.Select(found => found.Schema.Name));
        var measured = found.Columns.Zip(found.Schema.Columns)
            .Where(pair => pair.Second is { Refusal: null, Type.Storage: ColumnStorage.Bytes }).ToList();
        if (measured.Count == 0)
            return table;
        var longest = measured.Select(pair => LongestOf(pair.First, pair.Second.Type, found.IsMariaDb));
        var sql = $"SELECT {string.Join(", ", longest)} FROM {MySqlName.Quote(table.Name)}";
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        using var watch = MySqlLockWatch.Begin(_connections, [connection], table.Name, notes);
        var rows = await TryAsync(() => connection.QueryAsync(sql, cancellation), "", cancellation).ConfigureAwait(false);
        return MeasuredLengths.Apply(table, measured.Zip(rows[0]).ToDictionary(
            pair => pair.First.Second.Name,
            pair => pair.Second is { } length ? long.Parse(length, CultureInfo.InvariantCulture) : (long?)null));
    }

    /// <inheritdoc/>
    public string TextType => "CHAR";

    /// <inheritdoc/>
    public string QuoteTable(string name) => MySqlName.Quote(name);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string?[]>> QueryAsync(string sql, CancellationToken cancellation)
    {
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        var rows = await TryAsync(() => connection.QueryAsync(sql, cancellation), "", cancellation).ConfigureAwait(false);
        var warned = await TryAsync(() => MySqlWarnings.ReadAsync(connection, cancellation), "", cancellation).ConfigureAwait(false);
        return warned is { } warning
            ? throw new SourceException(Address, Redactor.Redact(warning), "The result is not used. Mend what the server says.")
            : rows;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SourceObject>> ReadOthersAsync(CancellationToken cancellation)
    {
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        return await TryAsync(() => MySqlCatalog.ReadOthersAsync(connection, cancellation), "", cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ContabyxCheck> CheckAsync(CancellationToken cancellation) =>
        new MySqlChecks(_connections).RunAsync(cancellation);

    /// <inheritdoc/>
    public async Task<ISnapshot> OpenSnapshotAsync(CancellationToken cancellation)
    {
        var tables = await ReadCatalogAsync(cancellation).ConfigureAwait(false);
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        await TryAsync(
            async () =>
            {
                await MySqlSession.RefuseRecoveryAsync(connection, address, cancellation).ConfigureAwait(false);
                return true;
            },
            "",
            cancellation).ConfigureAwait(false);
        var readers = settings.Readers ?? Math.Min(Environment.ProcessorCount, MostReaders);
        var view = await MySqlView.OpenAsync(
            _connections, tables.Count == 0 ? 1 : readers, [.. tables.Select(table => table.Schema.Name)], cancellation)
            .ConfigureAwait(false);
        return new MySqlSnapshot(_connections, view, tables, settings.ZeroDates, notes);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;

    // NULL where the database does not exist yet.
    private async Task<T?> WhereThereAsync<T>(Func<MySqlConnection, Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
            return await TryAsync(() => read(connection), "", cancellation).ConfigureAwait(false);
        }
        catch (ConnectionException e)
            when (e.InnerException is MySqlException { ErrorCode: MySqlErrorCode.UnknownDatabase })
        {
            return default;
        }
    }

    private async Task<ContabyxBatch> WriteAsync(
        MySqlConnection connection,
        BooksState? before,
        BooksState after,
        IBatchRows rows,
        bool wait,
        CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        if (!await MySqlBooks.LockAsync(connection, address.Database, wait, cancellation).ConfigureAwait(false))
            throw new BusyException(Address, clock.Elapsed);
        var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            if (await MySqlBooks.ReadAsync(connection, cancellation).ConfigureAwait(false) is var state
                && state != before)
            {
                throw BooksConflictException.Meanwhile(Address, before?.NextDay, state?.NextDay);
            }

            await MySqlBooks.WriteAsync(connection, after, cancellation).ConfigureAwait(false);
            var written = await new MySqlBatchWriter(connection, Address, notes).WriteAsync(rows, cancellation)
                .ConfigureAwait(false);
            var batch = rows.Describe();
            foreach (var table in batch.Tables.Where(table => written.GetValueOrDefault(table.Table) != table.Rows))
            {
                var found = written.GetValueOrDefault(table.Table);
                throw new SourceException(Address, $"{table.Table} got {found} rows of {table.Rows}.", RolledBack);
            }

            await MySqlBooks.AddAsync(connection, batch, cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            await MySqlBooks.UnlockAsync(connection).ConfigureAwait(false);
            return batch;
        }
    }

    // A value that the server does not hand out, since it is longer than max_allowed_packet, counts as the longest there is.
    private static string LongestOf(MySqlColumn column, ColumnType type, bool isMariaDb)
    {
        var (name, value) = (MySqlName.Quote(column.Name), MySqlExpressions.Of(column, type, isMariaDb));
        var emptied = column.DataType == "json" ? $" OR LENGTH({value}) = 0" : "";
        return $"MAX(CASE WHEN {name} IS NOT NULL AND ({value} IS NULL{emptied}) THEN {int.MaxValue} ELSE OCTET_LENGTH({value}) END)";
    }

    private async Task<IReadOnlyList<MySqlTable>> ReadCatalogAsync(CancellationToken cancellation)
    {
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        return await TryAsync(
            () => MySqlCatalog.ReadAsync(connection, books, settings.TinyIntAsBoolean, cancellation), "", cancellation)
            .ConfigureAwait(false);
    }

    // This one stays open as long as the source; a connection that broke is made anew.
    private async Task<MySqlConnection> ConnectAsync(CancellationToken cancellation)
    {
        if (_connection is { State: System.Data.ConnectionState.Open })
            return _connection;
        if (_connection is not null)
            await _connection.DisposeAsync().ConfigureAwait(false);
        return _connection = await _connections.OpenAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<T> TryAsync<T>(Func<Task<T>> work, string outcome, CancellationToken cancellation)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (MySqlErrors.IsServers(e))
        {
            cancellation.ThrowIfCancellationRequested();
            throw MySqlErrors.Source(address, e, outcome);
        }
    }
}
