using System.Globalization;

namespace Contabyx.Engine;

/// <summary>
/// Writes a table for the embedded twin as MySQL and Redshift would hold it: text has a limit in bytes (a CHECK,
/// since DuckDB ignores VARCHAR's length), and the key is a comment, informational as in Redshift, since an index on
/// millions of keys would grow with them.
/// </summary>
internal static class DuckDbDdl
{
    /// <summary>The statements that create a table where it is missing, in order.</summary>
    /// <param name="table">The table.</param>
    public static IReadOnlyList<string> Create(TableSchema table)
    {
        var name = SqlText.Identifier(table.Name);
        var columns = table.Columns.Select(Column);
        var create = $"CREATE TABLE IF NOT EXISTS {name} (\n    {string.Join(",\n    ", columns)}\n)";
        if (table.Key.Count == 0)
            return [create];
        return [create, $"COMMENT ON TABLE {name} IS {SqlText.Literal(KeyComment(table.Key))}"];
    }

    /// <summary>The comment that names a table's key.</summary>
    /// <param name="key">The key's columns.</param>
    public static string KeyComment(IReadOnlyList<string> key) => $"PRIMARY KEY ({string.Join(", ", key)})";

    private static string Column(ColumnSchema column)
    {
        var name = SqlText.Identifier(column.Name);
        var nullable = column.Nullable ? "" : " NOT NULL";
        return $"{name} {DuckDbTypes.ToDuckDb(column.Type)}{nullable}{Check(name, column.Type)}";
    }

    private static string Check(string name, ColumnType type) => type.Kind switch
    {
        ColumnKind.Text => string.Create(CultureInfo.InvariantCulture, $" CHECK (strlen({name}) <= {type.Length})"),
        ColumnKind.Binary =>
            string.Create(CultureInfo.InvariantCulture, $" CHECK (octet_length({name}) <= {type.Length})"),
        _ => "",
    };
}
