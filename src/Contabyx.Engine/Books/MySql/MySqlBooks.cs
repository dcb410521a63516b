using System.Globalization;
using Contabyx.Engine.Runs;
using Contabyx.Engine.Sources.MySql;
using Contabyx.Engine.Sql;
using MySqlConnector;

namespace Contabyx.Engine.Books.MySql;

/// <summary>
/// The notes about batches in a MySQL database: the parameters of the books, and what was written.
/// </summary>
internal static class MySqlBooks
{
    private const int LongestLockName = 64;
    private static readonly TimeSpan Forever = TimeSpan.FromDays(365);

    private static readonly SqlFile Sql = SqlFile.Load("mysql/books.sql");

    /// <summary>The statements that create the books, and the database, if they are missing.</summary>
    /// <param name="database">The database to use instead of the one in the script.</param>
    public static IReadOnlyList<string> Script(string database) =>
    [
        .. MySqlScript.Split(SqlFile.Read("mysql.sql")).Select(statement =>
            statement.Replace(MySqlScript.Database, MySqlName.Quote(database), StringComparison.Ordinal)),
    ];

    /// <summary>The statement that creates the table of legacy entries if it is missing.</summary>
    public static string CreateLegacyEntries(string database) =>
        Sql.Statement("create-legacy-entries", ("database", MySqlName.Quote(database)));

    /// <summary>
    /// Takes the lock that batches are written under, until the connection is closed ("Locking Functions", MySQL 8.0
    /// Reference Manual).
    /// </summary>
    /// <param name="connection">The connection that writes the batch.</param>
    /// <param name="patience">How long to wait for it; NULL for as long as it takes.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>Whether it was free, or became free.</returns>
    public static async Task<bool> LockAsync(
        MySqlConnection connection, string database, TimeSpan? patience, CancellationToken cancellation)
    {
        var name = $"contabyx.{database}";
        if (name.Length > LongestLockName)
            name = "contabyx." + Convert.ToHexStringLower(
                System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(database)))[..32];
        var rows = await connection.QueryAsync(
            Sql.Statement("lock"),
            cancellation,
            ("@name", name),
            ("@seconds", (long)(patience ?? Forever).TotalSeconds)).ConfigureAwait(false);
        return rows[0][0] == "1";
    }

    /// <summary>
    /// Releases the lock, so that the next batch need not wait until the server notices a closed connection.
    /// </summary>
    /// <param name="connection">The connection that wrote the batch.</param>
    public static async Task UnlockAsync(MySqlConnection connection)
    {
        try
        {
            await connection.QueryAsync(Sql.Statement("unlock"), CancellationToken.None).ConfigureAwait(false);
        }
        catch (MySqlException)
        {
            // The batch is committed, and closing the connection releases the lock as well.
        }
    }

    /// <summary>The state of the books; NULL when nothing was written yet, or there are no tables.</summary>
    /// <param name="connection">An open connection.</param>
    public static async Task<BooksState?> ReadAsync(MySqlConnection connection, CancellationToken cancellation)
    {
        var there = await connection.QueryAsync(Sql.Statement("has-state"), cancellation).ConfigureAwait(false);
        if (there[0][0] == "0")
            return null;
        var rows = await connection.QueryAsync(Sql.Statement("read-state"), cancellation).ConfigureAwait(false);
        return rows.Count == 0 ? null : State(rows[0]);
    }

    /// <summary>The names of all tables and views.</summary>
    /// <param name="connection">An open connection.</param>
    public static async Task<IReadOnlyList<string>> ReadNamesAsync(MySqlConnection connection, CancellationToken cancellation) =>
        [.. (await connection.QueryAsync(Sql.Statement("names"), cancellation).ConfigureAwait(false)).Select(row => row[0]!)];

    /// <summary>Writes the state of the books.</summary>
    /// <param name="connection">The connection that writes the batch.</param>
    public static Task WriteAsync(MySqlConnection connection, BooksState state, CancellationToken cancellation) =>
        connection.RunAsync(
            Sql.Statement("write-state"),
            cancellation,
            ("@data_version", state.DataVersion),
            ("@seed", state.Seed),
            ("@start_day", state.StartDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("@rounds_per_day", state.RoundsPerDay),
            ("@days", state.Days));

    /// <summary>Notes a batch.</summary>
    /// <param name="connection">The connection that writes the batch.</param>
    public static Task AddAsync(MySqlConnection connection, ContabyxBatch batch, CancellationToken cancellation) =>
        connection.RunAsync(
            Sql.Statement("insert-batch"), cancellation, ("@batch_id", batch.Id), ("@batch", RunJson.Write(batch)));

    /// <summary>The batches that never reached the warehouse, the oldest first.</summary>
    /// <param name="connection">An open connection.</param>
    public static async Task<IReadOnlyList<ContabyxBatch>> ReadUnconfirmedAsync(
        MySqlConnection connection, CancellationToken cancellation)
    {
        var there = await connection.QueryAsync(Sql.Statement("has-state"), cancellation).ConfigureAwait(false);
        if (there[0][0] == "0")
            return [];
        var rows = await connection.QueryAsync(Sql.Statement("read-unconfirmed"), cancellation).ConfigureAwait(false);
        return [.. rows.Select(row => RunJson.ReadBatch(row[0]!))];
    }

    /// <summary>Notes that batches have reached the warehouse.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="batches">Their ids.</param>
    public static async Task ConfirmAsync(
        MySqlConnection connection, IEnumerable<string> batches, CancellationToken cancellation)
    {
        foreach (var batch in batches)
        {
            await connection.RunAsync(Sql.Statement("confirm"), cancellation, ("@batch_id", batch))
                .ConfigureAwait(false);
        }
    }

    private static BooksState State(string?[] row) => new(
        int.Parse(row[0]!, CultureInfo.InvariantCulture),
        long.Parse(row[1]!, CultureInfo.InvariantCulture),
        DateOnly.ParseExact(row[2]![..10], "yyyy-MM-dd", CultureInfo.InvariantCulture),
        int.Parse(row[3]!, CultureInfo.InvariantCulture),
        int.Parse(row[4]!, CultureInfo.InvariantCulture));
}
