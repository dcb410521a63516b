using System.Globalization;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Rows;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>A view of a MySQL database, read by one connection or by several.</summary>
/// <param name="connections">The server.</param>
/// <param name="view">The connections; disposed with this.</param>
/// <param name="tables">The tables there are.</param>
/// <param name="tinyIntAsBoolean">Whether <c>TINYINT(1)</c> of a query is a boolean.</param>
/// <param name="zeroDates">What becomes of dates that no calendar has.</param>
/// <param name="notes">Told of what a user may want to know; NULL for nobody.</param>
internal sealed class MySqlSnapshot(
    MySqlConnections connections,
    MySqlView view,
    IReadOnlyList<MySqlTable> tables,
    bool tinyIntAsBoolean,
    ZeroDatePolicy zeroDates,
    IProgress<string>? notes) : ISnapshot
{
    // Rows in a piece. Smaller ones cost more statements, larger ones let readers wait for each other.
    private const long RowsPerPiece = 1 << 15;
    private const long MostPieces = 1 << 20;

    // An estimate below this is not believed before it was looked at; and where nobody knows the rows, the keys may lie so far
    // apart that most pieces are empty.
    private const long FewRows = 100_000;
    private const long MostBlindPieces = 2048;

    private readonly ServerAddress _address = connections.Address;
    private string? _perTable;

    /// <inheritdoc/>
    public SnapshotLevel Level => _perTable is null ? view.Level : SnapshotLevel.PerTable;

    /// <inheritdoc/>
    public string? LevelReason => _perTable ?? view.LevelReason;

    /// <inheritdoc/>
    public async Task<long?> CountAsync(TableSchema table, RowFilter? filter, CancellationToken cancellation)
    {
        if (filter?.NullIn is not { } column)
            return table.Relation is { Query: not null } or { Where: not null } ? null : filter is null ? Find(table).RowEstimate : filter.KeyCount;
        var predicate = MySqlTable.PredicateOf(table) is { } where ? $"{where} AND " : "";
        var sql = $"SELECT COUNT(*) FROM {MySqlTable.FromOf(table)} WHERE {predicate}{MySqlName.Quote(column)} IS NULL";
        return Number((await AskAsync(table, sql, cancellation).ConfigureAwait(false))[0]);
    }

    /// <inheritdoc/>
    public async Task<KeyRange?> SpanAsync(TableSchema table, CancellationToken cancellation) => table.RangeKey < 0
        ? null
        : SpanOf(await AskAsync(table, SpanQuery(table), cancellation).ConfigureAwait(false));

    /// <inheritdoc/>
    public IEnumerable<RowBlock> Read(TableSchema table, RowFilter? filter, CancellationToken cancellation)
    {
        // A session that was ended takes its table with it, and leaves the others to the rest.
        var alive = Alive;
        var now = table.Relation is { Query: not null } query ? Describe(query, alive, cancellation) : Find(table);
        var known = table.Relation is { AllColumns.Count: > 0 } chosen ? chosen.AllColumns : [.. table.Columns.Select(column => column.Name)];
        if (!now.Schema.Columns.Select(column => column.Name).SequenceEqual(known))
        {
            throw new TableRefusedException(
                table.Name, "its columns were changed while the export began.", "Run the same line again.");
        }

        var found = now.Read(table);
        _perTable = WhyPerTable(found) ?? _perTable;
        var readers = found.IsTransactional && found.IsOneTable ? alive : alive.Take(1).ToList();
        using var watch = MySqlLockWatch.Begin(connections, readers, table.Name, notes);
        var pieces = Prepare(readers, found, filter, cancellation);
        using var reading = new MySqlParallelRead(_address, readers, found, new(pieces, filter), zeroDates);
        foreach (var block in reading.Read(cancellation))
            yield return block;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => view.DisposeAsync();

    // What a view or a query reads is not known, so any table without transactions counts against it.
    private string? WhyPerTable(MySqlTable table)
    {
        if (table.IsOneTable)
        {
            return table.IsTransactional ? null
                : $"{table.Schema.Name} is a table of {table.Engine}, which knows no transactions: its rows are as of their reading.";
        }

        return tables.FirstOrDefault(other => !other.IsTransactional) is { } other
            ? $"{table.Schema.Name} is a {(table.IsView ? "view" : "query")}, and {other.Schema.Name} is a table of {other.Engine}, "
                + "which knows no transactions: if it is read there, its rows are as of their reading."
            : null;
    }

    private MySqlTable Describe(SourceRelation query, List<MySqlConnection> readers, CancellationToken cancellation)
    {
        if (readers is not [var reader, ..])
            throw MySqlErrors.Lost(_address, $"Nothing of {query.Name} was exported.");
        return MySqlQuery.DescribeAsync(reader, _address, query, tinyIntAsBoolean, cancellation).GetAwaiter().GetResult();
    }

    private List<MySqlConnection> Alive =>
        [.. view.Readers.Where(reader => reader.State == System.Data.ConnectionState.Open)];

    // A query of one row, in the snapshot.
    private async Task<string?[]> AskAsync(TableSchema table, string sql, CancellationToken cancellation)
    {
        var outcome = $"Nothing of {table.Name} was exported.";
        if (Alive is not [var reader, ..])
            throw MySqlErrors.Lost(_address, outcome);
        try
        {
            using var watch = MySqlLockWatch.Begin(connections, [reader], table.Name, notes);
            return (await reader.QueryAsync(sql, cancellation).ConfigureAwait(false))[0];
        }
        catch (Exception e) when (MySqlErrors.IsServers(e))
        {
            cancellation.ThrowIfCancellationRequested();
            throw MySqlErrors.Source(_address, e, outcome);
        }
    }

    // Names may differ in case only. A server on Windows may have made those of the books lower case.
    private MySqlTable Find(TableSchema table) =>
        tables.FirstOrDefault(found => found.Schema.Name == (table.Relation?.Name ?? table.Name))
        ?? tables.FirstOrDefault(found => found.Schema.Name.Equals(table.Relation?.Name ?? table.Name, StringComparison.OrdinalIgnoreCase))
        ?? throw new TableNotFoundException(table.Name, _address.ToString(), tables.Select(found => found.Schema.Name));

    // What may wait for others' locks, before the first row.
    private IReadOnlyList<KeyRange?> Prepare(
        IReadOnlyList<MySqlConnection> readers, MySqlTable table, RowFilter? filter, CancellationToken cancellation)
    {
        var outcome = $"Nothing of {table.Schema.Name} was exported.";
        if (readers.Count == 0)
            throw MySqlErrors.Lost(_address, outcome);
        try
        {
            MySqlAccess.RefuseHiddenColumnsAsync(readers[0], table, _address.User, cancellation).GetAwaiter().GetResult();
            return Pieces(readers[0], table, filter, cancellation);
        }
        catch (Exception e) when (MySqlErrors.IsServers(e))
        {
            cancellation.ThrowIfCancellationRequested();
            throw MySqlErrors.Source(_address, e, outcome);
        }
    }

    // A table without transactions is only locked for one statement: rows could move from one piece to another.
    private static IReadOnlyList<KeyRange?> Pieces(
        MySqlConnection reader, MySqlTable table, RowFilter? filter, CancellationToken cancellation)
    {
        var ranges = filter?.Ranges ?? [];
        var key = table.Schema.RangeKey;
        if (ranges.Count > 0 && key < 0)
            throw new ArgumentException(
                $"{table.Schema.Name} has no key of one whole number to select a range by.", nameof(filter));
        if (!table.IsOneTable && ranges.Count > 0)
            return [.. ranges];
        if (ranges.Count == 1)
            return Cut(ranges[0], table.RowEstimate);
        if (ranges.Count > 1)
            return CutEach(ranges, table.RowEstimate);

        // What is new is little, and one statement finds it. And a view or a query would be run anew for each piece.
        if (key < 0 || !table.IsTransactional || !table.IsOneTable || filter is not null)
            return [null];
        var row = reader.QueryAsync(SpanQuery(table.Schema), cancellation).GetAwaiter().GetResult()[0];
        return SpanOf(row) is { } keys ? Cut(keys, RowsOf(reader, table, keys, cancellation)) : [new KeyRange(1, 0)];
    }

    // A server's estimate may be of the time before the rows came. So a small one is held against the rows themselves: it costs
    // milliseconds to see that there are more, and a table that is read by one reader alone costs minutes.
    private static long? RowsOf(MySqlConnection reader, MySqlTable table, KeyRange keys, CancellationToken cancellation)
    {
        if (table.RowEstimate is not { } estimate || estimate >= FewRows || keys.Count <= RowsPerPiece)
            return table.RowEstimate;
        var sql = $"SELECT COUNT(*) FROM (SELECT 1 FROM {table.From} LIMIT {FewRows}) AS some_rows";
        var counted = Number(reader.QueryAsync(sql, cancellation).GetAwaiter().GetResult()[0][0]);
        return counted < FewRows ? counted : Math.Min(keys.Count, RowsPerPiece * MostBlindPieces);
    }

    // Each has its share of the rows.
    private static List<KeyRange?> CutEach(IReadOnlyList<KeyRange> ranges, long? rows)
    {
        var span = (Int128)ranges[^1].Last - ranges[0].First + 1;
        return [.. ranges.SelectMany(range => Cut(range, rows is { } all ? (long)((Int128)all * range.Count / span) : null))];
    }

    /// <summary>Cuts keys into pieces of about as many rows each, as if they lay evenly.</summary>
    /// <param name="keys">All keys.</param>
    /// <param name="rows">About how many rows the table has; NULL when nobody knows.</param>
    internal static IReadOnlyList<KeyRange?> Cut(KeyRange keys, long? rows)
    {
        var span = (Int128)keys.Last - keys.First + 1;
        var wanted = Int128.Clamp(Int128.Min(rows ?? span, span) / RowsPerPiece, 1, MostPieces);
        var width = (span + wanted - 1) / wanted;
        var pieces = new List<KeyRange?>();
        for (Int128 first = keys.First; first <= keys.Last; first += width)
            pieces.Add(new KeyRange((long)first, (long)Int128.Min(first + width - 1, keys.Last)));
        return pieces.Count > 0 ? pieces : [keys];
    }

    // Without the user's predicate: the index alone answers it, and wider bounds do no harm.
    private static string SpanQuery(TableSchema table)
    {
        var key = MySqlName.Quote(table.Columns[table.RangeKey].Name);
        return $"SELECT MIN({key}), MAX({key}) FROM {MySqlTable.FromOf(table)}";
    }

    private static KeyRange? SpanOf(string?[] row) => row[0] is null ? null : new KeyRange(Number(row[0]), Number(row[1]));

    private static long Number(string? text) => long.Parse(text!, CultureInfo.InvariantCulture);
}
