namespace Contabyx.Engine.Sources.MySql;

/// <summary>A table of MySQL: what is exported, and how it is read.</summary>
/// <param name="Schema">The columns and the key as the rest of the pipeline knows them.</param>
/// <param name="Columns">The same columns as the source describes them, in the same order.</param>
/// <param name="Engine">The storage engine, such as <c>InnoDB</c>.</param>
/// <param name="RowEstimate">The server's own estimate of its rows; NULL when it has none.</param>
/// <param name="IsMariaDb">Whether the server is MariaDB.</param>
internal sealed record MySqlTable(
    TableSchema Schema, IReadOnlyList<MySqlColumn> Columns, string Engine, long? RowEstimate, bool IsMariaDb)
{
    /// <summary>The expressions of a select list, one for each column.</summary>
    public IEnumerable<string> Expressions =>
        Columns.Zip(Schema.Columns, (column, target) => MySqlExpressions.Of(column, target.Type, IsMariaDb));

    /// <summary>Whether a transaction sees the table as of one moment.</summary>
    public bool IsTransactional =>
        Engine.Equals("InnoDB", StringComparison.OrdinalIgnoreCase) ||
        Engine.Equals("ROCKSDB", StringComparison.OrdinalIgnoreCase);
}
