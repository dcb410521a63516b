namespace Contabyx.Engine.Warehouses.Sql;

/// <summary>The move of one year as every warehouse does it. What differs is how files are written, and what is locked.</summary>
/// <param name="sql">Writes the statements.</param>
internal abstract class YearMove(ArchiveSql sql) : IYearMove
{
    /// <inheritdoc/>
    public abstract Task<long?> UnloadAsync(ArchivedYear year, CancellationToken cancellation);

    /// <inheritdoc/>
    public abstract Task LockAsync(string table, CancellationToken cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ArchivedYear>> ReadAsync(string table, CancellationToken cancellation) =>
        [.. (await QueryAsync(sql.ReadLedger(table), cancellation).ConfigureAwait(false)).Select(ArchiveSql.ParseYear)];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ReadAttemptsAsync(string table, int year, CancellationToken cancellation) =>
        [.. (await QueryAsync(sql.ReadAttempts(table, year), cancellation).ConfigureAwait(false)).Select(row => row[0]!)];

    /// <inheritdoc/>
    public async Task BeginAttemptAsync(ArchivedYear year, IReadOnlyList<string> ended, CancellationToken cancellation)
    {
        foreach (var id in ended)
            await RunAsync(sql.EndAttempt(id), cancellation).ConfigureAwait(false);
        await RunAsync(sql.BeginAttempt(year, DateTimeOffset.UtcNow), cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public virtual Task<TableTotals> ReadTableTotalsAsync(ArchivedYear year, CancellationToken cancellation) =>
        ReadTotalsAsync(year.Schema, sql.TableTotals(year), cancellation);

    /// <inheritdoc/>
    public virtual Task<TableTotals> ReadArchivedTotalsAsync(ArchivedYear year, CancellationToken cancellation) =>
        ReadTotalsAsync(year.Schema, sql.ArchivedTotals(year), cancellation);

    /// <inheritdoc/>
    public abstract Task<IReadOnlyList<ColumnSchema>?> ReadColumnsAsync(string table, CancellationToken cancellation);

    /// <inheritdoc/>
    public virtual async Task<long> ArchiveAsync(ArchivedTable table, ArchivedYear year, CancellationToken cancellation)
    {
        var deleted = await RunAsync(sql.Delete(year), cancellation).ConfigureAwait(false);
        await RunAsync(sql.Record(year), cancellation).ConfigureAwait(false);
        await RunAsync(sql.EndAttempt(year.Id), cancellation).ConfigureAwait(false);
        return deleted;
    }

    /// <inheritdoc/>
    public virtual async Task<long> RestoreAsync(ArchivedTable table, ArchivedYear year, CancellationToken cancellation)
    {
        var inserted = await RunAsync(sql.BringBack(year), cancellation).ConfigureAwait(false);
        await RunAsync(sql.Forget(year), cancellation).ConfigureAwait(false);
        await RunAsync(sql.BeginAttempt(year, DateTimeOffset.UtcNow), cancellation).ConfigureAwait(false);
        return inserted;
    }

    /// <inheritdoc/>
    public abstract Task CommitAsync(CancellationToken cancellation);

    /// <inheritdoc/>
    public abstract Task ForgetAsync(ArchivedYear year, IReadOnlyList<string> ids, CancellationToken cancellation);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Runs a statement and returns the number of rows it changed.</summary>
    protected abstract Task<long> RunAsync(string statement, CancellationToken cancellation);

    /// <summary>Runs a query and returns all its rows, each value as invariant text.</summary>
    protected abstract Task<IReadOnlyList<string?[]>> QueryAsync(string query, CancellationToken cancellation);

    private async Task<TableTotals> ReadTotalsAsync(TableSchema table, IReadOnlyList<string> queries, CancellationToken cancellation)
    {
        var figures = new List<string?>();
        foreach (var query in queries)
            figures.AddRange((await QueryAsync(query, cancellation).ConfigureAwait(false))[0]);
        return LoadSql.ParseTotals(table, figures);
    }
}
