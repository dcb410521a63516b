using System.Globalization;
using Contabyx.Engine.DuckDb;
using Contabyx.Engine.Rows;
using Contabyx.Engine.Sql;
using DuckDB.NET.Data;

namespace Contabyx.Engine.Sources.DuckDb;

/// <summary>A transaction of an embedded source, in which everything is read as of its beginning.</summary>
internal sealed class DuckDbSnapshot : ISnapshot
{
    private readonly DuckDBConnection _connection;
    private readonly DuckDBTransaction _transaction;
    private readonly DuckDbDatabase _database;

    /// <param name="connection">A connection of its own, disposed with this.</param>
    /// <param name="database">The database that it leads to.</param>
    public DuckDbSnapshot(DuckDBConnection connection, DuckDbDatabase database)
    {
        _database = database;
        _connection = connection;
        _transaction = connection.BeginTransaction();

        // A transaction's view of a file begins when it is first looked at.
        connection.Query("SELECT count(*) FROM duckdb_tables()", CancellationToken.None);
    }

    /// <inheritdoc/>
    public SnapshotLevel Level => SnapshotLevel.Consistent;

    /// <inheritdoc/>
    public string? LevelReason => null;

    /// <inheritdoc/>
    public Task<long?> CountAsync(TableSchema table, RowFilter? filter, CancellationToken cancellation)
    {
        // To count what a query gives is to run it once more.
        if (table.Relation is { Query: not null } or { Where: not null } && filter?.NullIn is null)
            return Task.FromResult<long?>(null);
        var sql = $"SELECT count(*) FROM {DuckDbRelations.FromOf(table)}{Where(table, filter)}";
        var count = long.Parse(_connection.Query(sql, cancellation)[0][0]!, CultureInfo.InvariantCulture);
        return Task.FromResult<long?>(count);
    }

    /// <inheritdoc/>
    public Task<KeyRange?> SpanAsync(TableSchema table, CancellationToken cancellation)
    {
        if (table.RangeKey < 0)
            return Task.FromResult<KeyRange?>(null);
        var key = SqlText.Identifier(table.Columns[table.RangeKey].Name);
        var row = _connection.Query($"SELECT min({key}), max({key}) FROM {DuckDbRelations.FromOf(table)}", cancellation)[0];
        return Task.FromResult(SqlText.ParseNumber(row[0]) is { } first && SqlText.ParseNumber(row[1]) is { } last
            ? new KeyRange(first, last)
            : (KeyRange?)null);
    }

    /// <inheritdoc/>
    public IEnumerable<RowBlock> Read(TableSchema table, RowFilter? filter, CancellationToken cancellation)
    {
        using var registration = cancellation.Register(_connection.NativeConnection.Interrupt);
        var sql = $"SELECT {string.Join(", ", table.Columns.Select(Expression))} " +
            $"FROM {DuckDbRelations.FromOf(table)}{Where(table, filter)}";
        _database.Wide.MakeRoom(_connection, table);
        using var reader = new DuckDbChunkReader(_connection, sql, said => Explain(table, said));
        var block = new RowBlock(table);
        for (long rows = 0; ReadBlock(reader, block, rows, cancellation); rows += block.Count)
            yield return block;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private static bool ReadBlock(DuckDbChunkReader reader, RowBlock block, long rows, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return reader.Read(block);
        }
        catch (UnreadableValueException e)
        {
            var column = block.Table.Columns[e.Column].Name;
            throw new ValueRefusedException(
                block.Table.Name, column, rows + e.Row + 1, e.Key, System.Text.Encoding.UTF8.GetBytes(e.Text), e.Message);
        }
        catch (SourceException e) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("The reading was interrupted.", e, cancellation);
        }
    }

    private SourceException Explain(TableSchema table, string said) => said.StartsWith("Out of Memory", StringComparison.Ordinal)
        ? new SourceException(_database.Address, _database.Wide.Reason(table), _database.Wide.Advice)
        : new SourceException(_database.Address, said, "Read what the database says, mend it, and run the export again.");

    private static string Expression(ColumnSchema column) =>
        $"CAST({SqlText.Identifier(column.Name)} AS {DuckDbTypes.ToDuckDb(column.Type)})";

    private static string Where(TableSchema table, RowFilter? filter)
    {
        var conditions = new List<string>();
        if (filter?.Ranges is { Count: > 0 } ranges)
            conditions.Add($"({string.Join(" OR ", ranges.Select(range => InRange(table, range)))})");
        if (filter?.Since is { } since)
        {
            conditions.Add($"{SqlText.Identifier(since.Column.Name)} >= " +
                $"CAST({SqlText.Literal(since.Value)} AS {DuckDbTypes.ToDuckDb(since.Column.Type)})");
        }

        if (filter?.NullIn is { } column)
            conditions.Add($"{SqlText.Identifier(column)} IS NULL");
        return conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
    }

    private static string InRange(TableSchema table, KeyRange range)
    {
        if (table.RangeKey < 0)
            throw new ArgumentException($"{table.Name} has no key of one whole number to select a range by.", nameof(table));
        return $"{SqlText.Identifier(table.Columns[table.RangeKey].Name)} " +
            $"BETWEEN {SqlText.Number(range.First)} AND {SqlText.Number(range.Last)}";
    }
}
