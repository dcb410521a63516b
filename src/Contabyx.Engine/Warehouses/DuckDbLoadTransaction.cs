using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Contabyx.Engine;

/// <summary>One transaction of the embedded warehouse, on a connection of its own.</summary>
internal sealed class DuckDbLoadTransaction : LoadTransaction
{
    private readonly DuckDbLoadSql _sql;
    private readonly DuckDBConnection _connection;
    private readonly TableLocks _locks;
    private readonly DuckDBTransaction _transaction;

    /// <summary>Begins the transaction.</summary>
    /// <param name="warehouse">The warehouse's address.</param>
    /// <param name="sql">Writes the statements.</param>
    /// <param name="connection">A connection of its own, disposed with this.</param>
    /// <param name="locks">Makes loads of one table wait for each other; released with this.</param>
    public DuckDbLoadTransaction(string warehouse, DuckDbLoadSql sql, DuckDBConnection connection, TableLocks locks)
        : base(warehouse, sql)
    {
        _sql = sql;
        _connection = connection;
        _locks = locks;
        _transaction = connection.BeginTransaction();
    }

    /// <inheritdoc/>
    public override async Task<LoadRecord?> FindEarlierAsync(TableLoad load, CancellationToken cancellation)
    {
        await _locks.TakeAsync(load.Table.Name, cancellation).ConfigureAwait(false);
        return await base.FindEarlierAsync(load, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task StageAsync(TableLoad load, CancellationToken cancellation)
    {
        var files = await ManifestFiles.ReadAsync(load.ManifestUri, cancellation).ConfigureAwait(false);
        await RunAsync(_sql.CreateStage(load), cancellation).ConfigureAwait(false);
        await RunAsync(_sql.Copy(load, files), cancellation).ConfigureAwait(false);
    }

    /// <summary>The table is locked since it was looked for: nothing can have come meanwhile.</summary>
    public override Task<LoadRecord?> LockAsync(TableLoad load, CancellationToken cancellation) =>
        Task.FromResult<LoadRecord?>(null);

    /// <inheritdoc/>
    public override async Task CommitAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            await _transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (DuckDBException e)
        {
            throw Refused(e);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            await _transaction.DisposeAsync().ConfigureAwait(false);
        }
        catch (DuckDBException)
        {
            // After a fatal error there is nothing left to roll back; closing the connection ends the transaction.
        }
        finally
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
            _locks.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override Task<long> RunAsync(string statement, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult(_connection.Run(statement, cancellation));
        }
        catch (EmbeddedDatabaseException e)
        {
            throw Refused(e);
        }
    }

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<string?[]>> QueryAsync(string query, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult<IReadOnlyList<string?[]>>(_connection.Query(query, cancellation));
        }
        catch (EmbeddedDatabaseException e)
        {
            throw Refused(e);
        }
    }

    // What the machine lacks (memory, disk) is no fault of the table: its files must stay where they wait.
    private ContabyxException Refused(Exception e)
    {
        var cause = e as DuckDBException ?? e.InnerException as DuckDBException;
        if (cause?.ErrorType is DuckDBErrorType.OutOfMemory or DuckDBErrorType.Io or DuckDBErrorType.Fatal)
            return e as EmbeddedDatabaseException ?? new EmbeddedDatabaseException(Warehouse, e);
        return Refusal(cause ?? e);
    }

    private WarehouseException Refusal(Exception e) => new(
        Warehouse, e.Message, "Nothing of this table was committed. Mend what the database says and load it again.", e);
}
