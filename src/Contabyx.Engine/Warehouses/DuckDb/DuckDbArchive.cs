using Contabyx.Engine.DuckDb;
using Contabyx.Engine.Warehouses.Sql;
using DuckDB.NET.Data;

namespace Contabyx.Engine.Warehouses.DuckDb;

/// <summary>The archive of the embedded warehouse: Parquet files in the bucket's folder, and a view that reads them.</summary>
/// <param name="sql">Writes the statements.</param>
/// <param name="connect">The warehouse's own connection.</param>
/// <param name="notes">Receives each statement; NULL if nobody listens.</param>
internal sealed class DuckDbArchive(
    DuckDbDatabase database, DuckDbArchiveSql sql, Func<CancellationToken, Task<DuckDBConnection>> connect, IProgress<string>? notes)
    : IArchive
{
    /// <inheritdoc/>
    public string Identity => database.Address;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ArchivedYear>> ReadAsync(CancellationToken cancellation)
    {
        if (!database.Exists)
            return [];
        var connection = await connect(cancellation).ConfigureAwait(false);
        if (connection.Query(sql.HasLedger, cancellation).Count == 0)
            return [];
        return [.. connection.Query(sql.ReadLedger(null), cancellation).Select(ArchiveSql.ParseYear)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ReadAttemptsAsync(string table, int year, CancellationToken cancellation)
    {
        var connection = await connect(cancellation).ConfigureAwait(false);
        return !DuckDbCatalog.Has(connection, ArchiveSql.AttemptsTable, cancellation)
            || !DuckDbCatalog.Has(connection, ArchiveSql.LedgerTable, cancellation) ? []
            : [.. connection.Query(sql.ReadAttempts(table, year), cancellation).Select(row => row[0]!)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ProblemsOf(TableSchema table) =>
        [.. table.Columns.Where(column => column.IsSuper).Select(column => $"{column.Name} is parsed JSON, whose text cannot be proven")];

    /// <inheritdoc/>
    public Task CheckAsync(TableSchema table, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<string?> FindOtherViewAsync(ArchivedTable table, CancellationToken cancellation)
    {
        var connection = await connect(cancellation).ConfigureAwait(false);
        return connection.Query(sql.HasView(table), cancellation) is [var found, ..] ? found[0] : null;
    }

    /// <inheritdoc/>
    public async Task<bool> IsViewCurrentAsync(ArchivedTable table, CancellationToken cancellation)
    {
        var connection = await connect(cancellation).ConfigureAwait(false);
        return connection.Query(sql.IsViewCurrent(table, table.Years), cancellation).Count > 0;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<(int Year, long Rows)>> CountYearsAsync(
        TableSchema table, string column, int before, CancellationToken cancellation)
    {
        var connection = await connect(cancellation).ConfigureAwait(false);
        return ArchiveSql.ParseYears(connection.Query(sql.CountYears(table, column, before), cancellation));
    }

    /// <inheritdoc/>
    public ArchivedYear Plan(ArchivedTable table, int year, string id, string location) =>
        new(table.Schema with { Key = [] }, table.Column, year, id) { Location = location, View = table.View };

    /// <inheritdoc/>
    public IReadOnlyList<string> PrepareStatements(ArchivedTable table) =>
        [sql.CreateLedger, sql.CreateAttempts, .. sql.CreateViews(table, table.Years)];

    /// <inheritdoc/>
    public IReadOnlyList<string> ArchiveStatements(ArchivedTable table, ArchivedYear year) =>
    [
        "BEGIN",
        sql.ReadLedger(year.Table),
        sql.ReadAttempts(year.Table, year.Year),
        sql.BeginAttempt(year, year.ArchivedAt),
        "COMMIT",
        sql.Unload(year),
        "BEGIN",
        sql.ReadLedger(year.Table),
        .. sql.TableTotals(year),
        .. sql.ArchivedTotals(year),
        sql.Delete(year),
        sql.Record(year),
        sql.EndAttempt(year.Id),
        .. sql.CreateViews(table, [.. table.Years, year]),
        "COMMIT",
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> RestoreStatements(ArchivedTable table, ArchivedYear year) =>
    [
        "BEGIN",
        sql.ReadLedger(year.Table),
        .. sql.TableTotals(year),
        .. sql.ArchivedTotals(year),
        sql.BringBack(year),
        sql.Forget(year),
        sql.BeginAttempt(year, DateTimeOffset.UtcNow),
        .. sql.CreateViews(table, [.. table.Years.Where(other => other.Id != year.Id)]),
        .. sql.TableTotals(year),
        "COMMIT",
    ];

    /// <inheritdoc/>
    public async Task PrepareAsync(ArchivedTable table, CancellationToken cancellation)
    {
        var connection = await connect(cancellation).ConfigureAwait(false);
        connection.Run(sql.CreateLedger, cancellation);
        connection.Run(sql.CreateAttempts, cancellation);
        if (await IsViewCurrentAsync(table, cancellation).ConfigureAwait(false))
            return;

        // Under the lock: another one may just be archiving a year that the view must show.
        var move = await OpenMoveAsync(cancellation).ConfigureAwait(false);
        await using (move)
        {
            await move.LockAsync(table.Name, cancellation).ConfigureAwait(false);
            await move.ReplaceViewAsync(table, cancellation).ConfigureAwait(false);
            await move.CommitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<IYearMove> OpenAsync(CancellationToken cancellation) => await OpenMoveAsync(cancellation).ConfigureAwait(false);

    private async Task<DuckDbYearMove> OpenMoveAsync(CancellationToken cancellation)
    {
        await connect(cancellation).ConfigureAwait(false);
        return new DuckDbYearMove(
            database, sql, await database.ConnectAsync(cancellation).ConfigureAwait(false), new TableLocks(database.Path, notes), notes);
    }
}
