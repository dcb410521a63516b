using System.Globalization;

namespace Contabyx.Engine.Warehouses.Sql;

/// <summary>
/// The load of tables as every warehouse does it: stage, prove, delete, insert, record in the history. What differs is
/// how statements are written, how they are run, and how the history is locked.
/// </summary>
/// <param name="warehouse">The warehouse's address.</param>
/// <param name="sql">Writes the statements.</param>
/// <param name="archive">Writes the statements about archived years.</param>
internal abstract class LoadTransaction(string warehouse, LoadSql sql, ArchiveSql archive) : ILoadTransaction
{
    /// <summary>The warehouse's address.</summary>
    protected string Warehouse { get; } = warehouse;

    /// <inheritdoc/>
    public virtual async Task<LoadRecord?> FindEarlierAsync(TableLoad load, CancellationToken cancellation)
    {
        var rows = await QueryAsync(sql.FindEarlier(load), cancellation).ConfigureAwait(false);
        if (EarlierLoad.Choose(rows.Select(LoadSql.ParseRecord), load) is not { } earlier)
            return null;

        // Rows that somebody deleted by hand are not there, whatever the history says.
        var gone = earlier.Rows > 0
            && !await OverlapsAsync(load, earlier.FirstKey, earlier.LastKey, cancellation).ConfigureAwait(false);
        return gone && !await Guard.HasAllAsync(load, earlier, cancellation).ConfigureAwait(false) ? null : earlier;
    }

    /// <inheritdoc/>
    public abstract Task<IReadOnlyList<ContabyxLoadError>> StageAsync(TableLoad load, CancellationToken cancellation);

    /// <inheritdoc/>
    public abstract Task<LoadRecord?> LockAsync(TableLoad load, CancellationToken cancellation);

    /// <inheritdoc/>
    public Task<TableTotals> ReadStagedTotalsAsync(TableLoad load, CancellationToken cancellation) =>
        ReadTotalsAsync(load.Table, sql.StagedTotals(load), cancellation);

    /// <inheritdoc/>
    public virtual Task<TableTotals> ReadTableTotalsAsync(TableLoad load, KeyRange? range, CancellationToken cancellation)
    {
        var queries = range is null && load.Sync?.DeletedAtColumn is { } deletedAt
            ? sql.LiveTotals(load.Table, deletedAt)
            : sql.TableTotals(load.Table, range);
        return ReadTotalsAsync(load.Table, queries, cancellation);
    }

    /// <inheritdoc/>
    public async Task<string?> ReadWatermarkAsync(TableLoad load, CancellationToken cancellation) =>
        (await QueryAsync(sql.Watermark(load), cancellation).ConfigureAwait(false))[0][0];

    /// <inheritdoc/>
    public async Task<long> ApplyAsync(TableLoad load, TableTotals staged, bool force, CancellationToken cancellation)
    {
        if (load.Mode == LoadMode.Merge && load.Table.Key.Count == 0)
        {
            throw new WarehouseException(
                Warehouse, $"{load.Table.Name} has no key to merge by.", "Load with -Mode Append or -Mode Replace.");
        }

        if (load.Mode != LoadMode.Append && !force)
            await RefuseOlderAsync(load, staged, cancellation).ConfigureAwait(false);
        if (load.IsUnchanged)
            return 0;
        if (load.Mode == LoadMode.Replace)
            await RunAsync(sql.ReplaceDelete(load), cancellation).ConfigureAwait(false);
        else if (load.Mode == LoadMode.Differences)
            await ReplaceBucketsAsync(load, cancellation).ConfigureAwait(false);
        else if (load.Table.Key.Count > 0
            && await OverlapsAsync(load, staged.FirstKey, staged.LastKey, cancellation).ConfigureAwait(false))
            await MakeRoomAsync(load, cancellation).ConfigureAwait(false);
        var inserted = await RunAsync(sql.Insert(load), cancellation).ConfigureAwait(false);
        await RunAsync(sql.DropStage(load), cancellation).ConfigureAwait(false);
        await Guard.CheckAsync(load, cancellation).ConfigureAwait(false);
        return inserted;
    }

