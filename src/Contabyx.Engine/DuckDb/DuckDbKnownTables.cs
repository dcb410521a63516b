using Contabyx.Engine.Sql;
using DuckDB.NET.Data;

namespace Contabyx.Engine.DuckDb;

/// <summary>
/// The tables of a file as they were last read. The catalogue returns all tables or none, so reading it once per table
/// would cost the square of their number. Instead, each table's columns are compared with what is known. Others may change
/// the file in the meantime: then it is read again.
/// </summary>
internal sealed class DuckDbKnownTables
{
    private static readonly SqlFile Sql = SqlFile.Load("duckdb/schema.sql");

    private Dictionary<string, TableSchema> _tables = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How often the whole catalogue was read.</summary>
    public int Readings { get; private set; }

    /// <summary>A table; NULL when there is none of that name.</summary>
    /// <param name="connection">A connection to the file.</param>
    /// <param name="name">Its name, in any case.</param>
    public TableSchema? Find(DuckDBConnection connection, string name, CancellationToken cancellation)
    {
        if (ReadColumns(connection, name, cancellation) is not { } columns)
            return null;
        if (Readings == 0 || !_tables.TryGetValue(name, out var known) || !IsSame(known, columns))
            Read(connection, cancellation);
        return _tables.GetValueOrDefault(name);
    }

    /// <summary>Takes note of a table that was created.</summary>
    public void Add(TableSchema table) => _tables[table.Name] = table.WithoutExtents();

    /// <summary>Forgets a table that was altered.</summary>
    public void Forget(string name) => _tables.Remove(name);

    private void Read(DuckDBConnection connection, CancellationToken cancellation)
    {
        _tables = new Dictionary<string, TableSchema>(StringComparer.OrdinalIgnoreCase);
        foreach (var table in DuckDbCatalog.Read(connection, cancellation, ofWarehouse: true))
            _tables.TryAdd(table.Name, table);
        Readings++;
    }

    private static List<string?[]>? ReadColumns(DuckDBConnection connection, string name, CancellationToken cancellation)
    {
        try
        {
            var quoted = SqlText.Literal(SqlText.Identifier(name));
            return connection.Query(Sql.Statement("columns-of-one", ("table", quoted)), cancellation);
        }
        catch (EmbeddedDatabaseException e) when (e.Message.Contains("Catalog Error", StringComparison.Ordinal))
        {
            return null; // The driver gives no kind of error before a statement runs.
        }
    }

    private static bool IsSame(TableSchema known, List<string?[]> columns) =>
        known.Columns.Count == columns.Count
        && known.Columns.Zip(columns).All(pair => pair.First.Name == pair.Second[0]
            && DuckDbTypes.FromDuckDb(pair.Second[1]!).Kind == pair.First.Type.Kind
            && DuckDbTypes.IsJson(pair.Second[1]!) == pair.First.IsSuper
            && pair.First.Nullable == (pair.Second[2] == "0"));
}
