namespace Contabyx.RedshiftEmulator;

/// <summary>Finds late-binding views and external tables, and the queries that stand for them in PostgreSQL.</summary>
internal sealed class NameBinder(EmulatorState state, BackendConnection backend, BackendDialogue dialogue, GrammarContext context)
{
    private const int DeepestView = 32;

    /// <summary>Binds the names of a statement of the session's user.</summary>
    public async Task<BoundNames> BindAsync(IReadOnlyList<NamedTable> tables, CancellationToken cancellation)
    {
        var user = await dialogue.RunAsync("SELECT current_user", cancellation).ConfigureAwait(false);
        return await BindAsync(tables, user[0][0]!, 0, cancellation).ConfigureAwait(false);
    }

    private async Task<BoundNames> BindAsync(
        IReadOnlyList<NamedTable> tables, string user, int depth, CancellationToken cancellation)
    {
        if (depth > DeepestView)
            throw new RedshiftException("42P17", "infinite recursion detected in a view");
        var bound = new BoundNames();
        await BindSchemasAsync(bound, tables, user, cancellation).ConfigureAwait(false);
        var views = tables.Where(table => table.IsSource && state.Names.MayBeLate(table) && !bound.Sources.ContainsKey(Key(table)))
            .Distinct().ToList();
        if (views.Count == 0)
            return bound;
        var names = string.Join(", ", views.Select(view => Quoted.Text(Relation(view))));
        var found = await dialogue.RunAsync(
            $"SELECT place, owner, query, array_to_json(columns), may_select, runs_as_owner "
            + $"FROM redshift_emulator.late_views_of(ARRAY[{names}]::text[], {Quoted.Text(user)})",
            cancellation).ConfigureAwait(false);
        foreach (var row in found)
        {
            var view = views[int.Parse(row[0]!, System.Globalization.CultureInfo.InvariantCulture) - 1];
            if (row[4] != "t")
                throw new RedshiftException("42501", $"permission denied for relation {view.Name}");
            var columns = System.Text.Json.JsonSerializer.Deserialize<List<string>>(row[3]!)!;
            bound.Sources[Key(view)] = await ReadViewAsync(
                row[2]!, columns, user, row[5] == "t" ? row[1] : null, depth, cancellation).ConfigureAwait(false);
        }

        return bound;
    }

    /// <summary>
    /// The columns of all late-binding views whose tables are there, as JSON of SVV_COLUMNS, which shows them
    /// (<c>r_SVV_COLUMNS</c>).
    /// </summary>
    public async Task<string> LateColumnsAsync(CancellationToken cancellation)
    {
        var views = await dialogue.RunAsync("SELECT * FROM redshift_emulator.readable_late_views()", cancellation).ConfigureAwait(false);
        var columns = new List<string>();
        foreach (var view in views)
        {
            var named = new NamedTable(view[0], view[1]!, IsSource: true);
            var found = await ColumnsAsync(() => SqlAsync(named, cancellation), view[0]!, view[1]!, cancellation).ConfigureAwait(false);
            if (found is not null)
                columns.Add(found);
        }

        return $"[{string.Join(',', columns)}]";
    }

    /// <summary>
    /// "You can only replace a view with a new query that generates the identical set of columns, using the same column names and data
    /// types" (<c>r_CREATE_VIEW</c>): where both sets can be known.
    /// </summary>
    public async Task CheckReplacementAsync(LateView view, CancellationToken cancellation)
    {
        var before = await ColumnsAsync(() => SqlAsync(view.Name, cancellation), "", "", cancellation).ConfigureAwait(false);
        var after = before is null
            ? null
            : await ColumnsAsync(() => SqlAsync(view, cancellation), "", "", cancellation).ConfigureAwait(false);
        if (after is not null && before != after)
            throw new RedshiftException("42P16", "cannot change the columns of a view: a view is replaced by one with the same columns");
    }

    private async Task<string?> SqlAsync(NamedTable view, CancellationToken cancellation)
    {
        var bound = await BindAsync([view], cancellation).ConfigureAwait(false);
        return bound.Sources.GetValueOrDefault(Key(view));
    }

    private async Task<string?> SqlAsync(LateView view, CancellationToken cancellation)
    {
        var user = await dialogue.RunAsync("SELECT current_user", cancellation).ConfigureAwait(false);
        return await ReadViewAsync(view.Query, view.Columns, user[0][0]!, null, 0, cancellation).ConfigureAwait(false);
    }

