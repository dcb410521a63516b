namespace Contabyx.Engine;

/// <summary>
/// One transaction of Amazon Redshift, on a session of its own. Files are copied into a temporary table before it
/// begins, so that tables load side by side. Then it locks the load history, which makes loads apply one after the other.
/// </summary>
/// <remarks>
/// A transaction's snapshot is taken by its first SELECT, DML or DDL, and LOCK is none of these ("Isolation levels in
/// Amazon Redshift", Database Developer Guide): what it reads behind LOCK is what all loads before it have committed.
/// LOCK makes the reads of all other sessions wait, too ("LOCK"), so nobody else is asked while it is held.
/// </remarks>
internal sealed class RedshiftLoadTransaction : LoadTransaction
{
    private readonly RedshiftLoadSql _sql;
    private readonly RedshiftCopy _copy;
    private readonly RedshiftSession _session;
    private readonly Func<string, CancellationToken, Task<IReadOnlyList<string?[]>>> _queryOutside;
    private bool _begun;

    /// <summary>Makes the transaction; it begins with <see cref="LockAsync"/>.</summary>
    /// <param name="warehouse">The warehouse's address.</param>
    /// <param name="sql">Writes the statements.</param>
    /// <param name="copy">How COPY reads the bucket.</param>
    /// <param name="session">A session of its own, disposed with this.</param>
    /// <param name="queryOutside">Runs a query in another session, outside any transaction.</param>
    public RedshiftLoadTransaction(
        string warehouse,
        RedshiftLoadSql sql,
        RedshiftCopy copy,
        RedshiftSession session,
        Func<string, CancellationToken, Task<IReadOnlyList<string?[]>>> queryOutside)
        : base(warehouse, sql)
    {
        _sql = sql;
        _copy = copy;
        _session = session;
        _queryOutside = queryOutside;
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
        await BeginAsync(cancellation).ConfigureAwait(false);
        return await FindEarlierAsync(load, cancellation).ConfigureAwait(false);
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
        if (_session.IsOpen)
            await RunAsync("ROLLBACK", CancellationToken.None).ConfigureAwait(false);
    }

    // The views of load errors are read in another session, since the failure has ended this one. COPY names the view in
    // its message when it wrote something there; of a failure of access it does not.
    private async Task<WarehouseException> ExplainAsync(
        TableLoad load, WarehouseException failure, CancellationToken cancellation)
    {
        if (!failure.Message.Contains("load_error", StringComparison.OrdinalIgnoreCase))
            return failure;
        try
        {
            var rows = await _queryOutside(_sql.LoadErrors(load.Run, _session.ProcessId), cancellation).ConfigureAwait(false);
            return rows.Count == 0 ? failure : RedshiftLoadError.Describe(Warehouse, rows[0], failure);
        }
        catch (ContabyxException)
        {
            return failure; // What COPY itself said is better than nothing.
        }
    }
}
