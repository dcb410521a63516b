using System.Globalization;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Rows;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>A view of a MySQL database, read by one connection or by several.</summary>
/// <param name="connections">The server.</param>
/// <param name="view">The connections; disposed with this.</param>
/// <param name="tables">The existing tables.</param>
/// <param name="tinyIntAsBoolean">Whether <c>TINYINT(1)</c> of a query is a boolean.</param>
/// <param name="zeroDates">How to handle dates that are not in the calendar.</param>
/// <param name="notes">Receives what a user may want to know; NULL if nobody listens.</param>
internal sealed class MySqlSnapshot(
    MySqlConnections connections,
    MySqlView view,
    IReadOnlyList<MySqlTable> tables,
    bool tinyIntAsBoolean,
    ZeroDatePolicy zeroDates,
    IProgress<string>? notes) : ISnapshot
{
    // Rows in a piece. Smaller pieces cost more statements; larger ones make readers wait for each other.
    private const long RowsPerPiece = 1 << 15;
    private const long MostPieces = 1 << 20;

    // An estimate below this is checked before it is trusted; and if the number of rows is unknown, the keys may be so far
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
            return table.Relation is { Query: not null } or { Where: not null }
                ? null : filter is null ? Find(table).RowEstimate : filter.KeyCount;
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
        // If a session was ended, its table fails, and the remaining sessions read the others.
        var alive = Alive;
        // Rows are read synchronously, and the caller's thread waits for them. It waits here for what comes before them.
        var now = FindAsync(table, alive, cancellation).GetAwaiter().GetResult();
        var known = table.Relation is { AllColumns.Count: > 0 } chosen
            ? chosen.AllColumns : [.. table.Columns.Select(column => column.Name)];
        if (!now.Schema.Columns.Select(column => column.Name).SequenceEqual(known))
        {
            throw new TableRefusedException(
                table.Name, "its columns were changed while the export was starting.", "Run the same command again.");
        }

        var found = now.Read(table);
        _perTable = WhyPerTable(found) ?? _perTable;
        var readers = found.IsTransactional && found.IsOneTable ? alive : alive.Take(1).ToList();
        using var watch = MySqlLockWatch.Begin(connections, readers, table.Name, notes);
        var pieces = PrepareAsync(readers, found, filter, cancellation).GetAwaiter().GetResult();
        using (var reading = new MySqlParallelRead(_address, readers, found, new(pieces, filter), zeroDates))
        {
            foreach (var block in reading.Read(cancellation))
                yield return block;
        }

        ReleaseAsync(readers, table, cancellation).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => view.DisposeAsync();

    // It is not known what a view or a query reads, so any table without transactions is reported.
    private string? WhyPerTable(MySqlTable table)
    {
        if (table.IsOneTable)
        {
            return table.IsTransactional ? null
                : $"{table.Schema.Name} uses the engine {table.Engine}, which does not "
                    + "support transactions. Its rows can be from different moments.";
        }

        return tables.FirstOrDefault(other => !other.IsTransactional) is { } other
            ? $"{table.Schema.Name} is a {(table.IsView ? "view" : "query")}, and {other.Schema.Name} uses the engine {other.Engine}, "
                + "which does not support transactions. If the view or query reads it, its rows can be from different moments."
            : null;
    }

    private async Task<MySqlTable> FindAsync(TableSchema table, List<MySqlConnection> readers, CancellationToken cancellation)
    {
        if (table.Relation is not { Query: not null } query)
            return Find(table);
        return readers is [var reader, ..]
            ? await MySqlQuery.DescribeAsync(reader, _address, query, tinyIntAsBoolean, cancellation).ConfigureAwait(false)
            : throw MySqlErrors.Lost(_address, $"Nothing of {query.Name} was exported.");
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

    // Names may differ only in case. A server on Windows may have changed those of the books to lower case.
    private MySqlTable Find(TableSchema table) =>
        tables.FirstOrDefault(found => found.Schema.Name == (table.Relation?.Name ?? table.Name))
        ?? tables.FirstOrDefault(found => found.Schema.Name.Equals(table.Relation?.Name ?? table.Name, StringComparison.OrdinalIgnoreCase))
        ?? throw new TableNotFoundException(table.Name, _address.ToString(), tables.Select(found => found.Schema.Name));

    // An ALTER of a table that was read need not wait until the others are, and nobody waits behind the ALTER. A savepoint that
    // is gone means that the transaction is gone, and with it the moment of the snapshot.
    private async Task ReleaseAsync(List<MySqlConnection> readers, TableSchema table, CancellationToken cancellation)
    {
        foreach (var reader in readers)
        {
            try
            {
                await reader.RunAsync(MySqlView.Release, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (MySqlErrors.IsServers(e))
            {
                cancellation.ThrowIfCancellationRequested();
                if (reader.State == System.Data.ConnectionState.Open)
                    throw MySqlErrors.Source(_address, e, $"Nothing of {table.Name} was exported.");

                // The session was ended after it had read its rows. The other sessions read the next tables.
            }
        }
    }

    // The steps that may wait for locks of others, before the first row.
    private async Task<IReadOnlyList<KeyRange?>> PrepareAsync(
        IReadOnlyList<MySqlConnection> readers, MySqlTable table, RowFilter? filter, CancellationToken cancellation)
    {
        var outcome = $"Nothing of {table.Schema.Name} was exported.";
        if (readers.Count == 0)
            throw MySqlErrors.Lost(_address, outcome);
        try
        {
            await MySqlAccess.RefuseHiddenColumnsAsync(readers[0], table, _address.User, cancellation).ConfigureAwait(false);
            return await PiecesAsync(readers[0], table, filter, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (MySqlErrors.IsServers(e))
        {
            cancellation.ThrowIfCancellationRequested();
            throw MySqlErrors.Source(_address, e, outcome);
        }
    }

    // A table without transactions is locked for only one statement: rows could move from one piece to another.
    private static async Task<IReadOnlyList<KeyRange?>> PiecesAsync(
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

        // New rows are few, and one statement finds them. And a view or a query would run again for each piece.
        if (key < 0 || !table.IsTransactional || !table.IsOneTable || filter is not null)
            return [null];
        var rows = await reader.QueryAsync(SpanQuery(table.Schema), cancellation).ConfigureAwait(false);
        return SpanOf(rows[0]) is { } keys
            ? Cut(keys, await CountAsync(reader, table, keys, cancellation).ConfigureAwait(false))
            : [new KeyRange(1, 0)];
    }

    // A server's estimate may be older than the rows. So a small one is compared with the rows themselves: it costs
    // milliseconds to see that there are more, and a table that is read by one reader alone costs minutes.
    private static async Task<long?> CountAsync(
        MySqlConnection reader, MySqlTable table, KeyRange keys, CancellationToken cancellation)
    {
        if (table.RowEstimate is not { } estimate || estimate >= FewRows || keys.Count <= RowsPerPiece)
            return table.RowEstimate;
        var sql = $"SELECT COUNT(*) FROM (SELECT 1 FROM {table.From} LIMIT {FewRows}) AS some_rows";
        var counted = Number((await reader.QueryAsync(sql, cancellation).ConfigureAwait(false))[0][0]);
        return counted < FewRows ? counted : Math.Min(keys.Count, RowsPerPiece * MostBlindPieces);
    }

    // Each has its share of the rows.
    private static List<KeyRange?> CutEach(IReadOnlyList<KeyRange> ranges, long? rows)
    {
        var span = (Int128)ranges[^1].Last - ranges[0].First + 1;
        return [.. ranges.SelectMany(range => Cut(range, rows is { } all ? (long)((Int128)all * range.Count / span) : null))];
    }

    /// <summary>Cuts keys into pieces of about the same number of rows, as if they were evenly distributed.</summary>
    /// <param name="keys">All keys.</param>
    /// <param name="rows">About how many rows the table has; NULL when unknown.</param>
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
