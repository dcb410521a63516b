using Contabyx.Engine.Sql;
using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>
/// The move of one year of Amazon Redshift, on its own session. LOCK comes first in the transaction, so that everything after it sees
/// what all earlier loads have committed: see <see cref="RedshiftLoadTransaction"/>.
/// </summary>
/// <param name="session">A separate session, disposed with this.</param>
/// <param name="sql">Writes the statements.</param>
/// <param name="copy">How the bucket is written.</param>
/// <param name="kmsKey">The key of AWS KMS; NULL for the bucket's own encryption.</param>
/// <param name="catalog">Reads the columns of tables on other sessions.</param>
internal sealed class RedshiftYearMove(
    RedshiftSession session, RedshiftArchiveSql sql, RedshiftCopy copy, string? kmsKey, RedshiftCatalog catalog) : YearMove(sql)
{
    private static readonly TimeSpan RollbackLimit = TimeSpan.FromSeconds(1);

    private readonly RedshiftArchiveSql _sql = sql;
    private bool _begun;

    /// <inheritdoc/>
    public override async Task<long?> UnloadAsync(ArchivedYear year, CancellationToken cancellation)
    {
        var credentials = await copy.CredentialsAsync(cancellation).ConfigureAwait(false);
        await RunAsync(_sql.Unload(year, credentials, copy.Region, kmsKey), cancellation).ConfigureAwait(false);
        var count = await QueryAsync(_sql.LastUnloadCount, cancellation).ConfigureAwait(false);
        await RunAsync(_sql.AddPartition(year), cancellation).ConfigureAwait(false);
        return SqlText.ParseNumber(count[0][0]);
    }

    /// <inheritdoc/>
    public override async Task LockAsync(string table, CancellationToken cancellation)
    {
        await RunAsync("BEGIN", cancellation).ConfigureAwait(false);
        _begun = true;
        try
        {
            await RunAsync(_sql.Lock, cancellation).ConfigureAwait(false);
        }
        catch (WarehouseException e) when (RedshiftErrors.IsOfRights(e))
        {
            throw new WarehouseException(
                e.Target!, "the user may not lock the load history: " + e.InnerException!.Message,
                _sql.GrantLock(session.User) + " Then run the same command again.", e);
        }
    }

    /// <summary>
    /// On another session, which sees what is committed by now. From the totals until the end of this transaction nobody alters the
    /// table, because that needs a lock that conflicts with reading.
    /// </summary>
    public override async Task<IReadOnlyList<ColumnSchema>?> ReadColumnsAsync(string table, CancellationToken cancellation) =>
        (await catalog.ReadColumnsAsync(table, cancellation).ConfigureAwait(false))?.Columns;

    /// <summary>
    /// Another one may have replaced the view since it was prepared, without the external table of this year.
    /// </summary>
    public override async Task<long> ArchiveAsync(ArchivedTable table, ArchivedYear year, CancellationToken cancellation)
    {
        var view = await QueryAsync(_sql.HasView(table.View), cancellation).ConfigureAwait(false);
        if (view.Count == 0 || view[0][1]?.Contains(year.ExternalTable, StringComparison.OrdinalIgnoreCase) != true)
            await ReplaceViewAsync(table, year, drops: view.Count > 0, cancellation).ConfigureAwait(false);
        return await base.ArchiveAsync(table, year, cancellation).ConfigureAwait(false);
    }

    /// <summary>Makes the view over the table, everything that the ledger has of it, and the next year.</summary>
    /// <param name="drops">Whether it is dropped first, because its columns are others now.</param>
    public async Task ReplaceViewAsync(ArchivedTable table, ArchivedYear next, bool drops, CancellationToken cancellation)
    {
        var years = await ReadAsync(table.Name, cancellation).ConfigureAwait(false);
        if (drops)
            await RunAsync(_sql.DropView(table), cancellation).ConfigureAwait(false);
        await RunAsync(_sql.CreateView(table, [.. years, next]), cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task CommitAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await RunAsync("COMMIT", CancellationToken.None).ConfigureAwait(false);
        _begun = false;
    }

    /// <inheritdoc/>
    public override async Task ForgetAsync(ArchivedYear year, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        foreach (var id in ids)
        {
            try
            {
                await RunAsync(_sql.DropPartition(year, id), cancellation).ConfigureAwait(false);
            }
            catch (ContabyxException)
            {
                // It was never added, or is part of another external table. The view does not show it either way.
            }
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            if (_begun && session.IsOpen)
                await RollbackAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is ContabyxException or OperationCanceledException)
        {
            // The connection is lost, and the transaction with it; or it soon will be.
        }
        finally
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override Task<long> RunAsync(string statement, CancellationToken cancellation) => session.RunAsync(statement, cancellation);

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<string?[]>> QueryAsync(string query, CancellationToken cancellation) =>
        session.QueryAsync(query, cancellation);

    private async Task RollbackAsync()
    {
        _begun = false;
        using var limit = new CancellationTokenSource(RollbackLimit);
        await RunAsync("ROLLBACK", limit.Token).ConfigureAwait(false);
    }
}