    private async Task<string?> ColumnsAsync(Func<Task<string?>> bind, string schema, string name, CancellationToken cancellation)
    {
        try
        {
            if (await bind().ConfigureAwait(false) is not { } sql)
                return null;
            var rows = await dialogue.RunAsync(
                $"SELECT redshift_emulator.columns_of({Quoted.Text(sql)}, {Quoted.Text(schema)}, {Quoted.Text(name)})", cancellation)
                .ConfigureAwait(false);
            return rows[0][0]?[1..^1];
        }
        catch (RedshiftException) when (!dialogue.HasFailed)
        {
            // Its tables or its files are not there.
            return null;
        }
    }

    // Access to an external table is access to its schema: r_GRANT.
    private async Task BindSchemasAsync(
        BoundNames bound, IReadOnlyList<NamedTable> tables, string user, CancellationToken cancellation)
    {
        var schemas = tables.Where(state.Names.IsExternal).Select(table => table.Schema!).Distinct().ToList();
        if (schemas.Count == 0)
            return;
        var rows = await dialogue.RunAsync(
            $"SELECT name, database, role, may_use, current_setting('transaction_read_only') FROM redshift_emulator.external_schemas_of("
            + $"ARRAY[{string.Join(", ", schemas.Select(Quoted.Text))}]::text[], {Quoted.Text(user)})",
            cancellation).ConfigureAwait(false);
        foreach (var row in rows)
        {
            bound.ExternalSchemas.Add(row[0]!);
            foreach (var table in tables.Where(table => table.IsSource && table.Schema == row[0]).Distinct())
            {
                if (row[3] != "t")
                    throw new RedshiftException("42501", $"permission denied for schema {row[0]}");
                if (row[4] == "on")
                    throw ReadOnly(table);
                var definition = await state.Catalog.FindAsync(row[1]!, table.Name, cancellation).ConfigureAwait(false)
                    ?? throw new RedshiftException("42P01", $"relation \"{table.Schema}.{table.Name}\" does not exist");
                var scan = new ExternalScan(state, backend, dialogue, context.HasPseudoColumns);
                bound.Sources[Key(table)] =
                    await scan.BindAsync(definition, new S3Access { Role = row[2] }, cancellation).ConfigureAwait(false);
            }
        }
    }

    // The owner of a late-binding view needs the rights on what it names, the reader does not: r_CREATE_VIEW.
    private async Task<string> ReadViewAsync(
        string text, IReadOnlyList<string> columns, string user, string? owner, int depth, CancellationToken cancellation)
    {
        var tokens = Tokenizer.Statements(text)[0];
        var own = context.For(tokens);
        var named = Grammar.ReadQuery(text, tokens, own, isUnloaded: false).Tables;
        var inner = await new NameBinder(state, backend, dialogue, own)
            .BindAsync(named, owner ?? user, depth + 1, cancellation).ConfigureAwait(false);
        var sql = Grammar.ReadQuery(text, tokens, own with { Bound = inner }, isUnloaded: false).Sql;
        if (columns.Count > 0)
            sql = $"SELECT * FROM ({sql}) AS q ({string.Join(", ", columns.Select(Quoted.Name))})";
        return owner is not null ? await AsOwnerAsync(owner, sql, cancellation).ConfigureAwait(false) : sql;
    }

    private async Task<string> AsOwnerAsync(string owner, string sql, CancellationToken cancellation)
    {
        var role = await dialogue.RunAsync("SELECT current_user", cancellation).ConfigureAwait(false);
        await dialogue.RunAsync("RESET ROLE", cancellation).ConfigureAwait(false);
        var query = await dialogue.RunAsync(
            $"SELECT redshift_emulator.as_owner({Quoted.Text(owner)}, {Quoted.Text(sql)})", cancellation).ConfigureAwait(false);
        await dialogue.RunAsync($"SET ROLE {Quoted.Name(role[0][0]!)}", cancellation).ConfigureAwait(false);
        return query[0][0]!;
    }

    // What Redshift says after BEGIN READ ONLY: awslabs/mcp#3342.
    private static RedshiftException ReadOnly(NamedTable table) => new(
        "XX000", $"Failed to incorporate external table {Relation(table)} into local catalog. Error=transaction is read-only");

    private static (string? Schema, string Name) Key(NamedTable table) => (table.Schema, table.Name);

    private static string Relation(NamedTable table) =>
        table.Schema is null ? Quoted.Name(table.Name) : $"{Quoted.Name(table.Schema)}.{Quoted.Name(table.Name)}";
}
