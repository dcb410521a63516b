using System.Globalization;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Rows;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>A view of a MySQL database, read by one connection or by several.</summary>
/// <param name="connections">The server.</param>
/// <param name="view">The connections; disposed with this.</param>
/// <param name="tables">The existing tables.</param>
/// <param name="zeroDates">How to handle dates that are not in the calendar.</param>
/// <param name="notes">Receives what a user may want to know; NULL if nobody listens.</param>
internal sealed class MySqlSnapshot(
    MySqlConnections connections,
    MySqlView view,
    IReadOnlyList<MySqlTable> tables,
    ZeroDatePolicy zeroDates,
    IProgress<string>? notes) : ISnapshot
{
    // Rows in a piece. Smaller pieces cost more statements; larger ones make readers wait for each other.
    private const long RowsPerPiece = 1 << 15;
    private const long MostPieces = 1 << 20;

    private readonly ServerAddress _address = connections.Address;
    private string? _perTable;

    /// <inheritdoc/>
    public SnapshotLevel Level => _perTable is null ? view.Level : SnapshotLevel.PerTable;

    /// <inheritdoc/>
    public string? LevelReason => _perTable ?? view.LevelReason;

    /// <inheritdoc/>
    public Task<long?> CountAsync(TableSchema table, KeyRange? range, CancellationToken cancellation) =>
        Task.FromResult(range?.Count ?? Find(table).RowEstimate);

    /// <inheritdoc/>
    public IEnumerable<RowBlock> Read(TableSchema table, KeyRange? range, CancellationToken cancellation)
    {
        var now = Find(table);
        if (!now.Schema.Columns.Select(column => column.Name).SequenceEqual(table.Columns.Select(column => column.Name)))
        {
            throw new TableRefusedException(
                table.Name, "its columns were changed while the export was starting.", "Run the same command again.");
        }

        var found = now with { Schema = table };
        if (!found.IsTransactional)
        {
            _perTable = $"{table.Name} uses the engine {found.Engine}, which has no transactions: "
                + "its rows are as they were when they were read.";
        }

        // If a session was ended, its table fails, and the remaining sessions read the others.
        var alive = view.Readers.Where(reader => reader.State == System.Data.ConnectionState.Open).ToList();
        var readers = found.IsTransactional ? alive : alive.Take(1).ToList();
        using var watch = MySqlLockWatch.Begin(connections, readers, table.Name, notes);
        var pieces = Prepare(readers, found, range, cancellation);
        using var reading = new MySqlParallelRead(_address, readers, found, pieces, zeroDates);
        foreach (var block in reading.Read(cancellation))
            yield return block;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => view.DisposeAsync();

    // Names may differ only in case. A server on Windows may have changed those of the books to lower case.
    private MySqlTable Find(TableSchema table) =>
        tables.FirstOrDefault(found => found.Schema.Name == table.Name)
        ?? tables.FirstOrDefault(found => found.Schema.Name.Equals(table.Name, StringComparison.OrdinalIgnoreCase))
        ?? throw new TableNotFoundException(table.Name, _address.ToString(), tables.Select(found => found.Schema.Name));

    // The steps that may wait for locks of others, before the first row.
    private IReadOnlyList<KeyRange?> Prepare(
        IReadOnlyList<MySqlConnection> readers, MySqlTable table, KeyRange? range, CancellationToken cancellation)
    {
        var outcome = $"Nothing of {table.Schema.Name} was exported.";
        if (readers.Count == 0)
            throw MySqlErrors.Lost(_address, outcome);
        try
        {
            MySqlAccess.RefuseHiddenColumnsAsync(readers[0], table, _address.User, cancellation).GetAwaiter().GetResult();
            return Pieces(readers[0], table, range, cancellation);
        }
        catch (Exception e) when (MySqlErrors.IsServers(e))
        {
            cancellation.ThrowIfCancellationRequested();
            throw MySqlErrors.Source(_address, e, outcome);
        }
    }

    // A table without transactions is locked for only one statement: rows could move from one piece to another.
    private static IReadOnlyList<KeyRange?> Pieces(
        MySqlConnection reader, MySqlTable table, KeyRange? range, CancellationToken cancellation)
    {
        var key = table.Schema.RangeKey;
        if (range is not null && key < 0)
            throw new ArgumentException(
                $"{table.Schema.Name} has no key of one whole number to select a range by.", nameof(range));
        if (key < 0 || (range is null && !table.IsTransactional))
            return [null];
        if ((range ?? Span(reader, table, cancellation)) is not { } keys)
            return [new KeyRange(1, 0)];
        return Cut(keys, table.RowEstimate);
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

    private static KeyRange? Span(MySqlConnection reader, MySqlTable table, CancellationToken cancellation)
    {
        var key = MySqlName.Quote(table.Schema.Columns[table.Schema.RangeKey].Name);
        var sql = $"SELECT MIN({key}), MAX({key}) FROM {MySqlName.Quote(table.Schema.Name)}";
        var row = reader.QueryAsync(sql, cancellation).GetAwaiter().GetResult()[0];
        return row[0] is null ? null : new KeyRange(Number(row[0]), Number(row[1]));
    }

    private static long Number(string? text) => long.Parse(text!, CultureInfo.InvariantCulture);
}
