using Contabyx.Engine.Sql;
using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>
/// Finds the columns that loads would add to tables which somebody else owns: the mark of deleted rows, and the watermark in a
/// load history that an older version created. Only the owner, or who was granted ALTER, may add one ("ALTER TABLE", Amazon
/// Redshift Database Developer Guide).
/// </summary>
/// <param name="schema">The schema of the tables and of the load history.</param>
/// <param name="words">How names are written.</param>
/// <param name="catalog">The queries.</param>
internal sealed class RedshiftAdditions(IQueried warehouse, string user, string schema, RedshiftWords words, SqlFile catalog)
{
    /// <summary>Finds the loads that would fail because of such a column.</summary>
    /// <param name="foreign">The existing tables that somebody else owns, with folded names.</param>
    /// <returns>The tables that cannot be loaded, each with why.</returns>
    public async Task<IReadOnlyDictionary<string, WarehouseException>> FindRefusedAsync(
        IReadOnlyCollection<LoadNeeds> loads, IReadOnlySet<string> foreign, CancellationToken cancellation)
    {
        var refusals = new Dictionary<string, WarehouseException>(StringComparer.OrdinalIgnoreCase);
        var wanted = loads.SelectMany(AddedBy).Where(added => foreign.Contains(added.Table)).Distinct().ToList();
        if (wanted.Count == 0)
            return refusals;
        var tables = string.Join(", ", wanted.Select(added => added.Table).Distinct().Select(words.Literal));
        var there = (await QueryAsync("columns", tables, cancellation, ("columns", "information_schema.columns")).ConfigureAwait(false))
            .Select(row => (RedshiftWords.Fold(row[0]!), RedshiftWords.Fold(row[1]!))).ToHashSet();
        wanted = [.. wanted.Where(added => !there.Contains((added.Table, RedshiftWords.Fold(added.Column))))];
        if (wanted.Count == 0 || await ReadAlterableAsync(tables, cancellation).ConfigureAwait(false) is not { } alterable)
            return refusals;
        foreach (var load in loads)
        {
            var closed = AddedBy(load).Where(added => wanted.Contains(added) && !alterable.Contains(added.Table)).ToList();
            if (closed.Count > 0)
                refusals.TryAdd(load.Table, Refuse([.. closed.Where(added => added.Table == closed[0].Table)]));
        }

        return refusals;
    }

    private static IEnumerable<Addition> AddedBy(LoadNeeds load)
    {
        if (load.MarkColumn is { } mark)
            yield return new Addition(RedshiftWords.Fold(load.Table), mark, "TIMESTAMP");
        foreach (var column in load.RecordsWatermark ? LoadSql.WatermarkColumns : [])
            yield return new Addition(LoadSql.HistoryTable, column, "VARCHAR(256)");
    }

    private WarehouseException Refuse(IReadOnlyList<Addition> closed)
    {
        var table = closed[0].Table;
        var what = table == LoadSql.HistoryTable ? $"the load history {table}, which an older version created" : $"the table {table}";
        var statements = closed.Select(added => $"ALTER TABLE {schema}.{table} ADD COLUMN {added.Column} {added.Type}");
        return new WarehouseException(
            warehouse.Address,
            $"'{user}' may not add {string.Join(" and ", closed.Select(added => added.Column))} to {what}: somebody else owns it.",
            $"GRANT ALTER ON {schema}.{table} TO {SqlText.Identifier(user)}, or let its owner run: {string.Join("; ", statements)}.");
    }

    // NULL if this cannot be known: a cluster in several Availability Zones has no SVV views. Then the load will tell.
    private async Task<HashSet<string>?> ReadAlterableAsync(string tables, CancellationToken cancellation)
    {
        try
        {
            var rows = await QueryAsync("alter-grants", tables, cancellation).ConfigureAwait(false);
            return [.. rows.Select(row => row[0]!)];
        }
        catch (WarehouseException)
        {
            return null;
        }
    }

    private Task<IReadOnlyList<string?[]>> QueryAsync(
        string statement, string tables, CancellationToken cancellation, params (string, string)[] more) => warehouse.QueryAsync(
            catalog.Statement(statement, [("schema", words.Literal(RedshiftWords.Fold(schema))), ("tables", tables), .. more]),
            cancellation);

    private sealed record Addition(string Table, string Column, string Type);
}
