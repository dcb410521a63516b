namespace Contabyx.RedshiftEmulator;

/// <content>
/// Views WITH NO SCHEMA BINDING: "Late-binding views", <c>r_CREATE_VIEW</c>. Their text is kept; it is read each time that a query
/// names the view.
/// </content>
internal sealed partial class Grammar
{
    private bool IsLate() => tokens.Count > 5 && tokens[^2].Is("BINDING") && tokens[^3].Is("SCHEMA") && tokens[^4].Is("NO")
        && tokens[^5].Is("WITH");

    private Plan CreateLateView(bool replace, int named, string name, NamedTable view)
    {
        if (tokens[named].Value[0] == '#' || IsTemporaryName(named))
            NotEmulated("A temporary view WITH NO SCHEMA BINDING");
        var columns = IsSymbol("(") ? ColumnNames() : [];
        Skipped("AS");
        var start = Here.Start;
        var before = _named.Count;
        Capture(() => Query());
        var text = sql[start..Here.Start].Trim();
        Skipped("WITH", "NO", "SCHEMA", "BINDING");
        var sources = _named[before..].FindAll(table => table.IsSource);
        if (sources.Exists(table => table.Schema is null))
        {
            throw new RedshiftException(
                "0A000", "All the relation names inside should be qualified when creating views with no schema binding.");
        }

        // Nothing of it is looked for yet.
        _named.RemoveRange(before, _named.Count - before);
        // What the query calls is found when it runs.
        (_computeOnly, _leaderOnly) = (null, null);
        var schemas = sources.Select(table => Quoted.Text(table.Schema!)).Distinct();
        var list = $"ARRAY[{string.Join(", ", columns.Select(Quoted.Text))}]::text[]";
        var call = $"redshift_emulator.create_late_view({Quoted.Text(name)}, {Quoted.Text(text)}, {list}, {replace})";
        return Perform(call) with
        {
            Before = [$"SELECT redshift_emulator.require_schemas(ARRAY[{string.Join(", ", schemas)}]::text[])"],
            Tag = "CREATE VIEW",
            NewName = view,
            Replacement = replace ? new LateView(view, text, columns) : null,
        };
    }

    private bool IsTemporaryName(int at) => tokens[at].IsSymbol("#");

    // "You can reference Amazon Redshift Spectrum external tables only in a late-binding view": r_CREATE_VIEW.
    private void CheckBound(List<NamedTable> tables)
    {
        foreach (var table in tables.Where(table => table.IsSource))
        {
            if (table.Schema is not null && context.Bound.ExternalSchemas.Contains(table.Schema))
                throw new RedshiftException("0A000", "External tables are not supported in views");
            if (context.Bound.Sources.ContainsKey((table.Schema, table.Name)))
                NotEmulated("A view of a late-binding view");
        }
    }
}
