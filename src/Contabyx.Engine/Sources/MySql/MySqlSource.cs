using System.Globalization;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>A MySQL or MariaDB database.</summary>
/// <param name="address">Where it is.</param>
/// <param name="settings">How rows are read from it.</param>
/// <param name="known">Tables whose column types are known better than the catalogue says.</param>
/// <param name="notes">Receives what a user may want to know; NULL if nobody listens.</param>
internal sealed class MySqlSource(
    ServerAddress address, SourceSettings settings, IReadOnlyList<TableSchema> known, IProgress<string>? notes) : ISource
{
    private const int MostReaders = 4;

    private readonly MySqlDatabase _database = new(address, settings.Password);

    /// <inheritdoc/>
    public string Address => _database.Address;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableSchema>> ReadSchemaAsync(CancellationToken cancellation) =>
        [.. (await ReadCatalogAsync(cancellation).ConfigureAwait(false)).Select(table => table.Schema)];

    /// <inheritdoc/>
    public async Task<TableSchema> MeasureAsync(TableSchema table, CancellationToken cancellation)
    {
        var tables = await ReadCatalogAsync(cancellation).ConfigureAwait(false);
        var found = tables.FirstOrDefault(found => found.Schema.Name == table.Name)
            ?? throw new TableNotFoundException(table.Name, Address, tables.Select(found => found.Schema.Name));
        var measured = found.Columns.Zip(found.Schema.Columns)
            .Where(pair => pair.Second is { Refusal: null, Type.Storage: ColumnStorage.Bytes }).ToList();
        if (measured.Count == 0)
            return table;
        var longest = measured.Select(pair => LongestOf(pair.First, pair.Second.Type, found.IsMariaDb));
        var sql = $"SELECT {string.Join(", ", longest)} FROM {MySqlName.Quote(table.Name)}";
        var connection = await _database.ConnectAsync(cancellation).ConfigureAwait(false);
        using var watch = MySqlLockWatch.Begin(_database.Connections, [connection], table.Name, notes);
        var rows = await _database.TryAsync(() => connection.QueryAsync(sql, cancellation), "", cancellation).ConfigureAwait(false);
        return MeasuredLengths.Apply(table, measured.Zip(rows[0]).ToDictionary(
            pair => pair.First.Second.Name,
            pair => pair.Second is { } length ? long.Parse(length, CultureInfo.InvariantCulture) : (long?)null));
    }

    /// <inheritdoc/>
    public string TextType => "CHAR";

    /// <inheritdoc/>
    public string QuoteTable(string name) => MySqlName.Quote(name);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string?[]>> QueryAsync(string sql, CancellationToken cancellation)
    {
        var connection = await _database.ConnectAsync(cancellation).ConfigureAwait(false);
        var rows = await _database.TryAsync(() => connection.QueryAsync(sql, cancellation), "", cancellation).ConfigureAwait(false);
        var warned = await _database.TryAsync(() => MySqlWarnings.ReadAsync(connection, cancellation), "", cancellation).ConfigureAwait(false);
        return warned is { } warning
            ? throw new SourceException(Address, Redactor.Redact(warning), "The result was not used. Fix the problem that the server reports, and run the same command again.")
            : rows;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SourceObject>> ReadOthersAsync(CancellationToken cancellation)
    {
        var connection = await _database.ConnectAsync(cancellation).ConfigureAwait(false);
        return await _database.TryAsync(() => MySqlCatalog.ReadOthersAsync(connection, cancellation), "", cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ContabyxCheck> CheckAsync(CancellationToken cancellation) =>
        new MySqlChecks(_database.Connections).RunAsync(cancellation);

    /// <inheritdoc/>
    public async Task<ISnapshot> OpenSnapshotAsync(CancellationToken cancellation)
    {
        var tables = await ReadCatalogAsync(cancellation).ConfigureAwait(false);
        var connection = await _database.ConnectAsync(cancellation).ConfigureAwait(false);
        await _database.TryAsync(
            () => MySqlSession.RefuseRecoveryAsync(connection, address, cancellation), "", cancellation).ConfigureAwait(false);
        var readers = settings.Readers ?? Math.Min(Environment.ProcessorCount, MostReaders);
        var view = await MySqlView.OpenAsync(
            _database.Connections, tables.Count == 0 ? 1 : readers, [.. tables.Select(table => table.Schema.Name)], cancellation)
            .ConfigureAwait(false);
        return new MySqlSnapshot(_database.Connections, view, tables, settings.ZeroDates, notes);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    // A value that the server does not return, because it is longer than max_allowed_packet, counts as the longest
    // possible one.
    private static string LongestOf(MySqlColumn column, ColumnType type, bool isMariaDb)
    {
        var (name, value) = (MySqlName.Quote(column.Name), MySqlExpressions.Of(column, type, isMariaDb));
        var emptied = column.DataType == "json" ? $" OR LENGTH({value}) = 0" : "";
        return $"MAX(CASE WHEN {name} IS NOT NULL AND ({value} IS NULL{emptied}) THEN {int.MaxValue} ELSE OCTET_LENGTH({value}) END)";
    }

    private async Task<IReadOnlyList<MySqlTable>> ReadCatalogAsync(CancellationToken cancellation)
    {
        var connection = await _database.ConnectAsync(cancellation).ConfigureAwait(false);
        return await _database.TryAsync(
            () => MySqlCatalog.ReadAsync(connection, known, settings.TinyIntAsBoolean, cancellation), "", cancellation)
            .ConfigureAwait(false);
    }
}
