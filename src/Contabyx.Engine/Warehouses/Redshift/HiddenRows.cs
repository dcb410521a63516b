namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>
/// Finds policies that hide values or rows from the user who archives. UNLOAD and the proof would both see what is left, and agree
/// ("Dynamic data masking" and "Row-level security", Amazon Redshift Database Developer Guide).
/// </summary>
/// <param name="sql">Writes the statements.</param>
/// <param name="query">Runs a query.</param>
internal sealed class HiddenRows(
    RedshiftArchiveSql sql, Func<string, CancellationToken, Task<IReadOnlyList<string?[]>>> query)
{
    /// <summary>What hides something of a table, in words; NULL for nothing that this user may see.</summary>
    public async Task<string?> FindAsync(string table, CancellationToken cancellation) =>
        await NameAsync(sql.Masks(table), cancellation).ConfigureAwait(false) is { } mask
            ? $"the masking policy {mask} can hide its values"
            : await NameAsync(sql.RowPolicies(table), cancellation).ConfigureAwait(false) is { } policy
                ? $"the row-level security policy {policy} can hide its rows" : null;

    private async Task<string?> NameAsync(string statement, CancellationToken cancellation)
    {
        try
        {
            return (await query(statement, cancellation).ConfigureAwait(false)).FirstOrDefault()?[0];
        }
        catch (WarehouseException e) when (RedshiftErrors.IsOfCatalogue(e))
        {
            return null; // This user, or this kind of cluster, does not see policies.
        }
    }
}
