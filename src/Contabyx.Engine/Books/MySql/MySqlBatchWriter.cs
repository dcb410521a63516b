using System.Globalization;
using Contabyx.Engine.Sources.MySql;
using Contabyx.Engine.Sql;
using MySqlConnector;

namespace Contabyx.Engine.Books.MySql;

/// <summary>
/// Sends the rows of a batch with LOAD DATA LOCAL, or with INSERTs of many rows if the server does not accept
/// that (<c>local_infile</c> is off by default since MySQL 8.0). What was sent must have been inserted, without
/// warnings.
/// </summary>
/// <param name="connection">A connection in a transaction, used for nothing else.</param>
/// <param name="address">The server's address.</param>
/// <param name="notes">Receives a note when LOAD DATA LOCAL cannot be used.</param>
internal sealed class MySqlBatchWriter(MySqlConnection connection, string address, IProgress<string>? notes)
{
    private const string RolledBack = "The batch was rolled back. Run the same command again.";
    private static readonly SqlFile Sql = SqlFile.Load("mysql/session.sql");

    /// <summary>Sends all rows.</summary>
    /// <param name="cancellation">Stops it; the caller rolls back.</param>
    /// <returns>Rows per table.</returns>
    /// <exception cref="SourceException">Rows were lost, or the server reported warnings.</exception>
    /// <exception cref="MySqlException">The server refused them.</exception>
    public async Task<IReadOnlyDictionary<string, long>> WriteAsync(IBatchRows rows, CancellationToken cancellation)
    {
        var facts = (await connection.QueryAsync(Sql.Statement("facts"), cancellation).ConfigureAwait(false))[0];
        var packet = long.Parse(facts[1]!, CultureInfo.InvariantCulture);
        var loads = facts[0] is "1" or "ON";
        if (!loads)
        {
            notes?.Report(
                $"local_infile is off on {address}, so rows are written with INSERT, which can take twice as long as "
                + "LOAD DATA LOCAL. To turn it on: SET GLOBAL local_infile = ON.");
        }

        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var pump = new LoadDataPump(rows, cancellation);
        await using (pump.ConfigureAwait(false))
        {
            while (await pump.NextTableAsync().ConfigureAwait(false) is { } table)
            {
                counts[table.Name] = loads
                    ? await LoadAsync(pump, table, cancellation).ConfigureAwait(false)
                    : await InsertAsync(pump, table, packet, cancellation).ConfigureAwait(false);
            }
        }

        return counts;
    }

    private async Task<long> LoadAsync(LoadDataPump pump, TableSchema table, CancellationToken cancellation)
    {
        using var stream = new LoadDataStream(pump, table);
        var loader = new MySqlBulkLoader(connection)
        {
            TableName = MySqlName.Quote(table.Name),
            SourceStream = stream,
            Local = true,
            CharacterSet = "utf8mb4",
            FieldTerminator = "\t",
            EscapeCharacter = '\\',
            LineTerminator = "\n",
            Timeout = 0,
        };
        loader.Columns.AddRange(table.Columns.Select(column => MySqlName.Quote(column.Name)));
        var inserted = await loader.LoadAsync(cancellation).ConfigureAwait(false);

        // With LOCAL, rows that break a key are left out with a warning ("LOAD DATA Statement", on IGNORE).
        await CheckWarningsAsync(table, cancellation).ConfigureAwait(false);
        return inserted == stream.Rows
            ? inserted
            : throw new SourceException(
                address, $"{table.Name} accepted {inserted} of the {stream.Rows} rows that were sent.", RolledBack);
    }

    private async Task<long> InsertAsync(
        LoadDataPump pump, TableSchema table, long packet, CancellationToken cancellation)
    {
        var inserts = new MySqlInserts(connection, table, packet);
        var inserted = await inserts.WriteAsync(pump, cancellation).ConfigureAwait(false);
        await CheckWarningsAsync(table, cancellation).ConfigureAwait(false);
        return inserted;
    }

    private async Task CheckWarningsAsync(TableSchema table, CancellationToken cancellation)
    {
        var warnings = await connection.QueryAsync(Sql.Statement("warnings"), cancellation).ConfigureAwait(false);
        if (warnings.Count > 0)
        {
            throw new SourceException(
                address,
                $"it reported warnings while {table.Name} was written: {string.Join("; ", warnings.Select(row => row[2]))}",
                "The batch was rolled back. Compare the table with sql/mysql.sql, and run the same command again.");
        }
    }
}
