using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>
/// Creates the ledger of an archive. Each load asks it which years are archived, so whoever may read the load history gets the right to
/// read the ledger, too.
/// </summary>
/// <param name="warehouse">The warehouse's address.</param>
/// <param name="sessions">Opens sessions.</param>
/// <param name="sql">Writes the statements.</param>
internal sealed class RedshiftLedger(string warehouse, RedshiftSessions sessions, RedshiftArchiveSql sql)
{
    /// <summary>Creates it if it is missing.</summary>
    /// <exception cref="WarehouseException">It is there, and this user may not write it.</exception>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        if (await sessions.QueryAsync(sql.HasLedger, cancellation).ConfigureAwait(false) is [var found, ..])
            sql.CheckLedger(warehouse, found, writes: true);
        else
            await sessions.RunAsync(sql.CreateLedger, cancellation).ConfigureAwait(false);
        await ShareAsync(cancellation).ConfigureAwait(false);
    }

    private async Task ShareAsync(CancellationToken cancellation)
    {
        var already = await ReadAsync(sql.Readers(ArchiveSql.LedgerTable), cancellation).ConfigureAwait(false);
        var readers = (await ReadAsync(sql.Readers(LoadSql.HistoryTable), cancellation).ConfigureAwait(false))
            .Union(await ReadAsync(sql.Owner(LoadSql.HistoryTable), cancellation).ConfigureAwait(false));
        foreach (var (name, kind) in readers.Except(already))
        {
            try
            {
                await sessions.RunAsync(sql.ShareLedger(name, kind), cancellation).ConfigureAwait(false);
            }
            catch (WarehouseException)
            {
                // Somebody else owns it, or cannot be named here. A load that may not read it names the right that is missing.
            }
        }
    }

    // Not every user sees who may do what, and a cluster in several Availability Zones has no SVV views.
    private async Task<IReadOnlyList<(string Name, string Kind)>> ReadAsync(string query, CancellationToken cancellation)
    {
        try
        {
            return [.. (await sessions.QueryAsync(query, cancellation).ConfigureAwait(false)).Select(row => (row[0]!, row[1]!))];
        }
        catch (WarehouseException)
        {
            return [];
        }
    }
}