    /// <inheritdoc/>
    public Task RecordAsync(LoadRecord record, CancellationToken cancellation) =>
        RunAsync(sql.Record(record), cancellation);

    /// <inheritdoc/>
    public abstract Task CommitAsync(CancellationToken cancellation);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Runs a statement and returns the number of rows it changed.</summary>
    protected abstract Task<long> RunAsync(string statement, CancellationToken cancellation);

    /// <summary>Runs a query and returns all its rows, each value as invariant text.</summary>
    protected abstract Task<IReadOnlyList<string?[]>> QueryAsync(string query, CancellationToken cancellation);

    /// <summary>Runs a query that sees what was committed until now, though the transaction may have begun before.</summary>
    protected virtual Task<IReadOnlyList<string?[]>> QueryNowAsync(string query, CancellationToken cancellation) =>
        QueryAsync(query, cancellation);

    private ArchiveGuard Guard => new(Warehouse, archive, QueryAsync, QueryNowAsync);

    private async Task ReplaceBucketsAsync(TableLoad load, CancellationToken cancellation)
    {
        if (load.Sync!.Deletes == DeletedRows.Delete)
        {
            await RunAsync(sql.Buckets.Delete(load), cancellation).ConfigureAwait(false);
            return;
        }

        await RunAsync(sql.MergeDelete(load), cancellation).ConfigureAwait(false);
        if (load.Sync.Deletes == DeletedRows.Mark)
            await RunAsync(sql.Buckets.Mark(load), cancellation).ConfigureAwait(false);
    }

    private async Task<TableTotals> ReadTotalsAsync(
        TableSchema table, IReadOnlyList<string> queries, CancellationToken cancellation)
    {
        var figures = new List<string?>();
        foreach (var query in queries)
            figures.AddRange((await QueryAsync(query, cancellation).ConfigureAwait(false))[0]);
        return LoadSql.ParseTotals(table, figures);
    }

    private async Task RefuseOlderAsync(TableLoad load, TableTotals staged, CancellationToken cancellation)
    {
        var rows = await QueryAsync(sql.NewerRun(load, staged.FirstKey, staged.LastKey), cancellation).ConfigureAwait(false);
        if (rows[0][0] is { } newer)
        {
            throw new WarehouseException(
                Warehouse,
                $"{load.Table.Name} was loaded by the later run {newer}, and {load.Run} would overwrite its rows with older ones "
                + "(-Force loads them anyway).",
                "Export the table again. Load with -Force if you want the older rows, or if a clock was wrong and they are newer.");
        }
    }

    private async Task MakeRoomAsync(TableLoad load, CancellationToken cancellation)
    {
        if (load.Mode == LoadMode.Merge)
        {
            await RunAsync(sql.MergeDelete(load), cancellation).ConfigureAwait(false);
            return;
        }

        var rows = await QueryAsync(sql.CountMatches(load), cancellation).ConfigureAwait(false);
        if (long.Parse(rows[0][0]!, CultureInfo.InvariantCulture) is > 0 and var twice)
        {
            throw new WarehouseException(
                Warehouse,
                $"{load.Table.Name} already has {twice} of the keys of these rows, so appending would duplicate them.",
                "Load with -Mode Merge, which replaces rows with the same key.");
        }
    }

    // New days never overlap existing rows: then there is nothing to delete, and the join on all keys is skipped.
    private async Task<bool> OverlapsAsync(TableLoad load, long? first, long? last, CancellationToken cancellation)
    {
        var rows = await QueryAsync(sql.Overlap(load, first, last), cancellation).ConfigureAwait(false);
        return long.Parse(rows[0][0]!, CultureInfo.InvariantCulture) > 0;
    }
}
