namespace Contabyx.Engine;

/// <summary>
/// One transaction of Amazon Redshift, on a session of its own. Files are copied into a temporary table before it
/// begins, so that tables load side by side. Then it locks the load history, which makes loads apply one after the other.
/// </summary>
/// <remarks>
/// A transaction may see the tables as they were before it waited for the lock. So a second session, which always sees
/// what is committed, is asked as well: where both do not know the same loads, the transaction is begun anew.
/// </remarks>
internal sealed class RedshiftLoadTransaction : LoadTransaction
{
    private const int MostBeginnings = 20;

    private readonly RedshiftLoadSql _sql;
    private readonly RedshiftCopy _copy;
    private readonly RedshiftSession _session;
    private readonly Func<string, CancellationToken, Task<IReadOnlyList<string?[]>>> _queryCommitted;
    private bool _begun;

    /// <summary>Makes the transaction; it begins with <see cref="LockAsync"/>.</summary>
    /// <param name="warehouse">The warehouse's address.</param>
    /// <param name="sql">Writes the statements.</param>
    /// <param name="copy">How COPY reads the bucket.</param>
    /// <param name="session">A session of its own, disposed with this.</param>
    /// <param name="queryCommitted">Runs a query in another session, outside any transaction.</param>
    public RedshiftLoadTransaction(
        string warehouse,
        RedshiftLoadSql sql,
        RedshiftCopy copy,
        RedshiftSession session,
        Func<string, CancellationToken, Task<IReadOnlyList<string?[]>>> queryCommitted)
        : base(warehouse, sql)
    {
        _sql = sql;
        _copy = copy;
        _session = session;
        _queryCommitted = queryCommitted;
    }

    /// <inheritdoc/>
    public override async Task StageAsync(TableLoad load, CancellationToken cancellation)
    {
        await RunAsync(_sql.DropOldStage(load), cancellation).ConfigureAwait(false);
        await RunAsync(_sql.CreateStage(load), cancellation).ConfigureAwait(false);
        var credentials = await _copy.CredentialsAsync().ConfigureAwait(false);
        try
        {
            await RunAsync(_sql.Copy(load, credentials, _copy.Region, _copy.Options), cancellation).ConfigureAwait(false);
        }
        catch (WarehouseException e)
        {
            throw await ExplainAsync(load, e, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override async Task<LoadRecord?> LockAsync(TableLoad load, CancellationToken cancellation)
    {
        for (var i = 0; i < MostBeginnings; i++)
        {
            var mayBeginAnew = !_begun;
            await BeginAsync(cancellation).ConfigureAwait(false);
            var seen = await QueryAsync(_sql.CountLoads(load.Table.Name), cancellation).ConfigureAwait(false);
            var committed = await _queryCommitted(_sql.CountLoads(load.Table.Name), cancellation).ConfigureAwait(false);
            if (seen[0][0] == committed[0][0])
                return await FindEarlierAsync(load, cancellation).ConfigureAwait(false);
            if (!mayBeginAnew)
                break;
            await RollbackAsync().ConfigureAwait(false);
        }

        throw new WarehouseException(
            Warehouse, $"other loads of {load.Table.Name} were committed again and again while this one waited.",
            "Nothing of this table was committed. Load it again when fewer loads run.");
    }

    /// <inheritdoc/>
    public override async Task CommitAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_begun)
            await RunAsync("COMMIT", CancellationToken.None).ConfigureAwait(false);
        _begun = false;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            await RollbackAsync().ConfigureAwait(false);
        }
        catch (ContabyxException)
        {
            // The connection is lost, and with it the transaction.
        }
        finally
        {
            await _session.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override Task<long> RunAsync(string statement, CancellationToken cancellation) =>
        _session.RunAsync(statement, cancellation);

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<string?[]>> QueryAsync(string query, CancellationToken cancellation) =>
        _session.QueryAsync(query, cancellation);

    private async Task BeginAsync(CancellationToken cancellation)
    {
        if (_begun)
            return;
        await RunAsync("BEGIN", cancellation).ConfigureAwait(false);
        _begun = true;
        await RunAsync(_sql.LockHistory, cancellation).ConfigureAwait(false);
    }

    private async Task RollbackAsync()
    {
        if (!_begun)
            return;
        _begun = false;
        await RunAsync("ROLLBACK", CancellationToken.None).ConfigureAwait(false);
    }

    // The views of load errors are read outside the transaction, which the failure has ended.
    private async Task<WarehouseException> ExplainAsync(
        TableLoad load, WarehouseException failure, CancellationToken cancellation)
    {
        try
        {
            await RollbackAsync().ConfigureAwait(false);
            var rows = await QueryAsync(_sql.LoadErrors(load.Run), cancellation).ConfigureAwait(false);
            return rows.Count == 0 ? failure : RedshiftLoadError.Describe(Warehouse, rows[0], failure);
        }
        catch (ContabyxException)
        {
            return failure; // What COPY itself said is better than nothing.
        }
    }
}
