using Contabyx.Engine.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>Reads which tables a schema of Amazon Redshift has, and what prevents loading them.</summary>
/// <param name="words">How texts are written.</param>
/// <param name="query">Runs a query.</param>
internal sealed class RedshiftCatalog(
    string schema, RedshiftWords words, Func<string, CancellationToken, Task<IReadOnlyList<string?[]>>> query)
{
    // The number of tables per query: statements have a limit of 16 MB, and answers should not wait for a whole schema.
    private const int TablesPerQuestion = 100;

    private static readonly SqlFile Sql = SqlFile.Load("redshift/catalog.sql");

    // What this user or this kind of cluster refused once is not asked again.
    private bool _withoutViews;
    private bool _withoutCatalogue;

    /// <summary>The columns of a table, without its key; NULL when there is no such table.</summary>
    /// <param name="table">The table's name, in any case.</param>
    public async Task<TableSchema?> ReadColumnsAsync(string table, CancellationToken cancellation) =>
        (await ReadColumnsAsync([table], cancellation).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>The columns of the primary key; empty for none.</summary>
    /// <param name="table">The table's name, in any case.</param>
    public async Task<IReadOnlyList<string>> ReadKeyAsync(string table, CancellationToken cancellation) =>
        (await ReadKeysAsync([table], cancellation).ConfigureAwait(false))
            .FirstOrDefault(key => key.Kind == RedshiftKeys.Primary)?.Columns ?? [];

    /// <summary>Tables, with everything that prevents loading, without their keys.</summary>
    /// <param name="tables">The tables' names, in any case.</param>
    /// <returns>Those that exist.</returns>
    public async Task<IReadOnlyList<TableSchema>> ReadAsync(IReadOnlyCollection<string> tables, CancellationToken cancellation)
    {
        var found = new List<TableSchema>();
        foreach (var some in tables.Chunk(TablesPerQuestion))
        {
            var columns = await ReadColumnsAsync(some, cancellation).ConfigureAwait(false);
            if (columns.Count == 0)
                continue;
            var relations = (await AskAsync("relations", some, cancellation).ConfigureAwait(false))
                .ToLookup(row => row[0]!, StringComparer.OrdinalIgnoreCase);
            found.AddRange(await AddObstaclesAsync(
                [.. columns.Select(table => WithRights(table, relations[table.Name].FirstOrDefault()))],
                    cancellation).ConfigureAwait(false));
        }

        return found;
    }

    /// <summary>Adds what prevents texts from being widened.</summary>
    public async Task<IReadOnlyList<TableSchema>> AddObstaclesAsync(
        IReadOnlyList<TableSchema> tables, CancellationToken cancellation)
    {
        var names = tables.Select(table => table.Name).ToArray();
        var obstacles = new Dictionary<(string Table, string Column), string>();
        foreach (var key in await ReadKeysAsync(names, cancellation).ConfigureAwait(false))
        {
            foreach (var column in key.Columns)
                obstacles.TryAdd((key.Table, column), $"it belongs to a {key.Kind}");
        }

        foreach (var row in await AskAsync("views", names, cancellation).ConfigureAwait(false))
            obstacles.TryAdd((row[0]!, row[1]!), $"the view {row[2]} is bound to it");
        foreach (var row in await ReadEncodingsAsync(names, cancellation).ConfigureAwait(false))
            obstacles.TryAdd((row[0]!, row[1]!), $"its encoding is {row[2]}");
        return [.. tables.Select(table => table with
        {
            Columns =
            [
                .. table.Columns.Select(column => obstacles.TryGetValue((table.Name, column.Name), out var why)
                    ? column with { WidenRefusal = column.WidenRefusal ?? why }
                    : column),
            ],
        })];
    }

    private async Task<IReadOnlyList<TableSchema>> ReadColumnsAsync(string[] tables, CancellationToken cancellation)
    {
        IReadOnlyList<string?[]> rows;
        try
        {
            rows = await AskColumnsAsync(_withoutViews ? "information_schema.columns" : "svv_columns").ConfigureAwait(false);
        }
        catch (WarehouseException e) when (!_withoutViews && RedshiftErrors.IsOfCatalogue(e))
        {
            _withoutViews = true;
            rows = await AskColumnsAsync("information_schema.columns").ConfigureAwait(false);
        }

        return
        [
            .. rows.GroupBy(row => row[0]!, StringComparer.Ordinal)
                .Select(columns => new TableSchema(columns.Key, [.. columns.Select(Column)], [])),
        ];

        Task<IReadOnlyList<string?[]>> AskColumnsAsync(string view) => AskAsync("columns", tables, cancellation, ("columns", view));
    }

    private async Task<IReadOnlyList<RedshiftKey>> ReadKeysAsync(string[] tables, CancellationToken cancellation)
    {
        try
        {
            if (!_withoutCatalogue)
                return [.. RedshiftKeys.ReadDefinitions(await AskAsync("keys", tables, cancellation).ConfigureAwait(false))];
        }
        catch (WarehouseException e) when (RedshiftErrors.IsOfCatalogue(e))
        {
            _withoutCatalogue = true;
        }

        return [.. RedshiftKeys.ReadColumns(await AskAsync("own-keys", tables, cancellation).ConfigureAwait(false))];
    }

    private static ColumnSchema Column(string?[] row) =>
        RedshiftTypes.Column(row[1]!, row[2]!, row[3], row[4], row[5], row[6]!.Trim() == "YES", row[7]);

    private static TableSchema WithRights(TableSchema table, string?[]? relation) => relation is null ? table : table with
    {
        InsertRefusal = relation[1]?.Trim() is { } kind and not "BASE TABLE"
            ? $"it is a {kind.ToLowerInvariant()} in the warehouse, not a table"
            : Missing(("INSERT", relation[2]), ("SELECT", relation[3])),
        DeleteRefusal = Missing(("DELETE", relation[4])),
    };

    private static string? Missing(params IEnumerable<(string Right, string? Granted)> rights) =>
        rights.FirstOrDefault(right => right.Granted is "f" or "false" or "False" or "0") is { Right: { } lacking }
            ? $"this user lacks the privilege {lacking} on it"
            : null;

    // A cluster in several Availability Zones has no SVV views: then ALTER TABLE itself will fail.
    private async Task<IReadOnlyList<string?[]>> ReadEncodingsAsync(string[] tables, CancellationToken cancellation)
    {
        if (_withoutViews)
            return [];
        try
        {
            return await AskAsync("encodings", tables, cancellation).ConfigureAwait(false);
        }
        catch (WarehouseException e) when (RedshiftErrors.IsOfCatalogue(e))
        {
            return [];
        }
    }

    private Task<IReadOnlyList<string?[]>> AskAsync(
        string statement, string[] tables, CancellationToken cancellation, params ReadOnlySpan<(string Slot, string Sql)> more) => query(
        Sql.Statement(
            statement,
            [
                ("schema", words.Literal(RedshiftWords.Fold(schema))),
                ("tables", string.Join(", ", tables.Select(table => words.Literal(RedshiftWords.Fold(table))))),
                .. more,
            ]),
        cancellation);
}
