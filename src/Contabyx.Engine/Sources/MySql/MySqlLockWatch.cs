using System.Globalization;
using Contabyx.Engine.Sql;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>
/// Reports what connections wait for when another session's lock blocks them: after ten seconds, and then every minute.
/// Disposing of it ends the watch.
/// </summary>
internal sealed class MySqlLockWatch : IDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Then = TimeSpan.FromMinutes(1);
    private static readonly SqlFile Sql = SqlFile.Load("mysql/session.sql");

    private readonly MySqlConnections _connections;
    private readonly IProgress<string> _notes;
    private readonly string _table;
    private readonly string _ids;
    private readonly CancellationTokenSource _stop = new();

    private MySqlLockWatch(MySqlConnections connections, IProgress<string> notes, string table, string ids)
    {
        _connections = connections;
        _notes = notes;
        _table = table;
        _ids = ids;
        _ = Task.Run(WatchAsync);
    }

    /// <param name="connections">The server.</param>
    /// <param name="watched">The connections that may have to wait.</param>
    /// <param name="table">The table that they read.</param>
    /// <param name="notes">Receives the notes; NULL if nobody listens.</param>
    public static MySqlLockWatch? Begin(
        MySqlConnections connections, IEnumerable<MySqlConnection> watched, string table, IProgress<string>? notes) =>
        notes is null ? null : new MySqlLockWatch(connections, notes, table, string.Join(", ", watched.Select(c => c.ServerThread)));

    /// <inheritdoc/>
    public void Dispose() => _stop.Cancel();

    private async Task WatchAsync()
    {
        try
        {
            for (var pause = First; ; pause = Then)
            {
                await Task.Delay(pause, _stop.Token).ConfigureAwait(false);
                if (await DescribeAsync(_stop.Token).ConfigureAwait(false) is { } text)
                    _notes.Warn(text);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ContabyxException || MySqlErrors.IsServers(e))
        {
            // The code that reads the table meets the same failure, and reports it.
        }
    }

    private async Task<string?> DescribeAsync(CancellationToken cancellation)
    {
        var connection = await _connections.OpenAsync(cancellation).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var waits = await connection.QueryAsync(Sql.Statement("waits", ("ids", _ids)), cancellation).ConfigureAwait(false);
            if (waits.Count == 0)
                return null;
            var holders = await ReadHoldersAsync(connection, cancellation).ConfigureAwait(false);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{_table} is locked by {holders}; the export waits until the lock is gone (\"{waits[0][1]}\"). Ctrl+C stops it.");
        }
    }

    // Many users may not see who holds a lock, and MariaDB shows it to nobody.
    private async Task<string> ReadHoldersAsync(MySqlConnection connection, CancellationToken cancellation)
    {
        try
        {
            var sql = Sql.Statement("lock-holders", ("ids", _ids));
            var rows = await connection.QueryAsync(sql, cancellation, ("@table", _table)).ConfigureAwait(false);
            if (rows.Count > 0)
                return string.Join(", ", rows.Select(row => $"the session {row[0]} of {row[1]}@{row[2]}"));
        }
        catch (MySqlException) when (!cancellation.IsCancellationRequested)
        {
        }

        return "another session";
    }
}
