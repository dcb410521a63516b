using System.Globalization;
using Contabyx.Engine.Fitting;
using Contabyx.Engine.Sql;

namespace Contabyx.Engine.DuckDb;

/// <summary>
/// Writes a table for the embedded twin as MySQL and Redshift would hold it: text has a limit in bytes (a CHECK,
/// since DuckDB ignores VARCHAR's length), and the key is a comment, informational as in Redshift, since an index on
/// millions of keys would grow with them.
/// </summary>
internal static class DuckDbDdl
{
    /// <summary>The statements that create a table if it is missing, in order.</summary>
    public static IReadOnlyList<string> Create(TableSchema table)
    {
        var name = SqlText.Identifier(table.Name);
        var columns = table.Columns.Select(column => Column(column));
        var create = $"CREATE TABLE IF NOT EXISTS {name} (\n    {string.Join(",\n    ", columns)}\n)";
        if (table.Key.Count == 0)
            return [create];
        return [create, $"COMMENT ON TABLE {name} IS {SqlText.Literal(KeyComment(table.Key))}"];
    }

    /// <summary>
    /// The statements that add columns to a table and widen texts, in order. A limit of text is a CHECK, which cannot be
    /// altered: in that case the table is created again.
    /// </summary>
    /// <param name="fit">What must be changed, without conflicts.</param>
    public static IReadOnlyList<string> Alter(TableSchema table, TableFit fit)
    {
        var name = SqlText.Identifier(table.Name);
        if (fit.Widened.Count == 0)
            return [.. fit.Added.Select(column => $"ALTER TABLE {name} ADD COLUMN {Column(column with { Nullable = true }, check: false)}")];
        var old = SqlText.Identifier("contabyx_old_" + table.Name);
        var wider = fit.Widened.ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
        var columns = table.Columns.Select(column => wider.TryGetValue(column.Name, out var to) ? column with { Type = to.Type } : column);
        var names = SqlText.Identifiers(table.Columns.Select(column => column.Name));
        return
        [
            $"ALTER TABLE {name} RENAME TO {old}",
            .. Create(table with { Columns = [.. columns, .. fit.Added] }),
            $"INSERT INTO {name} ({names}) SELECT {names} FROM {old}",
            $"DROP TABLE {old}",
        ];
    }

    /// <summary>The comment that names a table's key.</summary>
    /// <param name="key">The key's columns.</param>
    public static string KeyComment(IReadOnlyList<string> key) => $"PRIMARY KEY ({string.Join(", ", key)})";

    // ALTER TABLE takes no CHECK.
    private static string Column(ColumnSchema column, bool check = true)
    {
        var name = SqlText.Identifier(column.Name);
        var nullable = column.Nullable ? "" : " NOT NULL";
        return $"{name} {DuckDbTypes.ToDuckDb(column.Type)}{nullable}{(check ? Check(name, column.Type) : "")}";
    }

    private static string Check(string name, ColumnType type) => type.Kind switch
    {
        ColumnKind.Text => string.Create(CultureInfo.InvariantCulture, $" CHECK (strlen({name}) <= {type.Length})"),
        ColumnKind.Binary =>
            string.Create(CultureInfo.InvariantCulture, $" CHECK (octet_length({name}) <= {type.Length})"),
        _ => "",
    };
}
