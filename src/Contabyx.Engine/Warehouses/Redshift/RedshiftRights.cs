using Contabyx.Engine.Sql;
using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>Finds out, before any row is sent, whether loads into a schema of Amazon Redshift can work.</summary>
/// <param name="schema">The schema of the tables and of the load history.</param>
/// <param name="words">How names are written.</param>
/// <param name="catalog">The queries.</param>
internal sealed class RedshiftRights(IQueried warehouse, string schema, RedshiftWords words, SqlFile catalog)
{
    private const string History = LoadSql.HistoryTable;
    private const string Ledger = ArchiveSql.LedgerTable;
    private static readonly string[] OnTables = ["SELECT", "INSERT", "DELETE", "UPDATE"];
    private static readonly string[] ToLoad = ["SELECT", "INSERT", "DELETE"];

    /// <summary>Whether the schema exists.</summary>
    public async Task<bool> HasSchemaAsync(CancellationToken cancellation) =>
        (await QueryAsync("has-schema", cancellation).ConfigureAwait(false)).Count > 0;

    /// <summary>Whether the load history exists.</summary>
    public async Task<bool> HasHistoryAsync(CancellationToken cancellation) =>
        (await ReadTablesAsync([History], cancellation).ConfigureAwait(false)).Count > 0;

    /// <summary>
    /// Whether this user may lock the load history. LOCK names no privilege on its page; PostgreSQL, on which Redshift is
    /// based, wants UPDATE or DELETE ("LOCK", PostgreSQL 8.0 documentation).
    /// </summary>
    /// <returns>True if there is no history yet: who creates it may lock it.</returns>
    public async Task<bool> MayLockAsync(CancellationToken cancellation) =>
        !(await ReadTablesAsync([History], cancellation).ConfigureAwait(false)).TryGetValue(History, out var rights)
        || rights.Granted.Contains("UPDATE") || rights.Granted.Contains("DELETE");

    /// <summary>What an administrator does so that a user may lock the load history.</summary>
    public static string GrantLock(string schema, string user) =>
        $"GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.{History} TO {SqlText.Identifier(user)}.";

    /// <summary>Finds what prevents loads.</summary>
    /// <param name="loads">The tables that are to be loaded, each with what its load does.</param>
    /// <returns>The tables that cannot be loaded, each with why.</returns>
    /// <exception cref="WarehouseException">No table at all can be loaded.</exception>
    public async Task<IReadOnlyDictionary<string, WarehouseException>> FindMissingAsync(
        IReadOnlyCollection<LoadNeeds> loads, CancellationToken cancellation)
    {
        if (!await HasSchemaAsync(cancellation).ConfigureAwait(false))
        {
            throw Refuse(
                $"there is no schema '{schema}'.", "Create it with Initialize-Contabyx -Target Warehouse, or name another: -Schema.");
        }

        var rights = (await QueryAsync("rights", cancellation).ConfigureAwait(false))[0];
        var (user, mayCreate) = (rights[2]!, IsTrue(rights[1]));
        if (!IsTrue(rights[0]))
        {
            throw Refuse(
                $"'{user}' may not use the schema '{schema}'.", $"GRANT USAGE ON SCHEMA {schema} TO {SqlText.Identifier(user)}.");
        }

        var found = await ReadTablesAsync([History, Ledger, .. loads.Select(load => load.Table)], cancellation).ConfigureAwait(false);
        if (Lacking(user, History, ["SELECT", "INSERT"], found, mayCreate) is { } history)
            throw history;
        if (found.ContainsKey(Ledger) && Lacking(user, Ledger, ["SELECT"], found, mayCreate) is { } ledger)
            throw ledger;
        var refusals = new Dictionary<string, WarehouseException>(StringComparer.OrdinalIgnoreCase);
        foreach (var load in loads)
        {
            if (Lacking(user, load.Table, load.MarkColumn is null ? ToLoad : OnTables, found, mayCreate) is { } refusal)
                refusals.TryAdd(load.Table, refusal);
        }

        var foreign = found.Where(table => !table.Value.IsOwn).Select(table => table.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var additions = new RedshiftAdditions(warehouse, user, schema, words, catalog);
        foreach (var (table, refusal) in await additions.FindRefusedAsync(loads, foreign, cancellation).ConfigureAwait(false))
            refusals.TryAdd(table, refusal);
        return refusals;
    }

    private WarehouseException? Lacking(
        string user, string table, string[] wanted, Dictionary<string, TableRights> found, bool mayCreate)
    {
        if (!found.TryGetValue(table, out var there))
        {
            return mayCreate ? null : Refuse(
                $"the table {table} is missing in the schema '{schema}', and '{user}' may not create tables there.",
                $"GRANT CREATE ON SCHEMA {schema} TO {SqlText.Identifier(user)}, or let an administrator run "
                    + "Initialize-Contabyx -Target Warehouse.");
        }

        var missing = string.Join(", ", wanted.Except(there.Granted));
        return missing.Length == 0 ? null : Lacking(warehouse.Address, user, missing, schema, table);
    }

    /// <summary>A user lacks rights on a table.</summary>
    /// <param name="missing">The rights, as GRANT names them.</param>
    public static WarehouseException Lacking(string address, string user, string missing, string schema, string table) => new(
        address, $"'{user}' lacks {missing} on the table {table}.", $"GRANT {missing} ON {schema}.{table} TO {SqlText.Identifier(user)}.")
    {
        FilesWait = true,
    };

    private WarehouseException Refuse(string reason, string advice) => new(warehouse.Address, reason, advice);

    private async Task<Dictionary<string, TableRights>> ReadTablesAsync(
        IEnumerable<string> names, CancellationToken cancellation)
    {
        var rows = await QueryAsync("table-rights", cancellation, ("tables", List(names))).ConfigureAwait(false);
        return rows.ToDictionary(
            row => row[0]!,
            row => new TableRights([.. OnTables.Where((_, i) => IsTrue(row[i + 1]))], row[^1] is null || IsTrue(row[^1])),
            StringComparer.OrdinalIgnoreCase);
    }

    private string List(IEnumerable<string> names) =>
        string.Join(", ", names.Select(name => words.Literal(RedshiftWords.Fold(name))));

    private Task<IReadOnlyList<string?[]>> QueryAsync(
        string statement, CancellationToken cancellation, params (string, string)[] slots) =>
        warehouse.QueryAsync(catalog.Statement(statement, [("schema", words.Literal(RedshiftWords.Fold(schema))), .. slots]), cancellation);

    private static bool IsTrue(string? text) => text is "t" or "true" or "True" or "1";

    private sealed record TableRights(string[] Granted, bool IsOwn);
}
