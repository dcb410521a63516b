using System.Globalization;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Contabyx.Engine;

/// <summary>One transaction of the embedded warehouse, on a connection of its own.</summary>
internal sealed class DuckDbLoadTransaction : ILoadTransaction
{
    private readonly string _warehouse;
    private readonly DuckDBConnection _connection;
    private readonly TableLocks _locks;
    private readonly DuckDBTransaction _transaction;

    /// <summary>Begins the transaction.</summary>
    /// <param name="warehouse">The warehouse's address.</param>
    /// <param name="connection">A connection of its own, disposed with this.</param>
    /// <param name="locks">Makes loads of one table wait for each other; released with this.</param>
    public DuckDbLoadTransaction(string warehouse, DuckDBConnection connection, TableLocks locks)
    {
        _warehouse = warehouse;
        _connection = connection;
        _locks = locks;
        _transaction = connection.BeginTransaction();
    }

    /// <inheritdoc/>
    public async Task<LoadRecord?> FindEarlierAsync(TableLoad load, CancellationToken cancellation)
    {
        await _locks.TakeAsync(load.Table.Name, cancellation).ConfigureAwait(false);
        var rows = Query(DuckDbLoadSql.FindEarlier(load), cancellation);
        if (rows.Count == 0)
            return null;
        var earlier = DuckDbLoadSql.ParseRecord(rows[0]);

        // Rows that somebody took away by hand are not there, whatever the history says.
        var gone = earlier.Rows > 0 && !Overlaps(load, earlier.FirstKey, earlier.LastKey, cancellation);
        return gone ? null : earlier;
    }

    /// <inheritdoc/>
    public async Task StageAsync(TableLoad load, CancellationToken cancellation)
    {
        var files = await ManifestFiles.ReadAsync(load.ManifestUri, cancellation).ConfigureAwait(false);
        Run(DuckDbLoadSql.CreateStage(load), cancellation);
        Run(DuckDbLoadSql.Copy(load, files), cancellation);
    }

    /// <inheritdoc/>
    public Task<TableTotals> ReadStagedTotalsAsync(TableLoad load, CancellationToken cancellation)
    {
        var rows = Query(DuckDbLoadSql.Totals(load), cancellation);
        return Task.FromResult(DuckDbLoadSql.ParseTotals(load.Table, rows[0]));
    }

    /// <inheritdoc/>
    public Task<long> ApplyAsync(TableLoad load, TableTotals staged, bool force, CancellationToken cancellation)
    {
        if (load.Mode == LoadMode.Merge && load.Table.Key.Count == 0)
        {
            throw new WarehouseException(
                _warehouse, $"{load.Table.Name} has no key to merge by.", "Load with -Mode Append or -Mode Replace.");
        }

        if (load.Mode != LoadMode.Append && !force)
            RefuseOlder(load, staged, cancellation);
        if (load.Mode == LoadMode.Replace)
            Run(DuckDbLoadSql.ReplaceDelete(load), cancellation);
        else if (load.Table.Key.Count > 0 && Overlaps(load, staged.FirstKey, staged.LastKey, cancellation))
            MakeRoom(load, cancellation);
        var inserted = Run(DuckDbLoadSql.Insert(load), cancellation);
        Run(DuckDbLoadSql.DropStage(load), cancellation);
        return Task.FromResult(inserted);
    }

    /// <inheritdoc/>
    public Task RecordAsync(LoadRecord record, CancellationToken cancellation) =>
        Task.FromResult(Run(DuckDbLoadSql.Record(record), cancellation));

    /// <inheritdoc/>
    public async Task CommitAsync(CancellationToken cancellation)
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
    public async ValueTask DisposeAsync()
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

    private void RefuseOlder(TableLoad load, TableTotals staged, CancellationToken cancellation)
    {
        if (Query(DuckDbLoadSql.NewerRun(load, staged), cancellation)[0][0] is { } newer)
        {
            throw new WarehouseException(
                _warehouse,
                $"{load.Table.Name} was loaded by the later run {newer}, whose rows {load.Run} would overwrite with older ones.",
                "Export the table again, or load with -Force if the older rows are wanted.");
        }
    }

    private void MakeRoom(TableLoad load, CancellationToken cancellation)
    {
        if (load.Mode == LoadMode.Merge)
        {
            Run(DuckDbLoadSql.MergeDelete(load), cancellation);
            return;
        }

        var twice = long.Parse(Query(DuckDbLoadSql.CountMatches(load), cancellation)[0][0]!, CultureInfo.InvariantCulture);
        if (twice > 0)
        {
            throw new WarehouseException(
                _warehouse,
                $"{load.Table.Name} has {twice} of these rows' keys already, so that appending would double them.",
                "Load with -Mode Merge, which replaces rows of the same key.");
        }
    }

    // New days never overlap what is there: then there is nothing to delete, and the join on all keys is saved.
    private bool Overlaps(TableLoad load, long? first, long? last, CancellationToken cancellation)
    {
        var sql = DuckDbLoadSql.Overlap(load, first, last);
        return long.Parse(Query(sql, cancellation)[0][0]!, CultureInfo.InvariantCulture) > 0;
    }

    private long Run(string sql, CancellationToken cancellation)
    {
        try
        {
            return _connection.Run(sql, cancellation);
        }
        catch (EmbeddedDatabaseException e)
        {
            throw Refused(e);
        }
    }

    private List<string?[]> Query(string sql, CancellationToken cancellation)
    {
        try
        {
            return _connection.Query(sql, cancellation);
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
            return e as EmbeddedDatabaseException ?? new EmbeddedDatabaseException(_warehouse, e);
        return Refusal(cause ?? e);
    }

    private WarehouseException Refusal(Exception e) => new(
        _warehouse, e.Message, "Nothing of this table was committed. Mend what the database says and load it again.", e);
}
