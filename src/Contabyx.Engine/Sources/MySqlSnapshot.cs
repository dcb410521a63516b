using System.Globalization;
using MySqlConnector;

namespace Contabyx.Engine;

/// <summary>A view of a MySQL database, read by one connection or by several.</summary>
/// <param name="address">The server's address.</param>
/// <param name="view">The connections; disposed with this.</param>
/// <param name="tables">The tables there are.</param>
/// <param name="zeroDates">What becomes of dates that no calendar has.</param>
internal sealed class MySqlSnapshot(
    ServerAddress address, MySqlView view, IReadOnlyList<MySqlTable> tables, ZeroDatePolicy zeroDates) : ISnapshot
{
    // Rows in a piece. Smaller ones cost more statements, larger ones let readers wait for each other.
    private const long RowsPerPiece = 1 << 15;
    private const long MostPieces = 1 << 20;

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
        var found = Find(table) with { Schema = table };
        if (!found.IsTransactional)
        {
            _perTable = $"{table.Name} is a table of {found.Engine}, which knows no transactions: "
                + "its rows are as of their reading.";
        }

        var readers = found.IsTransactional ? view.Readers : view.Readers.Take(1);
        using var reading = new MySqlParallelRead(address, readers, found, Pieces(found, range), zeroDates);
        foreach (var block in reading.Read(cancellation))
            yield return block;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => view.DisposeAsync();

    private MySqlTable Find(TableSchema table) =>
        tables.FirstOrDefault(found => found.Schema.Name.Equals(table.Name, StringComparison.OrdinalIgnoreCase)
            && found.Columns.Count == table.Columns.Count)
        ?? throw new TableNotFoundException(
            table.Name, address.ToString(), tables.Select(found => found.Schema.Name));

    private IReadOnlyList<KeyRange?> Pieces(MySqlTable table, KeyRange? range)
    {
        var key = table.Schema.RangeKey;
        if (range is not null && key < 0)
            throw new ArgumentException(
                $"{table.Schema.Name} has no key of one whole number to select a range by.", nameof(range));
        if (key < 0)
            return [null];
        if ((range ?? Span(table)) is not { } keys)
            return [new KeyRange(1, 0)];
        return Cut(keys, table.RowEstimate);
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

    private KeyRange? Span(MySqlTable table)
    {
        var key = MySqlName.Quote(table.Schema.Columns[table.Schema.RangeKey].Name);
        try
        {
            using var command = new MySqlCommand(
                $"SELECT MIN({key}), MAX({key}) FROM {MySqlName.Quote(table.Schema.Name)}", view.Readers[0]);
            using var reader = command.ExecuteReader();
            return reader.Read() && !reader.IsDBNull(0)
                ? new KeyRange(Number(reader.GetValue(0)), Number(reader.GetValue(1)))
                : null;
        }
        catch (Exception e) when (MySqlErrors.IsServers(e))
        {
            throw MySqlErrors.Source(address, e, $"Nothing of {table.Schema.Name} was exported.");
        }
    }

    private static long Number(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);
}
