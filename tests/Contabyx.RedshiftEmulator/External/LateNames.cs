using System.Collections.Concurrent;
using Npgsql;

namespace Contabyx.RedshiftEmulator;

/// <summary>
/// Names that late-binding views and external schemas have, or had: a statement without any of them needs no look at the catalogue.
/// </summary>
internal sealed class LateNames
{
    private readonly ConcurrentDictionary<string, bool> _views = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _schemas = new(StringComparer.Ordinal);

    public static async Task<LateNames> LoadAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        var names = new LateNames();
        await using var command = source.CreateCommand(
            """
            SELECT NULL, c.relname::text FROM redshift_emulator.late_views l JOIN pg_class c ON c.oid = l.relid
            UNION ALL SELECT n.nspname::text, '' FROM redshift_emulator.external_schemas e JOIN pg_namespace n ON n.oid = e.nspoid
            """);
        await using var rows = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await rows.ReadAsync(cancellation).ConfigureAwait(false))
            names.Add(new NamedTable(rows.IsDBNull(0) ? null : rows.GetString(0), rows.GetString(1), rows.IsDBNull(0)));
        return names;
    }

    /// <param name="table">A view, if it is a source; else a schema.</param>
    public void Add(NamedTable table)
    {
        if (table.IsSource)
            _views[table.Name] = true;
        else
            _schemas[table.Schema!] = true;
    }

    /// <summary>SVV_COLUMNS, which shows the columns of all views.</summary>
    public static bool IsOfColumns(NamedTable table) => table is { IsSource: true, Name: "svv_columns" };

    public bool MayBeLate(Plan plan) => plan.Tables.Any(MayBeLate) || (!_views.IsEmpty && plan.Tables.Any(IsOfColumns));

    public bool MayBeLate(NamedTable table) => IsExternal(table) || (table.IsSource && _views.ContainsKey(table.Name));

    public bool IsExternal(NamedTable table) => table.Schema is not null && _schemas.ContainsKey(table.Schema);
}
