using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>
/// One transaction of Amazon Redshift, on its own session. Files are copied into a temporary table before it
/// begins, so that tables load in parallel. Then it locks the load history, so that loads are applied one by one.
/// </summary>
/// <remarks>
/// A transaction's snapshot is taken by its first SELECT, DML or DDL, and LOCK is not one of these ("Isolation levels in
/// Amazon Redshift", Database Developer Guide): what it reads after LOCK is what all earlier loads have committed.
/// LOCK also makes the reads of all other sessions wait ("LOCK"), so no other session is used while it is held.
/// </remarks>
internal sealed class RedshiftLoadTransaction : LoadTransaction
{
    private static readonly TimeSpan RollbackLimit = TimeSpan.FromSeconds(1);

    private readonly RedshiftLoadSql _sql;
    private readonly RedshiftCopy _copy;
    private readonly RedshiftSession _session;
    private readonly Func<CancellationToken, Task<RedshiftSession>> _open;
    private readonly string _grantLock;
    private bool _begun;

    /// <summary>Creates the transaction; it begins with <see cref="LockAsync"/>.</summary>
    /// <param name="warehouse">The warehouse's address.</param>
    /// <param name="sql">Writes the statements.</param>
    /// <param name="copy">How COPY reads the bucket.</param>
    /// <param name="session">A separate session, disposed with this.</param>
    /// <param name="open">Opens another session.</param>
    /// <param name="grantLock">What an administrator does so that the user may lock the history.</param>
    public RedshiftLoadTransaction(
        string warehouse,
        RedshiftLoadSql sql,
        RedshiftCopy copy,
        RedshiftSession session,
        Func<CancellationToken, Task<RedshiftSession>> open,
        string grantLock)
        : base(warehouse, sql)
    {
        _sql = sql;
        _copy = copy;
        _session = session;
        _open = open;
        _grantLock = grantLock;
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<ContabyxLoadError>> StageAsync(TableLoad load, CancellationToken cancellation)
    {
        await RunAsync(_sql.DropOldStage(load), cancellation).ConfigureAwait(false);
        await RunAsync(_sql.CreateStage(load), cancellation).ConfigureAwait(false);
        var credentials = await _copy.CredentialsAsync(cancellation).ConfigureAwait(false);
        try
        {
            await RunAsync(_sql.Copy(load, credentials, _copy.Region, _copy.Options), cancellation).ConfigureAwait(false);
        }
        catch (WarehouseException e)
        {
            throw await ExplainAsync(load, e, cancellation).ConfigureAwait(false);
        }

        return load.MaxErrors == 0 ? [] : await ReadErrorsAsync(load, _session, cancellation).ConfigureAwait(false);
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
            await RunAsync("COMMIT", cancellation).ConfigureAwait(false);
        _begun = false;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            await RollbackAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is ContabyxException or OperationCanceledException)
        {
            // The connection is lost, and the transaction with it; or it soon will be.
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
        try
        {
            await RunAsync(_sql.LockHistory, cancellation).ConfigureAwait(false);
        }
        catch (WarehouseException e) when (RedshiftErrors.IsOfRights(e))
        {
            throw new WarehouseException(
                Warehouse, "the user may not lock the load history: " + e.InnerException!.Message,
                _grantLock + " Then run the same command again.", e)
            {
                FilesWait = true,
            };
        }
    }

    private async Task RollbackAsync()
    {
        if (!_begun)
            return;
        _begun = false;
        if (!_session.IsOpen)
            return;
        using var limit = new CancellationTokenSource(RollbackLimit);
        await RunAsync("ROLLBACK", limit.Token).ConfigureAwait(false);
    }

    // The failure has ended this session. COPY names the view in its message if it wrote something there, but not for a
    // failure of access. It stops at the first bad row, so the files are read again to find all of them.
    private async Task<WarehouseException> ExplainAsync(
        TableLoad load, WarehouseException failure, CancellationToken cancellation)
    {
        if (!failure.Message.Contains("load_error", StringComparison.OrdinalIgnoreCase))
            return failure;
        try
        {
            var other = await _open(cancellation).ConfigureAwait(false);
            await using (other)
            {
                var errors = await SurveyAsync(load, other, cancellation).ConfigureAwait(false);
                return errors.Count == 0 ? failure : RedshiftLoadError.Describe(Warehouse, errors, failure);
            }
        }
        catch (ContabyxException)
        {
            return failure; // What COPY itself said is better than nothing.
        }
    }

    private async Task<IReadOnlyList<ContabyxLoadError>> SurveyAsync(
        TableLoad load, RedshiftSession session, CancellationToken cancellation)
    {
        await session.RunAsync(_sql.DropOldStage(load), cancellation).ConfigureAwait(false);
        await session.RunAsync(_sql.CreateStage(load), cancellation).ConfigureAwait(false);
        var credentials = await _copy.CredentialsAsync(cancellation).ConfigureAwait(false);
        try
        {
            var survey = _sql.Survey(load, credentials, _copy.Region, _copy.Options);
            await session.RunAsync(survey, cancellation).ConfigureAwait(false);
            return await ReadErrorsAsync(load, session, cancellation).ConfigureAwait(false);
        }
        catch (WarehouseException)
        {
            // There are more bad rows than it may report, or a file cannot be read to its end. That ends this session
            // as well.
            var third = await _open(cancellation).ConfigureAwait(false);
            await using (third)
                return await ReadErrorsAsync(load, third, cancellation, session.ProcessId).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<ContabyxLoadError>> ReadErrorsAsync(
        TableLoad load, RedshiftSession session, CancellationToken cancellation, int? process = null)
    {
        var limit = Math.Max(load.MaxErrors, RedshiftLoadSql.SurveyRows);
        var query = _sql.LoadErrors(process ?? session.ProcessId, limit);
        var rows = await session.QueryAsync(query, cancellation).ConfigureAwait(false);
        return RedshiftLoadError.Read(load, rows);
    }
}
