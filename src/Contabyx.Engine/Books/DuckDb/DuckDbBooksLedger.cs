using System.Globalization;
using Contabyx.Engine.DuckDb;
using Contabyx.Engine.Runs;
using Contabyx.Engine.Sql;
using DuckDB.NET.Data;

namespace Contabyx.Engine.Books.DuckDb;

/// <summary>
/// Books in a DuckDB file. The parameters that define them, and the batches that were written, are in two tables whose names
/// begin with <c>contabyx_</c>.
/// </summary>
internal sealed class DuckDbBooksLedger : IBooksLedger
{
    private const string RunAgain = "Nothing was written. Run the same command again.";

    private static readonly SqlFile Sql = SqlFile.Load("duckdb/books.sql");

    private readonly DuckDbDatabase _database;
    private readonly IReadOnlyList<TableSchema> _books;
    private DuckDBConnection? _connection;

    /// <summary>Creates the ledger; its file is opened at first use, and closed when this is disposed.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="books">The books' tables, in the order in which they are created.</param>
    /// <param name="notes">Receives a note when another process makes it wait; NULL if nobody listens.</param>
    /// <param name="megabytes">The size of its buffers; NULL for the usual one.</param>
    public DuckDbBooksLedger(
        string path, IReadOnlyList<TableSchema> books, IProgress<string>? notes = null, int? megabytes = null)
    {
        var settings = DuckDbSettings.Of(megabytes, 48) with { PreserveOrder = true };
        _database = new DuckDbDatabase(path, settings, notes);
        _books = books;
    }

    /// <inheritdoc/>
    public string Address => _database.Address;

    /// <inheritdoc/>
    public IReadOnlyList<string> InitializeStatements =>
        [Sql.Statement("create-state"), Sql.Statement("create-batches"), .. _books.SelectMany(DuckDbDdl.Create)];

    /// <inheritdoc/>
    public async Task InitializeAsync(CancellationToken cancellation)
    {
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        var present = DuckDbCatalog.Read(connection, cancellation).Select(table => table.Name);
        var missing = _books.ExceptBy(present, table => table.Name, StringComparer.OrdinalIgnoreCase);
        using (var transaction = connection.BeginTransaction())
        {
            connection.Run(Sql.Statement("create-state"), cancellation);
            connection.Run(Sql.Statement("create-batches"), cancellation);

            // Otherwise a table without the comment that names its key would never get one.
            foreach (var statement in missing.SelectMany(DuckDbDdl.Create))
                connection.Run(statement, cancellation);
            transaction.Commit();
        }
    }

    /// <inheritdoc/>
    public async Task<SourceTables> ReadTablesAsync(CancellationToken cancellation)
    {
        var names = _database.Exists
            ? (await ConnectAsync(cancellation).ConfigureAwait(false)).Query(Sql.Statement("names"), cancellation) : [];
        return SourceTables.Of([.. names.Select(row => row[0]!)], _books.Select(table => table.Name));
    }

