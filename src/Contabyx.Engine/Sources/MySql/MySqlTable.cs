namespace Contabyx.Engine.Sources.MySql;

/// <summary>A table, view or query of MySQL: what is exported, and how it is read.</summary>
/// <param name="Schema">The columns and the key as the rest of the pipeline knows them.</param>
/// <param name="Columns">The same columns as the source describes them, in the same order.</param>
/// <param name="Engine">The storage engine, such as <c>InnoDB</c>.</param>
/// <param name="RowEstimate">The server's own estimate of its rows; NULL when it has none.</param>
/// <param name="IsMariaDb">Whether the server is MariaDB.</param>
internal sealed record MySqlTable(
    TableSchema Schema, IReadOnlyList<MySqlColumn> Columns, string Engine, long? RowEstimate, bool IsMariaDb)
{
    public bool IsView { get; init; }

    /// <summary>Bytes that it takes with its indexes, as the server estimates them; NULL if it does not.</summary>
    public long? Bytes { get; init; }

    /// <summary>Whether rows come from a single table, which can be read in pieces by its key without extra cost.</summary>
    public bool IsOneTable => !IsView && Schema.Relation?.Query is null;

    /// <summary>What follows FROM.</summary>
    public string From => FromOf(Schema);

    /// <summary>The predicate that the user gave, in parentheses; NULL for none.</summary>
    public string? Predicate => PredicateOf(Schema);

    /// <summary>
    /// What follows FROM for a table, view or query. A comment at a query's end must not swallow the parenthesis.
    /// </summary>
    public static string FromOf(TableSchema schema) => schema.Relation?.Query is { } query
        ? $"(\n{query}\n) AS {MySqlName.Quote(schema.Relation.Name)}"
        : MySqlName.Quote(schema.Relation?.Name ?? schema.Name);

    /// <summary>The predicate that a user gave, in parentheses; NULL for none.</summary>
    public static string? PredicateOf(TableSchema schema) => schema.Relation?.Where is { } where ? $"(\n{where}\n)" : null;

    /// <summary>The same table with some of its columns, in the order of a schema that names them.</summary>
    public MySqlTable Read(TableSchema schema) => this with
    {
        Schema = schema,
        Columns = [.. schema.Columns.Select(column => Columns.First(found => found.Name == column.Name))],
    };

    /// <summary>The expressions of a select list, one for each column.</summary>
    public IEnumerable<string> Expressions =>
        Columns.Zip(Schema.Columns, (column, target) => MySqlExpressions.Of(column, target.Type, IsMariaDb));

    /// <summary>Whether a transaction sees the table as of one moment.</summary>
    public bool IsTransactional => IsView || Schema.Relation?.Query is not null ||
        Engine.Equals("InnoDB", StringComparison.OrdinalIgnoreCase) ||
        Engine.Equals("ROCKSDB", StringComparison.OrdinalIgnoreCase);
}
