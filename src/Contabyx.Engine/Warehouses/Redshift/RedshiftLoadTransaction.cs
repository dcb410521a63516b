using Contabyx.Engine.Sql;
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

    /// <summary>How long to wait for the rows of a view, 15 seconds in all.</summary>
    public static readonly IReadOnlyList<TimeSpan> ViewPauses = [.. ((int[])[1, 2, 4, 8]).Select(seconds => TimeSpan.FromSeconds(seconds))];

    private readonly RedshiftLoadSql _sql;
    private readonly RedshiftCopy _copy;
    private readonly RedshiftSession _session;
    private readonly Func<CancellationToken, Task<RedshiftSession>> _open;
    private readonly string _grantLock;
    private readonly IReadOnlyList<TimeSpan> _viewPauses;
    private bool _begun;

    /// <summary>Creates the transaction; it begins with <see cref="LockAsync"/>.</summary>
    /// <param name="warehouse">The warehouse's address.</param>
    /// <param name="sql">Writes the statements.</param>
    /// <param name="archive">Writes the statements about archived years.</param>
    /// <param name="copy">How COPY reads the bucket.</param>
    /// <param name="session">A separate session, disposed with this.</param>
    /// <param name="open">Opens another session.</param>
    /// <param name="grantLock">What an administrator does so that the user may lock the history.</param>
    /// <param name="viewPauses">The pauses while a view does not have its rows yet.</param>
    public RedshiftLoadTransaction(
        string warehouse,
        RedshiftLoadSql sql,
        RedshiftArchiveSql archive,
        RedshiftCopy copy,
        RedshiftSession session,
        Func<CancellationToken, Task<RedshiftSession>> open,
        string grantLock,
        IReadOnlyList<TimeSpan> viewPauses)
        : base(warehouse, sql, archive)
    {
        _sql = sql;
        _copy = copy;
        _session = session;
        _open = open;
        _grantLock = grantLock;
        _viewPauses = viewPauses;
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

        return load.MaxErrors == 0 ? [] : await ReadLeftOutAsync(load, cancellation).ConfigureAwait(false);
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

    // Every row that was not copied is one that the view tells of, sooner or later. Files that may leave out rows are text,
    // and the rows of text are counted before.
    private async Task<IReadOnlyList<ContabyxLoadError>> ReadLeftOutAsync(TableLoad load, CancellationToken cancellation)
    {
        var copied = await NumberAsync(_session, _sql.LastCopyCount, cancellation).ConfigureAwait(false);
        var missing = load.Rows!.Value - copied;
        if (missing == 0)
            return [];
        var id = await NumberAsync(_session, _sql.SessionId, cancellation).ConfigureAwait(false);
        var errors = await AwaitErrorsAsync(load, _session, id, missing, cancellation).ConfigureAwait(false);
        return RedshiftLoadError.WhyIncomplete(Warehouse, load.Run, errors, missing) is { } unknown ? throw unknown : errors;
    }

    private async Task<IReadOnlyList<ContabyxLoadError>> SurveyAsync(
        TableLoad load, RedshiftSession session, CancellationToken cancellation)
    {
        await session.RunAsync(_sql.DropOldStage(load), cancellation).ConfigureAwait(false);
        await session.RunAsync(_sql.CreateStage(load), cancellation).ConfigureAwait(false);
        var credentials = await _copy.CredentialsAsync(cancellation).ConfigureAwait(false);
        var id = await NumberAsync(session, _sql.SessionId, cancellation).ConfigureAwait(false);
        try
        {
            var survey = _sql.Survey(load, credentials, _copy.Region, _copy.Options);
            await session.RunAsync(survey, cancellation).ConfigureAwait(false);
            return await AwaitErrorsAsync(load, session, id, 1, cancellation).ConfigureAwait(false);
        }
        catch (WarehouseException)
        {
            // There are more bad rows than it may report, or a file cannot be read to its end. That ends this session
            // as well.
            var third = await _open(cancellation).ConfigureAwait(false);
            await using (third)
                return await AwaitErrorsAsync(load, third, id, 1, cancellation).ConfigureAwait(false);
        }
    }

    // The rows of system views may appear a while after their statement has ended.
    private async Task<IReadOnlyList<ContabyxLoadError>> AwaitErrorsAsync(
        TableLoad load, RedshiftSession session, long id, long atLeast, CancellationToken cancellation)
    {
        foreach (var pause in _viewPauses)
        {
            var errors = await ReadErrorsAsync(load, session, id, cancellation).ConfigureAwait(false);
            if (errors.Count >= atLeast)
                return errors;
            await Task.Delay(pause, cancellation).ConfigureAwait(false);
        }

        return await ReadErrorsAsync(load, session, id, cancellation).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<ContabyxLoadError>> ReadErrorsAsync(
        TableLoad load, RedshiftSession session, long id, CancellationToken cancellation)
    {
        var limit = Math.Max(load.MaxErrors, RedshiftLoadSql.SurveyRows);
        var rows = await session.QueryAsync(_sql.LoadErrors(id, limit), cancellation).ConfigureAwait(false);
        return RedshiftLoadError.Read(load, rows);
    }

    private static async Task<long> NumberAsync(RedshiftSession session, string query, CancellationToken cancellation) =>
        SqlText.ParseNumber((await session.QueryAsync(query, cancellation).ConfigureAwait(false))[0][0])!.Value;
}
