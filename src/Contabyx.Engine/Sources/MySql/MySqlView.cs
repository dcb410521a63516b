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

    /// <summary>
    /// Opens a view. All tables are locked for the moment in which the readers begin their transactions: by FLUSH TABLES
    /// WITH READ LOCK, else by LOCK TABLES. Where neither is allowed, one reader alone needs no lock.
    /// </summary>
    /// <param name="connections">The server.</param>
    /// <param name="wanted">How many readers are wanted.</param>
    /// <param name="tables">The names of the database's tables.</param>
    /// <exception cref="ConnectionException">The server cannot be reached.</exception>
    /// <remarks>
    /// "FLUSH Statement" and "START TRANSACTION, COMMIT, and ROLLBACK Statements", MySQL 8.0 Reference Manual. Hosted
    /// servers refuse the first lock to everybody (mydumper/mydumper #467, #1956).
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

    // Why there is no lock; NULL when there was one, and the readers have begun. Closing the connection releases it.
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

        await using (locker.ConfigureAwait(false))
        {
            await locker.RunAsync(Sql.Statement("lock-patience"), cancellation).ConfigureAwait(false);
            var flush = await TryAsync(locker, Sql.Statement("lock-all"), cancellation).ConfigureAwait(false);
            if (flush is not null)
            {
                var all = string.Join(", ", tables.Select(table => $"{MySqlName.Quote(table)} READ"));
                var lockTables = await TryAsync(locker, $"LOCK TABLES {all}", cancellation).ConfigureAwait(false);
                if (lockTables is not null)
                {
                    return "One reader is used instead of several, because the tables could not be locked for a moment. "
                        + $"FLUSH TABLES WITH READ LOCK: {flush} LOCK TABLES: {lockTables}";
                }
            }

            try
            {
                while (readers.Count < wanted)
                    readers.Add(await BeginAsync(connections, cancellation).ConfigureAwait(false));
            }
            catch (ConnectionException e) when (IsAtLimit(e))
            {
                // The existing connections are enough; if there are none, the place of the lock's connection is free for one.
            }

            return null;
        }
    }

    private static bool IsAtLimit(ConnectionException failure) => failure.InnerException is MySqlException
    {
        ErrorCode: MySqlErrorCode.ConnectionCountError or MySqlErrorCode.TooManyUserConnections or MySqlErrorCode.UserLimitReached,
    };

    private static async Task<string?> TryAsync(MySqlConnection locker, string sql, CancellationToken cancellation)
    {
        try
        {
            await locker.RunAsync(sql, cancellation).ConfigureAwait(false);
            return null;
        }
        catch (MySqlException e) when (e.ErrorCode == MySqlErrorCode.LockWaitTimeout)
        {
            return $"it was not granted within {SlowestLock} s, because other sessions kept writing.";
        }
        catch (MySqlException e)
            when (!cancellation.IsCancellationRequested && locker.State == System.Data.ConnectionState.Open)
        {
            return MySqlErrors.Reason(e).TrimEnd('.') + ".";
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
