using System.Globalization;
using DuckDB.NET.Data;

namespace Contabyx.Engine;

/// <summary>
/// The embedded warehouse: a DuckDB file. It keeps the promises of Amazon Redshift by the same transaction: stage,
/// prove, apply, note in the history, commit.
/// </summary>
internal sealed class DuckDbWarehouse : IWarehouse
{
    private static readonly SqlFile BalanceSql = SqlFile.Load("duckdb/balance.sql");

    private const string LoadFirst = "Load the books first: New-ContabyxBatch -Days 10 | Export-ContabyxData | "
        + "Send-ContabyxUpload | Invoke-ContabyxCopy.";

    private readonly DuckDbDatabase _database;
    private DuckDBConnection? _connection;

    /// <summary>Makes the warehouse; its file is opened at first use, and closed when this is disposed.</summary>
    /// <param name="path">The file's full path.</param>
    public DuckDbWarehouse(string path) => _database = new DuckDbDatabase(path, new DuckDbSettings());

    /// <inheritdoc/>
    public string Address => _database.Address;

    /// <inheritdoc/>
    public Task<int> CountSlicesAsync(CancellationToken cancellation) => Task.FromResult(new DuckDbSettings().Threads);

    /// <inheritdoc/>
    public IReadOnlyList<string> InitializeStatements(IReadOnlyList<TableSchema> tables) =>
        [DuckDbLoadSql.CreateHistory, .. tables.SelectMany(DuckDbDdl.Create)];

    /// <inheritdoc/>
    public async Task InitializeAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellation)
    {
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        var present = DuckDbCatalog.Read(connection, cancellation).Select(table => table.Name);
        var missing = tables.ExceptBy(present, table => table.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var statement in InitializeStatements([.. missing]))
            connection.Run(statement, cancellation);
    }

    /// <inheritdoc/>
    public async Task<TableSchema?> ReadTableAsync(string table, CancellationToken cancellation)
    {
        if (!_database.Exists)
            return null;
        var tables = DuckDbCatalog.Read(await ConnectAsync(cancellation).ConfigureAwait(false), cancellation);
        return tables.FirstOrDefault(found => string.Equals(found.Name, table, StringComparison.OrdinalIgnoreCase));
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> LoadStatements(TableLoad load, LoadRecord record)
    {
        var apply = load.Mode switch
        {
            LoadMode.Replace => [DuckDbLoadSql.ReplaceDelete(load)],
            LoadMode.Merge => [DuckDbLoadSql.MergeDelete(load)],
            _ => Array.Empty<string>(),
        };
        return
        [
            "BEGIN",
            DuckDbLoadSql.FindEarlier(load),
            DuckDbLoadSql.CreateStage(load),
            DuckDbLoadSql.Copy(load, [.. load.FileUris.Select(ManifestFiles.PathOf)]),
            DuckDbLoadSql.Totals(load),
            .. apply,
            DuckDbLoadSql.Insert(load),
            DuckDbLoadSql.DropStage(load),
            DuckDbLoadSql.Record(record),
            "COMMIT",
        ];
    }

    /// <inheritdoc/>
    public async Task<ILoadTransaction> BeginAsync(CancellationToken cancellation)
    {
        await ConnectAsync(cancellation).ConfigureAwait(false);
        var connection = await _database.ConnectAsync(cancellation).ConfigureAwait(false);
        return new DuckDbLoadTransaction(Address, connection, new TableLocks(_database.Path));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LoadRecord>> ReadHistoryAsync(string? run, CancellationToken cancellation)
    {
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        connection.Run(DuckDbLoadSql.CreateHistory, cancellation);
        return [.. connection.Query(DuckDbLoadSql.History(run), cancellation).Select(DuckDbLoadSql.ParseRecord)];
    }

    /// <inheritdoc/>
    public async Task<BooksBalance> ReadBalanceAsync(CancellationToken cancellation)
    {
        if (!_database.Exists)
            throw new WarehouseException(Address, "it does not exist yet.", LoadFirst);
        var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        try
        {
            return ParseBalance(
            [
                .. ((string[])["transactions", "transfers-in", "transfers-out", "fees"])
                    .SelectMany(part => connection.Query(BalanceSql.Statement(part), cancellation)[0]),
            ]);
        }
        catch (EmbeddedDatabaseException e)
        {
            throw new WarehouseException(Address, e.InnerException!.Message, LoadFirst, e);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        return ValueTask.CompletedTask;
    }

    // This one stays open as long as the warehouse, so that the database is opened and closed once.
    private async Task<DuckDBConnection> ConnectAsync(CancellationToken cancellation) =>
        _connection ??= await _database.ConnectAsync(cancellation).ConfigureAwait(false);

    private static BooksBalance ParseBalance(string?[] row) => new(
        Day(row[0]), Day(row[1]), long.Parse(row[2]!, CultureInfo.InvariantCulture),
        Money(row[3]), Money(row[4]), Money(row[5]), Money(row[6]), Money(row[7]));

    private static DateOnly? Day(string? text) =>
        text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static decimal Money(string? text) => decimal.Parse(text!, CultureInfo.InvariantCulture);
}
