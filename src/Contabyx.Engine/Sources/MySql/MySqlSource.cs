using System.Globalization;
using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>A MySQL or MariaDB database.</summary>
/// <param name="address">Where it is.</param>
/// <param name="login">Gives the user and the password.</param>
/// <param name="settings">How rows are read from it.</param>
/// <param name="known">Tables whose column types are known better than the catalogue says.</param>
/// <param name="notes">Receives what a user may want to know; NULL if nobody listens.</param>
internal sealed class MySqlSource(
    ServerAddress address, ILogin login, SourceSettings settings, IReadOnlyList<TableSchema> known, IProgress<string>? notes) : ISource
{
    private const int MostReaders = 4;

    private readonly MySqlDatabase _database = new(address, login);
    private IReadOnlyList<MySqlTable>? _described;

    /// <inheritdoc/>
    public string Address => _database.Address;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableSchema>> ReadSchemaAsync(CancellationToken cancellation) =>
        [.. (await ReadCatalogAsync(cancellation).ConfigureAwait(false)).Where(table => !table.IsView).Select(table => table.Schema)];

    /// <inheritdoc/>
    public async Task<TableSchema> DescribeAsync(SourceRelation relation, CancellationToken cancellation)
    {
        relation = relation with
        {
            Query = SqlFragment.Check(relation.Query, "query (-Query)", relation.Name, isMySql: true),
            Where = SqlFragment.Check(relation.Where, "predicate (-Where)", relation.Name, isMySql: true),
        };
        var connection = await _database.ConnectAsync(cancellation).ConfigureAwait(false);
        var schema = relation.Query is not null
            ? (await MySqlQuery.DescribeAsync(
                connection, address, relation, settings.TinyIntAsBoolean, cancellation).ConfigureAwait(false)).Schema
            : await FindAsync(relation, cancellation).ConfigureAwait(false);
        if (relation.Where is not null)
            await MySqlQuery.CheckPredicateAsync(connection, address, schema, cancellation).ConfigureAwait(false);
        return schema;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableFacts>> ReadFactsAsync(CancellationToken cancellation) =>
        [.. (await ReadCatalogAsync(cancellation).ConfigureAwait(false)).Select(table => new TableFacts(table.Schema)
        {
            Kind = table.IsView ? SourceTableKind.View : SourceTableKind.Table,
            Rows = table.RowEstimate,
            Bytes = table.Bytes,
            CountedUp = table.Columns.Where(column => column.IsCountedUp).Select(column => column.Name).ToHashSet(StringComparer.Ordinal),
            SetByUpdates =
                table.Columns.Where(column => column.IsSetByUpdates).Select(column => column.Name).ToHashSet(StringComparer.Ordinal),
        })];

    /// <inheritdoc/>
    public async Task<TableSchema> MeasureAsync(TableSchema table, CancellationToken cancellation)
    {
        var connection = await _database.ConnectAsync(cancellation).ConfigureAwait(false);
        var tables = await ReadCatalogAsync(cancellation).ConfigureAwait(false);
        var found = table.Relation is { Query: not null } query
            ? await MySqlQuery.DescribeAsync(connection, address, query, settings.TinyIntAsBoolean, cancellation).ConfigureAwait(false)
            : tables.FirstOrDefault(found => found.Schema.Name == (table.Relation?.Name ?? table.Name))
                ?? throw new TableNotFoundException(table.Name, Address, tables.Select(found => found.Schema.Name));
        found = found.Read(table);
        var measured = found.Columns.Zip(found.Schema.Columns)
            .Where(pair => pair.Second is { Refusal: null, Type.Storage: ColumnStorage.Bytes }).ToList();
        if (measured.Count == 0)
            return table;
        var longest = measured.Select(pair => LongestOf(pair.First, pair.Second.Type, found.IsMariaDb));
        var where = found.Predicate is { } predicate ? $" WHERE {predicate}" : "";
        var sql = $"SELECT {string.Join(", ", longest)} FROM {found.From}{where}";
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
    public string QuoteColumn(string name) => MySqlName.Quote(name);

    /// <inheritdoc/>
    public string OutsideYears(string column, IReadOnlyList<(int First, int Next)> ranges) =>
        $"{Sources.OutsideYears.Condition(QuoteColumn(column), ranges)} OR {MySqlExpressions.IsNoDate(QuoteColumn(column))}";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string?[]>> QueryAsync(string sql, CancellationToken cancellation)
    {
        var connection = await _database.ConnectAsync(cancellation).ConfigureAwait(false);
        var rows = await _database.TryAsync(() => connection.QueryAsync(sql, cancellation), "", cancellation).ConfigureAwait(false);
        var warned =
            await _database.TryAsync(() => MySqlWarnings.ReadAsync(connection, cancellation), "", cancellation).ConfigureAwait(false);
        return warned is { } warning
            ? throw new SourceException(Address, Redactor.Redact(warning),
                "The result was not used. Fix the problem that the server reports, and run the same command again.")
            : rows;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SourceObject>> ReadOthersAsync(CancellationToken cancellation)
    {
        var connection = await _database.ConnectAsync(cancellation).ConfigureAwait(false);
        return await _database.TryAsync(
            () => MySqlCatalog.ReadOthersAsync(connection, cancellation), "", cancellation).ConfigureAwait(false);
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
            _database.Connections,
            tables.All(table => table.IsView) ? 1 : readers,
            [.. tables.Where(table => !table.IsView).Select(table => table.Schema.Name)],
            notes, cancellation).ConfigureAwait(false);
        return new MySqlSnapshot(_database.Connections, view, tables, settings.TinyIntAsBoolean, settings.ZeroDates, notes);
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

    private async Task<TableSchema> FindAsync(SourceRelation relation, CancellationToken cancellation)
    {
        // Read once for all selections: a snapshot checks whether it is still valid.
        _described ??= await ReadCatalogAsync(cancellation).ConfigureAwait(false);
        var found = _described.FirstOrDefault(table => table.Schema.Name == relation.Name)
            ?? _described.FirstOrDefault(table => table.Schema.Name.Equals(relation.Name, StringComparison.OrdinalIgnoreCase))
            ?? throw new TableNotFoundException(relation.Name, Address, _described.Select(table => table.Schema.Name));
        return found.Schema with { Relation = relation with { Name = found.Schema.Name } };
    }

    private async Task<IReadOnlyList<MySqlTable>> ReadCatalogAsync(CancellationToken cancellation)
    {
        var connection = await _database.ConnectAsync(cancellation).ConfigureAwait(false);
        return await _database.TryAsync(
            () => MySqlCatalog.ReadAsync(connection, known, settings.TinyIntAsBoolean, cancellation), "", cancellation)
            .ConfigureAwait(false);
    }
}
