using System.Diagnostics;
using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Sources.MySql;
using Contabyx.Engine.Waits;
using MySqlConnector;

namespace Contabyx.Engine.Books.MySql;

/// <summary>
/// Books in a MySQL or MariaDB database. The parameters that define them, and the batches that were written, are in two
/// tables whose names begin with <c>contabyx_</c>.
/// </summary>
/// <param name="address">Where the database is.</param>
/// <param name="login">Gives the user and the password.</param>
/// <param name="books">The books' tables, in the order in which they are written.</param>
/// <param name="notes">Receives what a user may want to know; NULL if nobody listens.</param>
/// <param name="patience">How long a batch waits for another one, unless it is to wait as long as it takes; NULL for 15 seconds.</param>
internal sealed class MySqlBooksLedger(
    ServerAddress address, ILogin login, IReadOnlyList<TableSchema> books, IProgress<string>? notes, TimeSpan? patience = null)
    : IBooksLedger
{
    // A batch that was stopped holds the lock until the server has undone its rows: 3 to 9 s for a year of books.
    private static readonly TimeSpan Undo = TimeSpan.FromSeconds(15);

    private const string RolledBack = "The batch was rolled back.";

    private const string Busy = "Another batch is being written, or MySQL is still rolling back one that was stopped. "
        + "Run the same command again when it has finished, or use -Wait.";

    private readonly MySqlDatabase _database = new(address, login);

    /// <inheritdoc/>
    public string Address => _database.Address;

    /// <inheritdoc/>
    public IReadOnlyList<string> InitializeStatements => books.Contains(BooksSchema.LegacyEntries)
        ? [.. MySqlBooks.Script(address.Database), MySqlBooks.CreateLegacyEntries(address.Database)]
        : MySqlBooks.Script(address.Database);

    /// <inheritdoc/>
    public async Task InitializeAsync(CancellationToken cancellation)
    {
        // The database may not exist yet, and this user may not be allowed to create one that does.
        var connection = await _database.Connections.OpenAsync(cancellation, toDatabase: false).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var there = await connection.QueryAsync(
                "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = @name",
                cancellation,
                ("@name", address.Database)).ConfigureAwait(false);
            await _database.TryAsync(
                async () =>
                {
                    foreach (var statement in InitializeStatements.Skip(there[0][0] == "0" ? 0 : 1))
                        await connection.RunAsync(statement, cancellation).ConfigureAwait(false);
                },
                "What was already created stays.",
                cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<SourceTables> ReadTablesAsync(CancellationToken cancellation)
    {
        var names = await IfExistsAsync(connection => MySqlBooks.ReadNamesAsync(connection, cancellation), cancellation)
            .ConfigureAwait(false);
        return SourceTables.Of([.. names ?? []], books.Select(table => table.Name));
    }

    /// <inheritdoc/>
    public Task<BooksState?> ReadBooksAsync(CancellationToken cancellation) =>
        IfExistsAsync(connection => MySqlBooks.ReadAsync(connection, cancellation), cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ContabyxBatch>> ReadUnconfirmedAsync(CancellationToken cancellation)
    {
        var connection = await _database.ConnectAsync(cancellation).ConfigureAwait(false);
        return await _database.TryAsync(() => MySqlBooks.ReadUnconfirmedAsync(connection, cancellation), "", cancellation)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<ContabyxBatch> WriteBatchAsync(
        BooksState? before, BooksState after, IBatchRows rows, bool wait, CancellationToken cancellation)
    {
        var connection = await _database.Connections.OpenAsync(cancellation, sendsRows: true).ConfigureAwait(false);
        return await PromptStop.RunAsync(WriteAndCloseAsync, cancellation).ConfigureAwait(false);

        // After a cancellation, the server may need a long time to undo the rows. It does that on its own, and then the
        // session ends.
        async Task<ContabyxBatch> WriteAndCloseAsync(CancellationToken stop)
        {
            await using (connection.ConfigureAwait(false))
            {
                return await _database.TryAsync(
                    () => WriteAsync(connection, before, after, rows, wait, stop), RolledBack, stop).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public async Task ConfirmAsync(IReadOnlyCollection<string> batches, CancellationToken cancellation)
    {
        if (batches.Count == 0)
            return;
        var connection = await _database.ConnectAsync(cancellation).ConfigureAwait(false);
        await _database.TryAsync(
            () => MySqlBooks.ConfirmAsync(connection, batches, cancellation), "", cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    // NULL if the database does not exist yet.
    private async Task<T?> IfExistsAsync<T>(Func<MySqlConnection, Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            var connection = await _database.ConnectAsync(cancellation).ConfigureAwait(false);
            return await _database.TryAsync(() => read(connection), "", cancellation).ConfigureAwait(false);
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
        if (!await MySqlBooks.LockAsync(connection, address.Database, wait ? null : patience ?? Undo, cancellation).ConfigureAwait(false))
            throw new BusyException(Address, clock.Elapsed, advice: Busy);
        var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            if (await MySqlBooks.ReadAsync(connection, cancellation).ConfigureAwait(false) is var state
                && state != before)
            {
                throw BooksConflictException.Continued(Address, before?.NextDay, state?.NextDay);
            }

            await MySqlBooks.WriteAsync(connection, after, cancellation).ConfigureAwait(false);
            var written = await new MySqlBatchWriter(connection, Address, notes).WriteAsync(rows, cancellation)
                .ConfigureAwait(false);
            var batch = rows.Describe();
            foreach (var table in batch.Tables.Where(table => written.GetValueOrDefault(table.Table) != table.Rows))
            {
                var found = written.GetValueOrDefault(table.Table);
                throw new SourceException(Address, $"{table.Table} received {found} rows instead of {table.Rows}.", RolledBack);
            }

            await MySqlBooks.AddAsync(connection, batch, cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            await MySqlBooks.UnlockAsync(connection).ConfigureAwait(false);
            return batch;
        }
    }
}