    /// <inheritdoc/>
    public async Task<BooksState?> ReadBooksAsync(CancellationToken cancellation)
    {
        if (!_database.Exists)
            return null;
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        var hasState = connection.Query(Sql.Statement("has-state"), cancellation)[0][0] != "0";
        return hasState ? ReadState(connection, cancellation) : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ContabyxBatch>> ReadUnconfirmedAsync(CancellationToken cancellation)
    {
        var connection = _database.Exists ? await ConnectAsync(cancellation).ConfigureAwait(false) : null;
        if (connection is null || connection.Query(Sql.Statement("has-state"), cancellation)[0][0] == "0")
            return [];
        var rows = connection.Query(Sql.Statement("read-unconfirmed"), cancellation);
        return [.. rows.Select(row => RunJson.ReadBatch(row[0]!))];
    }

    /// <inheritdoc/>
    public async Task<ContabyxBatch> WriteBatchAsync(
        BooksState? before, BooksState after, IBatchRows rows, bool wait, CancellationToken cancellation)
    {
        await ConnectInitializedAsync(cancellation).ConfigureAwait(false);
        using var connection = await _database.ConnectAsync(cancellation).ConfigureAwait(false);
        using var transaction = connection.BeginTransaction();
        try
        {
            if (ReadState(connection, cancellation) is var found && found != before)
                throw BooksConflictException.Continued(Address, before?.NextDay, found?.NextDay);
            WriteState(connection, after, cancellation);
            WriteRows(connection, rows, cancellation);
            var batch = rows.Describe();
            CheckCounts(connection, batch, cancellation);
            connection.Run(
                Sql.Statement(
                    "insert-batch",
                    ("batch_id", SqlText.Literal(batch.Id)),
                    ("batch", SqlText.Literal(RunJson.Write(batch))),
                    ("written_at", SqlText.Moment(DateTimeOffset.UtcNow))),
                cancellation);
            transaction.Commit();
            return batch;
        }
        catch (Exception e) when (e is DuckDBException or EmbeddedDatabaseException)
        {
            throw new SourceException(Address, e.Message, RunAgain, e);
        }
    }

    /// <inheritdoc/>
    public async Task ConfirmAsync(IReadOnlyCollection<string> batches, CancellationToken cancellation)
    {
        if (batches.Count == 0 || !_database.Exists)
            return;
        var connection = await ConnectInitializedAsync(cancellation).ConfigureAwait(false);
        connection.Run(
            Sql.Statement(
                "confirm",
                ("confirmed_at", SqlText.Moment(DateTimeOffset.UtcNow)),
                ("batch_ids", SqlText.Literals(batches))),
            cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        return ValueTask.CompletedTask;
    }

    // This one stays open as long as the ledger, so that the database is opened and closed once.
    private async Task<DuckDBConnection> ConnectAsync(CancellationToken cancellation) =>
        _connection ??= await _database.ConnectAsync(cancellation).ConfigureAwait(false);

    private async Task<DuckDBConnection> ConnectInitializedAsync(CancellationToken cancellation)
    {
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        connection.Run(Sql.Statement("create-state"), cancellation);
        connection.Run(Sql.Statement("create-batches"), cancellation);
        return connection;
    }

    private static BooksState? ReadState(DuckDBConnection connection, CancellationToken cancellation)
    {
        var rows = connection.Query(Sql.Statement("read-state"), cancellation);
        if (rows.Count == 0)
            return null;
        var row = rows[0];
        return new BooksState(
            int.Parse(row[0]!, CultureInfo.InvariantCulture),
            long.Parse(row[1]!, CultureInfo.InvariantCulture),
            DateOnly.ParseExact(row[2]!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            int.Parse(row[3]!, CultureInfo.InvariantCulture),
            int.Parse(row[4]!, CultureInfo.InvariantCulture));
    }

    private static void WriteState(DuckDBConnection connection, BooksState state, CancellationToken cancellation)
    {
        connection.Run(Sql.Statement("delete-state"), cancellation);
        connection.Run(
            Sql.Statement(
                "insert-state",
                ("data_version", SqlText.Number(state.DataVersion)),
                ("seed", SqlText.Number(state.Seed)),
                ("start_day", SqlText.Literal(state.StartDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
                ("rounds_per_day", SqlText.Number(state.RoundsPerDay)),
                ("days", SqlText.Number(state.Days))),
            cancellation);
    }

    private static void WriteRows(DuckDBConnection connection, IBatchRows rows, CancellationToken cancellation)
    {
        DuckDbChunkAppender? appender = null;
        TableSchema? table = null;
        try
        {
            foreach (var block in rows.Read(cancellation))
            {
                if (!ReferenceEquals(block.Table, table))
                {
                    appender?.Complete();
                    appender?.Dispose();
                    appender = new DuckDbChunkAppender(connection, block.Table);
                    table = block.Table;
                }

                appender!.Append(block);
            }

            appender?.Complete();
        }
        finally
        {
            appender?.Dispose();
        }
    }

    private void CheckCounts(DuckDBConnection connection, ContabyxBatch batch, CancellationToken cancellation)
    {
        foreach (var table in batch.Tables.Where(table => table.Rows > 0))
        {
            var schema = _books.Single(books => books.Name == table.Table);
            var count = Sql.Statement(
                "count-range",
                ("table", SqlText.Identifier(table.Table)),
                ("key", SqlText.Identifier(schema.Key[0])),
                ("first", SqlText.Number(table.Range.First)),
                ("last", SqlText.Number(table.Range.Last)));
            var found = long.Parse(connection.Query(count, cancellation)[0][0]!, CultureInfo.InvariantCulture);
            if (found != table.Rows)
                throw new SourceException(Address, $"{table.Table} received {found} rows instead of {table.Rows}.", RunAgain);
        }
    }
}
