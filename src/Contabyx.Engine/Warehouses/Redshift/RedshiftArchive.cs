using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>The archive of Amazon Redshift: Parquet files in S3, external tables that show them, and a view over both.</summary>
/// <param name="address">The warehouse's address.</param>
/// <param name="schema">The schema of the tables.</param>
/// <param name="sessions">Opens sessions.</param>
/// <param name="sql">Writes the statements.</param>
/// <param name="copy">How the bucket is read and written.</param>
/// <param name="kmsKey">The key of AWS KMS; NULL for the bucket's own encryption.</param>
/// <param name="catalog">Reads the columns of tables.</param>
internal sealed class RedshiftArchive(
    ServerAddress address,
    string schema,
    RedshiftSessions sessions,
    RedshiftArchiveSql sql,
    RedshiftCopy copy,
    string? kmsKey,
    RedshiftCatalog catalog) : IArchive
{
    /// <inheritdoc/>
    public string Identity => $"{address.Host}:{address.Port}/{address.Database}/{RedshiftWords.Fold(schema)}";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ArchivedYear>> ReadAsync(CancellationToken cancellation)
    {
        if (await sessions.QueryAsync(sql.HasLedger, cancellation).ConfigureAwait(false) is not [var found, ..])
            return [];
        sql.CheckLedger(address.ToString(), found, writes: false);
        return [.. (await sessions.QueryAsync(sql.ReadLedger(null), cancellation).ConfigureAwait(false)).Select(ArchiveSql.ParseYear)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ReadAttemptsAsync(string table, int year, CancellationToken cancellation)
    {
        if (await sessions.QueryAsync(sql.HasAttempts, cancellation).ConfigureAwait(false) is not [var found, ..]
            || await sessions.QueryAsync(sql.HasLedger, cancellation).ConfigureAwait(false) is not [_, ..])
            return [];
        sql.CheckAttempts(address.ToString(), found);
        return [.. (await sessions.QueryAsync(sql.ReadAttempts(table, year), cancellation).ConfigureAwait(false)).Select(row => row[0]!)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ProblemsOf(TableSchema table) => [.. ArchivedTypes.Problems(table)];

    /// <inheritdoc/>
    public async Task CheckAsync(TableSchema table, CancellationToken cancellation)
    {
        if (copy.FarRegion is { } far)
        {
            throw new ArchiveException(
                table.Name, $"the bucket is in {far}, and a cluster reads archived years only in its own Region.",
                "Use a bucket in the Region of the cluster.");
        }

        if (await new HiddenRows(sql, sessions.QueryAsync).FindAsync(table.Name, cancellation).ConfigureAwait(false) is { } hidden)
        {
            throw new ArchiveException(
                table.Name, $"{hidden}, and the archive would keep only what this user sees.",
                "Detach the policy, archive, and attach it again. No policy follows rows into the archive.");
        }
    }

    /// <summary>The view of a table's archive asks the ledger for this table, whoever made it.</summary>
    public async Task<string?> FindOtherViewAsync(ArchivedTable table, CancellationToken cancellation)
    {
        var found = await sessions.QueryAsync(sql.HasView(table.View), cancellation).ConfigureAwait(false);
        return found.Count == 0 || sql.IsViewOf(table, found[0][1]) ? null
            : found[0][0] == "v" ? "a view" : "a table";
    }

    /// <inheritdoc/>
    public async Task<bool> IsViewCurrentAsync(ArchivedTable table, CancellationToken cancellation) =>
        await sessions.QueryAsync(sql.HasView(table.View), cancellation).ConfigureAwait(false) is [var found, ..]
        && sql.IsViewCurrent(table, Shown(table), found[1]);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<(int Year, long Rows)>> CountYearsAsync(
        TableSchema table, string column, int before, CancellationToken cancellation) =>
        ArchiveSql.ParseYears(await sessions.QueryAsync(sql.CountYears(table, column, before), cancellation).ConfigureAwait(false));

    /// <inheritdoc/>
    public ArchivedYear Plan(ArchivedTable table, int year, string id, string location) =>
        new(table.Schema with { Key = [] }, table.Column, year, id)
        {
            Location = location,
            View = table.View,
            ExternalSchema = table.ExternalSchema,
            ExternalTable = ExternalNames.Of(table.Schema, table.Location),
        };

    /// <inheritdoc/>
    public IReadOnlyList<string> PrepareStatements(ArchivedTable table) =>
    [
        sql.CreateLedger,
        sql.CreateAttempts,
        sql.CreateSchema(table.ExternalSchema, CatalogRole),
        sql.CreateExternal(table),
        sql.CreateView(table, Shown(table)),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> ArchiveStatements(ArchivedTable table, ArchivedYear year) =>
    [
        "BEGIN",
        sql.Lock,
        sql.ReadLedger(year.Table),
        sql.ReadAttempts(year.Table, year.Year),
        sql.BeginAttempt(year, year.ArchivedAt),
        "COMMIT",
        Redactor.Redact(sql.Unload(year, copy.ForReview, copy.Region, kmsKey)),
        sql.LastUnloadCount,
        sql.AddPartition(year),
        "BEGIN",
        sql.Lock,
        sql.ReadLedger(year.Table),
        .. sql.TableTotals(year),
        .. sql.ArchivedTotals(year),
        sql.Delete(year),
        sql.Record(year),
        sql.EndAttempt(year.Id),
        "COMMIT",
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> RestoreStatements(ArchivedTable table, ArchivedYear year) =>
    [
        "BEGIN",
        sql.Lock,
        sql.ReadLedger(year.Table),
        .. sql.TableTotals(year),
        .. sql.ArchivedTotals(year),
        sql.BringBack(year),
        sql.Forget(year),
        sql.BeginAttempt(year, DateTimeOffset.UtcNow),
        .. sql.TableTotals(year),
        "COMMIT",
    ];

    /// <inheritdoc/>
    public async Task PrepareAsync(ArchivedTable table, CancellationToken cancellation)
    {
        await new RedshiftLedger(address.ToString(), sessions, sql).CreateAsync(cancellation).ConfigureAwait(false);
        await sessions.RunAsync(sql.CreateAttempts, cancellation).ConfigureAwait(false);
        if ((await sessions.QueryAsync(sql.HasSchema(table.ExternalSchema), cancellation).ConfigureAwait(false)).Count == 0)
            await sessions.RunAsync(sql.CreateSchema(table.ExternalSchema, CatalogRole), cancellation).ConfigureAwait(false);
        await CreateExternalAsync(table, cancellation).ConfigureAwait(false);
        if (!await IsViewCurrentAsync(table, cancellation).ConfigureAwait(false))
            await CreateViewAsync(table, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IYearMove> OpenAsync(CancellationToken cancellation)
    {
        var session = await sessions.OpenAsync(cancellation).ConfigureAwait(false);
        return new RedshiftYearMove(session, sql, copy, kmsKey, catalog);
    }

    // The catalogue is reached with a role, also where COPY gets keys.
    private CopyCredentials CatalogRole => CopyCredentials.ByRole(copy.Role);

    // The external table that the next year goes to, too.
    private IReadOnlyList<ArchivedYear> Shown(ArchivedTable table) => [.. table.Years, Plan(table, 0, "", table.Location)];

    // There is no IF NOT EXISTS for external tables ("CREATE EXTERNAL TABLE", Amazon Redshift Database Developer Guide).
    private async Task CreateExternalAsync(ArchivedTable table, CancellationToken cancellation)
    {
        var next = Plan(table, 0, "", table.Location);
        if (table.Years.Any(year => year.ExternalSchema == next.ExternalSchema && year.ExternalTable == next.ExternalTable))
            return;
        try
        {
            await sessions.RunAsync(sql.CreateExternal(table), cancellation).ConfigureAwait(false);
        }
        catch (WarehouseException e) when (e.Message.Contains("already exist", StringComparison.OrdinalIgnoreCase)
            || e.Message.Contains("AlreadyExists", StringComparison.OrdinalIgnoreCase))
        {
            // An attempt that was interrupted has made it, or another warehouse, for the same folder and the same columns.
        }
    }

    // Under the lock: another one may just be archiving a year of other columns, which the view must show, too.
    private async Task CreateViewAsync(ArchivedTable table, CancellationToken cancellation)
    {
        try
        {
            await CreateViewAsync(table, drops: false, cancellation).ConfigureAwait(false);
        }
        catch (WarehouseException e) when (RedshiftErrors.IsOfOtherColumns(e))
        {
            // A view can be replaced by one with the same columns only ("CREATE VIEW", Amazon Redshift Database Developer Guide).
            await CreateViewAsync(table, drops: true, cancellation).ConfigureAwait(false);
        }
    }

    private async Task CreateViewAsync(ArchivedTable table, bool drops, CancellationToken cancellation)
    {
        var session = await sessions.OpenAsync(cancellation).ConfigureAwait(false);
        var move = new RedshiftYearMove(session, sql, copy, kmsKey, catalog);
        await using (move)
        {
            await move.LockAsync(table.Name, cancellation).ConfigureAwait(false);
            await move.ReplaceViewAsync(table, Plan(table, 0, "", table.Location), drops, cancellation).ConfigureAwait(false);
            await move.CommitAsync(cancellation).ConfigureAwait(false);
        }
    }
}
