using Contabyx.Engine.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>Finds out, before any row is sent, whether loads into a schema of Amazon Redshift can work.</summary>
/// <param name="schema">The schema of the tables and of the load history.</param>
/// <param name="words">How names are written.</param>
/// <param name="catalog">The queries.</param>
internal sealed class RedshiftRights(IQueried warehouse, string user, string schema, RedshiftWords words, SqlFile catalog)
{
    private const string History = "contabyx_load_history";
    private static readonly string[] OnTables = ["SELECT", "INSERT", "DELETE"];

    // In the order in which they are asked.
    private static readonly string[] Known = [.. OnTables, "UPDATE"];

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
        !(await ReadTablesAsync([History], cancellation).ConfigureAwait(false)).TryGetValue(History, out var granted)
        || granted.Contains("UPDATE") || granted.Contains("DELETE");

    /// <summary>What an administrator does so that a user may lock the load history.</summary>
    public static string GrantLock(string schema, string user) =>
        $"GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.{History} TO {user}.";

    /// <summary>Finds what prevents loads.</summary>
    /// <param name="tables">The tables that are to be loaded.</param>
    /// <returns>The tables that cannot be loaded, each with why.</returns>
    /// <exception cref="WarehouseException">No table at all can be loaded.</exception>
    public async Task<IReadOnlyDictionary<string, WarehouseException>> FindMissingAsync(
        IReadOnlyCollection<string> tables, CancellationToken cancellation)
    {
        if (!await HasSchemaAsync(cancellation).ConfigureAwait(false))
        {
            throw Refuse(
                $"there is no schema '{schema}'.", "Create it with Initialize-Contabyx -Target Warehouse, or name another: -Schema.");
        }

        var rights = (await QueryAsync("rights", cancellation).ConfigureAwait(false))[0];
        if (!IsTrue(rights[0]))
            throw Refuse($"'{user}' may not use the schema '{schema}'.", $"GRANT USAGE ON SCHEMA {schema} TO {user}.");

        var mayCreate = IsTrue(rights[1]);
        var found = await ReadTablesAsync([History, .. tables], cancellation).ConfigureAwait(false);
        if (Lacking(History, ["SELECT", "INSERT"]) is { } history)
            throw history;
        return tables.Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(table => (table, Refusal: Lacking(table, OnTables)))
            .Where(pair => pair.Refusal is not null)
            .ToDictionary(pair => pair.table, pair => pair.Refusal!, StringComparer.OrdinalIgnoreCase);

        WarehouseException? Lacking(string table, string[] wanted)
        {
            if (!found.TryGetValue(table, out var granted))
            {
                return mayCreate ? null : Refuse(
                    $"the table {table} is missing in the schema '{schema}', and '{user}' may not create tables there.",
                    $"GRANT CREATE ON SCHEMA {schema} TO {user}, or let an administrator run Initialize-Contabyx -Target Warehouse.");
            }

            var missing = string.Join(", ", wanted.Except(granted));
            return missing.Length == 0 ? null
                : Refuse($"'{user}' lacks {missing} on the table {table}.", $"GRANT {missing} ON {schema}.{table} TO {user}.");
        }
    }

    private WarehouseException Refuse(string reason, string advice) => new(warehouse.Address, reason, advice);

    private async Task<Dictionary<string, string[]>> ReadTablesAsync(
        IEnumerable<string> names, CancellationToken cancellation)
    {
        var list = string.Join(", ", names.Select(name => words.Literal(RedshiftWords.Fold(name))));
        var rows = await QueryAsync("table-rights", cancellation, ("tables", list)).ConfigureAwait(false);
        return rows.ToDictionary(
            row => row[0]!, row => Known.Where((_, i) => IsTrue(row[i + 1])).ToArray(), StringComparer.OrdinalIgnoreCase);
    }

    private Task<IReadOnlyList<string?[]>> QueryAsync(
        string statement, CancellationToken cancellation, params (string, string)[] slots) =>
        warehouse.QueryAsync(catalog.Statement(statement, [("schema", words.Literal(RedshiftWords.Fold(schema))), .. slots]), cancellation);

    private static bool IsTrue(string? text) => text is "t" or "true" or "True" or "1";
}
