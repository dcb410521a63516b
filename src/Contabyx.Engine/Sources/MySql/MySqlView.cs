using System.Globalization;
using Contabyx.Engine.Sql;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>
/// Connections that see a MySQL database as of one moment, or as close to that as the server allows.
/// </summary>
/// <param name="Readers">The connections, each in a transaction of its own; at least one.</param>
/// <param name="Level">How consistent they are.</param>
/// <param name="LevelReason">Why not more; NULL for the best.</param>
internal sealed record MySqlView(IReadOnlyList<MySqlConnection> Readers, SnapshotLevel Level, string? LevelReason)
    : IAsyncDisposable
{
    private const int SlowestLock = 5;
    private static readonly SqlFile Sql = SqlFile.Load("mysql/session.sql");

    /// <summary>The statement that releases the tables which a reader has read; its snapshot stays.</summary>
    public static string Release => Sql.Statement("release");

    /// <summary>
    /// Opens a view. LOCK TABLES keeps the tables from being written for the moment in which the readers begin their
    /// transactions. Where that is not possible, one reader alone needs no lock.
    /// </summary>
    /// <param name="connections">The server.</param>
    /// <param name="wanted">How many readers are wanted.</param>
    /// <param name="tables">The names of the database's tables.</param>
    /// <exception cref="ConnectionException">The server cannot be reached.</exception>
    /// <remarks>
    /// FLUSH TABLES WITH READ LOCK is not used, although it would lock in more cases: behind a long query it blocks the tables
    /// of that query for everybody until the query ends, even after the lock was given up ("Handling FLUSH TABLES WITH READ
    /// LOCK", Percona XtraBackup documentation), and Amazon RDS refuses it to everybody. LOCK TABLES ... READ waits for writers
    /// only, and readers never wait for it ("LOCK TABLES and UNLOCK TABLES Statements", MySQL Reference Manual).
    /// </remarks>
    public static async Task<MySqlView> OpenAsync(
        MySqlConnections connections, int wanted, IReadOnlyList<string> tables, IProgress<string>? notes, CancellationToken cancellation)
    {
        var readers = new List<MySqlConnection>();
        try
        {
            var refusal = wanted > 1
                ? await OpenLockedAsync(connections, wanted, tables, readers, cancellation).ConfigureAwait(false)
                : null;
            if (readers.Count == 0)
                readers.Add(await BeginAsync(connections, cancellation).ConfigureAwait(false));
            if (refusal is null && readers.Count < wanted)
                notes?.Report($"The server accepts no more connections: {readers.Count} of {wanted} readers read the tables.");
            return new MySqlView(
                readers, refusal is null ? SnapshotLevel.Consistent : SnapshotLevel.SingleReader, refusal);
        }
        catch (Exception e) when (e is ContabyxException or OperationCanceledException || MySqlErrors.IsServers(e))
        {
            foreach (var reader in readers)
                await reader.DisposeAsync().ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            if (MySqlErrors.IsServers(e))
                throw MySqlErrors.Source(connections.Address, e, "Nothing was exported.");
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var reader in Readers)
            await reader.DisposeAsync().ConfigureAwait(false);
    }

    // Why there is one reader only; NULL when the tables were locked, or only the server's limit of connections was reached.
    private static async Task<string?> OpenLockedAsync(
        MySqlConnections connections,
        int wanted,
        IReadOnlyList<string> tables,
        List<MySqlConnection> readers,
        CancellationToken cancellation)
    {
        MySqlConnection locker;
        try
        {
            locker = await connections.OpenAsync(cancellation).ConfigureAwait(false);
        }
        catch (ConnectionException e) when (IsAtLimit(e))
        {
            return null; // One reader needs no lock, and the place that the lock would have taken.
        }

        try
        {
            var refusal = await LockAsync(locker, tables, cancellation).ConfigureAwait(false);
            if (refusal is null)
                await BeginOthersAsync(connections, wanted, readers, cancellation).ConfigureAwait(false);
            if (readers.Count == 0 && locker.State == System.Data.ConnectionState.Open)
            {
                // One reader alone begins whenever it likes. A transaction releases the locks of its session.
                await locker.RunAsync(Sql.Statement("lock-patience", ("seconds", "86400")), cancellation).ConfigureAwait(false);
                await locker.RunAsync(Sql.Statement("snapshot"), cancellation).ConfigureAwait(false);
                readers.Add(locker);
            }

            return refusal;
        }
        finally
        {
            // This releases the locks.
            if (!readers.Contains(locker))
                await locker.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task BeginOthersAsync(
        MySqlConnections connections, int wanted, List<MySqlConnection> readers, CancellationToken cancellation)
    {
        try
        {
            while (readers.Count < wanted)
                readers.Add(await BeginAsync(connections, cancellation).ConfigureAwait(false));
        }
        catch (ConnectionException e) when (IsAtLimit(e))
        {
            // The existing connections are enough; if there are none, the lock's own connection reads.
        }
    }

    private static bool IsAtLimit(ConnectionException failure) => failure.InnerException is MySqlException
    {
        ErrorCode: MySqlErrorCode.ConnectionCountError or MySqlErrorCode.TooManyUserConnections or MySqlErrorCode.UserLimitReached,
    };

    // Why not; NULL when the tables are locked. The server limits each wait, and the driver all of them together: tables that
    // are locked already cannot be written as long as another one is waited for.
    private static async Task<string?> LockAsync(
        MySqlConnection locker, IReadOnlyList<string> tables, CancellationToken cancellation)
    {
        const string One = "One reader is used instead of several: ";
        var isFedBelow = (await locker.QueryAsync(Sql.Statement("is-fed-below"), cancellation).ConfigureAwait(false))[0][0];
        if (MySqlSession.IsOn(isFedBelow))
            return One + "innodb_read_only is on, as on the readers of Amazon Aurora, which get new rows below any lock.";

        var seconds = SlowestLock.ToString(CultureInfo.InvariantCulture);
        await locker.RunAsync(Sql.Statement("lock-patience", ("seconds", seconds)), cancellation).ConfigureAwait(false);
        var all = string.Join(", ", tables.Select(table => $"{MySqlName.Quote(table)} READ"));
        var command = new MySqlCommand($"LOCK TABLES {all}", locker) { CommandTimeout = SlowestLock };
        try
        {
            await using (command.ConfigureAwait(false))
                await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            return null;
        }
        catch (MySqlException e) when (e.ErrorCode is MySqlErrorCode.LockWaitTimeout or MySqlErrorCode.CommandTimeoutExpired)
        {
            return $"{One}LOCK TABLES was not granted within {seconds} s, because other sessions kept writing.";
        }
        catch (MySqlException e)
            when (!cancellation.IsCancellationRequested && locker.State == System.Data.ConnectionState.Open)
        {
            return $"{One}LOCK TABLES is needed for more on the database, and SELECT on each table. "
                + $"The server said: {MySqlErrors.Reason(e).TrimEnd('.')}.";
        }
    }

    private static async Task<MySqlConnection> BeginAsync(
        MySqlConnections connections, CancellationToken cancellation)
    {
        var reader = await connections.OpenAsync(cancellation).ConfigureAwait(false);
        try
        {
            await reader.RunAsync(Sql.Statement("snapshot"), cancellation).ConfigureAwait(false);
            return reader;
        }
        catch (Exception e) when (e is OperationCanceledException || MySqlErrors.IsServers(e))
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
