using System.Globalization;
using System.Runtime.CompilerServices;
using Contabyx.Engine.DuckDb;
using Contabyx.Engine.Sql;
using DuckDB.NET.Data;

namespace Contabyx.Engine.Sources.DuckDb;

/// <summary>The embedded source: a DuckDB file. It holds the same tables as a MySQL source.</summary>
internal sealed class DuckDbSource : ISource
{
    private static readonly SqlFile Sql = SqlFile.Load("duckdb/schema.sql");

    private readonly DuckDbDatabase _database;
    private DuckDBConnection? _connection;

    /// <summary>Creates the source; its file is opened at first use, and closed when this is disposed.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="notes">Receives a note when another process makes it wait; NULL if nobody listens.</param>
    /// <param name="megabytes">The size of its buffers; NULL for the usual one.</param>
    public DuckDbSource(string path, IProgress<string>? notes = null, int? megabytes = null)
    {
        var settings = DuckDbSettings.Of(megabytes, 48) with { PreserveOrder = true };
        _database = new DuckDbDatabase(path, settings, notes);
    }

    /// <inheritdoc/>
    public string Address => _database.Address;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableSchema>> ReadSchemaAsync(CancellationToken cancellation) => _database.Exists
        ? DuckDbCatalog.Read(await ConnectAsync(cancellation).ConfigureAwait(false), cancellation)
        : [];

    /// <inheritdoc/>
    public async Task<TableSchema> DescribeAsync(SourceRelation relation, CancellationToken cancellation)
    {
        if (!_database.Exists)
            throw new TableNotFoundException(relation.Name, Address, []);
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        return new DuckDbRelations(connection, Address).Describe(relation, cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableFacts>> ReadFactsAsync(CancellationToken cancellation)
    {
        if (!_database.Exists)
            return [];
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        return new DuckDbRelations(connection, Address).ReadFacts(cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SourceObject>> ReadOthersAsync(CancellationToken cancellation)
    {
        if (!_database.Exists)
            return [];
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        return DuckDbCatalog.ReadOthers(connection, cancellation);
    }

    /// <inheritdoc/>
    public string TextType => "VARCHAR";

    /// <inheritdoc/>
    public string QuoteTable(string name) => SqlText.Identifier(name);

    /// <inheritdoc/>
    public string QuoteColumn(string name) => SqlText.Identifier(name);

    /// <inheritdoc/>
    public string OutsideYears(string column, IReadOnlyList<(int First, int Next)> ranges) =>
        Sources.OutsideYears.Condition(QuoteColumn(column), ranges);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string?[]>> QueryAsync(string sql, CancellationToken cancellation) => _database.Exists
        ? (await ConnectAsync(cancellation).ConfigureAwait(false)).Query(sql, cancellation)
        : throw new SourceException(Address, "it does not exist yet.", "Nothing was read.");

    /// <inheritdoc/>
    public async Task<TableSchema> MeasureAsync(TableSchema table, CancellationToken cancellation)
    {
        var measured = table.Columns.Where(column => column.Type.Storage == ColumnStorage.Bytes).ToList();
        if (measured.Count == 0)
            return table;
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        var longest = measured.Select(column => column.Type.Kind == ColumnKind.Text
            ? $"max(strlen({SqlText.Identifier(column.Name)}))"
            : $"max(octet_length({SqlText.Identifier(column.Name)}))");
        var statement = Sql.Statement(
            "measure", ("lengths", string.Join(", ", longest)), ("table", DuckDbRelations.FromOf(table)));
        var row = connection.Query(statement, cancellation)[0];
        return MeasuredLengths.Apply(
            table, measured.Select((column, i) => (column.Name, Longest: row[i])).ToDictionary(
                found => found.Name,
                found => found.Longest is { } length ? long.Parse(length, CultureInfo.InvariantCulture) : (long?)null));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ContabyxCheck> CheckAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        ContabyxCheck? failed = null;
        if (!_database.Exists)
        {
            yield return new(
                ContabyxTarget.Source, "Reachable", CheckOutcome.Passed,
                $"The file {_database.Path} does not exist yet; it is created when it is first needed.");
            yield break;
        }

        try
        {
            await ConnectAsync(cancellation).ConfigureAwait(false);
        }
        catch (ContabyxException e)
        {
            failed = new(ContabyxTarget.Source, "Reachable", CheckOutcome.Failed, e.Message, e.Advice);
        }

        yield return failed ?? new(
            ContabyxTarget.Source, "Reachable", CheckOutcome.Passed, $"The file {_database.Path} can be used.");
    }

    /// <inheritdoc/>
    public async Task<ISnapshot> OpenSnapshotAsync(CancellationToken cancellation)
    {
        await ConnectAsync(cancellation).ConfigureAwait(false);
        return new DuckDbSnapshot(await _database.ConnectAsync(cancellation).ConfigureAwait(false), _database);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        return ValueTask.CompletedTask;
    }

    // This one stays open as long as the source, so that the database is opened and closed once.
    private async Task<DuckDBConnection> ConnectAsync(CancellationToken cancellation) =>
        _connection ??= await _database.ConnectAsync(cancellation).ConfigureAwait(false);
}
