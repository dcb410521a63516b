using Contabyx.Engine.DuckDb;
using Contabyx.Engine.Sql;
using DuckDB.NET.Data;

namespace Contabyx.Engine.Sources.DuckDb;

/// <summary>What can be read from a DuckDB file: its tables, its views, and queries.</summary>
/// <param name="connection">An open connection.</param>
/// <param name="address">The source's address, for errors.</param>
internal sealed class DuckDbRelations(DuckDBConnection connection, string address)
{
    private static readonly SqlFile Sql = SqlFile.Load("duckdb/schema.sql");

    /// <summary>
    /// What follows FROM for a table, view or query, including the user's predicate. A comment at the end of what a user
    /// wrote must not swallow the parenthesis.
    /// </summary>
    public static string FromOf(TableSchema table)
    {
        var name = SqlText.Identifier(table.Relation?.Name ?? table.Name);
        var from = table.Relation?.Query is { } query ? $"(\n{query}\n) AS {name}" : name;
        return table.Relation?.Where is { } where ? $"(SELECT * FROM {from} WHERE (\n{where}\n)) AS {name}" : from;
    }

    /// <summary>A table, view or query with all its columns.</summary>
    /// <exception cref="TableNotFoundException">There is no such table or view.</exception>
    /// <exception cref="TableRefusedException">The database refuses the query or the predicate.</exception>
    public TableSchema Describe(SourceRelation relation, CancellationToken cancellation)
    {
        relation = relation with
        {
            Query = SqlFragment.Check(relation.Query, "query (-Query)", relation.Name, isMySql: false),
            Where = SqlFragment.Check(relation.Where, "predicate (-Where)", relation.Name, isMySql: false),
        };
        var schema = relation.Query is null
            ? FindTable(relation, cancellation) ?? DescribeView(relation, cancellation)
            : DescribeQuery(relation, cancellation);
        if (relation.Where is not null)
            Columns($"SELECT * FROM {FromOf(schema)}", relation.Name, "predicate (-Where)", cancellation);
        return schema;
    }

    /// <summary>What is known about the tables and views.</summary>
    public IReadOnlyList<TableFacts> ReadFacts(CancellationToken cancellation)
    {
        var countedUp =
            connection.Query(Sql.Statement("counted-up"), cancellation).ToLookup(row => row[0]!, row => row[1]!, StringComparer.Ordinal);
        var rows = connection.Query(Sql.Statement("row-estimates"), cancellation)
            .ToDictionary(row => row[0]!, row => SqlText.ParseNumber(row[1]), StringComparer.Ordinal);
        return
        [
            .. DuckDbCatalog.Read(connection, cancellation)
                .Select(table => new TableFacts(table)
                {
                    Rows = rows.GetValueOrDefault(table.Name), CountedUp = countedUp[table.Name].ToHashSet(StringComparer.Ordinal),
                })
                .Concat(DuckDbCatalog.ReadViews(connection, cancellation).Select(view => FactsOf(view, cancellation)))
                .OrderBy(facts => facts.Schema.Name, StringComparer.Ordinal),
        ];
    }

    // A view whose table no longer exists has no columns.
    private TableFacts FactsOf(string view, CancellationToken cancellation)
    {
        try
        {
            return new TableFacts(DescribeView(new SourceRelation(view), cancellation)) { Kind = SourceTableKind.View };
        }
        catch (TableRefusedException)
        {
            return new TableFacts(new TableSchema(view, [], [])) { Kind = SourceTableKind.View };
        }
    }

    private TableSchema? FindTable(SourceRelation relation, CancellationToken cancellation)
    {
        var tables = DuckDbCatalog.Read(connection, cancellation);
        var found = tables.FirstOrDefault(table => table.Name == relation.Name)
            ?? tables.FirstOrDefault(table => table.Name.Equals(relation.Name, StringComparison.OrdinalIgnoreCase));
        return found is null ? null : found with { Relation = relation with { Name = found.Name } };
    }

    private TableSchema DescribeView(SourceRelation relation, CancellationToken cancellation)
    {
        var views = DuckDbCatalog.ReadViews(connection, cancellation).ToList();
        var name = views.Find(view => view.Equals(relation.Name, StringComparison.OrdinalIgnoreCase))
            ?? throw new TableNotFoundException(
                relation.Name, address, views.Concat(DuckDbCatalog.Read(connection, cancellation).Select(table => table.Name)));
        var columns = Columns($"SELECT * FROM {SqlText.Identifier(name)}", name, "view", cancellation);
        return new TableSchema(name, columns, []) { Relation = relation with { Name = name } };
    }

    private TableSchema DescribeQuery(SourceRelation relation, CancellationToken cancellation)
    {
        var schema = new TableSchema(relation.Name, [], []) { Relation = relation with { Where = null } };
        var columns = Columns(relation.Query!, relation.Name, "query", cancellation);
        if (columns.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new TableRefusedException(
                relation.Name, $"two columns of its query have the name {twice.Key}.", "Give each column of the query its own name (AS).");
        }

        Columns($"SELECT * FROM {FromOf(schema)}", relation.Name, "query", cancellation);
        return schema with { Columns = columns, Relation = relation };
    }

    private List<ColumnSchema> Columns(string query, string table, string what, CancellationToken cancellation)
    {
        try
        {
            return [.. connection.Query($"DESCRIBE {query}", cancellation)
                .Select(row => new ColumnSchema(row[0]!, DuckDbTypes.FromDuckDb(row[1]!), Nullable: true))];
        }
        catch (EmbeddedDatabaseException e)
        {
            throw new TableRefusedException(
                table, $"the database refuses its {what}: {(e.InnerException ?? e).Message.TrimEnd('.')}.",
                $"Correct the {what}. It must be in the SQL of the source.");
        }
    }
}
