using System.Diagnostics;
using Contabyx.Engine.DuckDb;
using Contabyx.Engine.LocalFiles;
using Contabyx.Engine.Warehouses.Sql;
using DuckDB.NET.Data;

namespace Contabyx.Engine.Warehouses.DuckDb;

/// <summary>The move of one year of the embedded warehouse. The view is replaced in the transaction of the rows.</summary>
/// <param name="sql">Writes the statements.</param>
/// <param name="connection">A separate connection, disposed with this.</param>
/// <param name="locks">Makes it wait for loads of the table; released at the end of each transaction.</param>
/// <param name="notes">Receives each statement; NULL if nobody listens.</param>
internal sealed class DuckDbYearMove(
    DuckDbDatabase database, DuckDbArchiveSql sql, DuckDBConnection connection, TableLocks locks, IProgress<string>? notes) : YearMove(sql)
{
    private readonly DuckDbArchiveSql _sql = sql;
    private DuckDBTransaction? _transaction;

    /// <inheritdoc/>
    public override async Task<long?> UnloadAsync(ArchivedYear year, CancellationToken cancellation)
    {
        var path = DuckDbArchiveSql.FileOf(year);
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        await RunAsync(_sql.Unload(year), cancellation).ConfigureAwait(false);

        // The rows will be deleted from a file that is flushed at each commit, so this one must be on the disk before.
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        file.Flush(flushToDisk: true);
        return null;
    }

    /// <inheritdoc/>
    public override async Task LockAsync(string table, CancellationToken cancellation)
    {
        await locks.TakeAsync(table, cancellation).ConfigureAwait(false);
        _transaction = connection.BeginTransaction();
    }

    /// <inheritdoc/>
    public override Task<TableTotals> ReadTableTotalsAsync(ArchivedYear year, CancellationToken cancellation)
    {
        database.Wide.ReserveMemory(connection, year.Schema);
        return base.ReadTableTotalsAsync(year, cancellation);
    }

    /// <summary>Of this transaction: if the table is altered later, the deletion is refused.</summary>
    public override Task<IReadOnlyList<ColumnSchema>?> ReadColumnsAsync(string table, CancellationToken cancellation) =>
        Task.FromResult(DuckDbCatalog.Read(connection, cancellation, ofWarehouse: true)
            .FirstOrDefault(found => found.Name.Equals(table, StringComparison.OrdinalIgnoreCase))?.Columns);

    /// <inheritdoc/>
    public override async Task<long> ArchiveAsync(ArchivedTable table, ArchivedYear year, CancellationToken cancellation)
    {
        var deleted = await base.ArchiveAsync(table, year, cancellation).ConfigureAwait(false);
        await ReplaceViewAsync(table, cancellation).ConfigureAwait(false);
        return deleted;
    }

    /// <inheritdoc/>
    public override async Task<long> RestoreAsync(ArchivedTable table, ArchivedYear year, CancellationToken cancellation)
    {
        var inserted = await base.RestoreAsync(table, year, cancellation).ConfigureAwait(false);
        await ReplaceViewAsync(table, cancellation).ConfigureAwait(false);
        return inserted;
    }

    /// <summary>Makes the view show what the ledger says in this very transaction.</summary>
    public async Task ReplaceViewAsync(ArchivedTable table, CancellationToken cancellation)
    {
        var years = await ReadAsync(table.Name, cancellation).ConfigureAwait(false);
        foreach (var statement in _sql.CreateViews(table, years))
            await RunAsync(statement, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task CommitAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            await _transaction!.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            await _transaction.DisposeAsync().ConfigureAwait(false);
            _transaction = null;
            locks.Dispose();
        }
        catch (DuckDBException e)
        {
            throw new EmbeddedDatabaseException(database.Address, e);
        }
    }

    /// <summary>Nothing knows of files but the ledger.</summary>
    public override Task ForgetAsync(ArchivedYear year, IReadOnlyList<string> ids, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            if (_transaction is not null)
                await _transaction.DisposeAsync().ConfigureAwait(false);
        }
        catch (DuckDBException)
        {
            // After a fatal error there is nothing left to roll back; closing the connection ends the transaction.
        }
        finally
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            locks.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override Task<long> RunAsync(string statement, CancellationToken cancellation) =>
        Task.FromResult(Told(statement, () => connection.Run(statement, cancellation)));

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<string?[]>> QueryAsync(string query, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string?[]>>(Told(query, () => connection.Query(query, cancellation)));

    private T Told<T>(string statement, Func<T> run)
    {
        var begin = Stopwatch.GetTimestamp();
        var answer = run();
        notes.Statement(statement, Stopwatch.GetElapsedTime(begin));
        return answer;
    }
}
