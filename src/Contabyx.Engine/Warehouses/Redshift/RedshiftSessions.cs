using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Waits;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>
/// Opens sessions of one warehouse, and keeps one outside any transaction, which serves all queries in between, one at a time.
/// </summary>
/// <param name="login">Gives the user and the password.</param>
/// <param name="notes">Receives the number of statements sent; NULL if nobody listens.</param>
/// <param name="waits">Whether to wait for the warehouse if it is asleep.</param>
internal sealed class RedshiftSessions(ServerAddress address, ILogin login, IProgress<string>? notes, bool waits) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private WakeUp _wakeUp = waits && IsService(address.Host) ? WakeUp.Patient : WakeUp.None;
    private RedshiftSession? _shared;
    private int _statements;

    /// <summary>Opens a session that belongs to the caller.</summary>
    /// <exception cref="ConnectionException">The server cannot be reached, or does not accept the user.</exception>
    public async Task<RedshiftSession> OpenAsync(CancellationToken cancellation)
    {
        try
        {
            return await _wakeUp.RunAsync(
                () => RedshiftSession.OpenAsync(address, login, cancellation, () => Interlocked.Increment(ref _statements), notes),
                address.ToString(), notes, cancellation).ConfigureAwait(false);
        }
        catch (ConnectionException)
        {
            // After one wait in vain, later sessions do not wait.
            _wakeUp = WakeUp.None;
            throw;
        }
    }

    /// <summary>Runs a query in the shared session, and returns all its rows as text.</summary>
    public Task<IReadOnlyList<string?[]>> QueryAsync(string sql, CancellationToken cancellation) =>
        OneAtATimeAsync(session => session.QueryAsync(sql, cancellation), cancellation);

    /// <summary>Runs a statement in the shared session.</summary>
    public async Task RunAsync(string statement, CancellationToken cancellation) =>
        await OneAtATimeAsync(session => session.RunAsync(statement, cancellation), cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_statements > 0)
            notes?.Report($"{_statements} statements, each one round trip, to {address}.");
        if (_shared is not null)
            await _shared.DisposeAsync().ConfigureAwait(false);
        _turn.Dispose();
    }

    // Only the service itself sleeps; a tunnel or a server of one's own is there or not.
    private static bool IsService(string host) =>
        host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".amazonaws.com.cn", StringComparison.OrdinalIgnoreCase);

    private async Task<T> OneAtATimeAsync<T>(Func<RedshiftSession, Task<T>> ask, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_shared is { IsOpen: false } lost)
            {
                _shared = null;
                await lost.DisposeAsync().ConfigureAwait(false);
            }

            _shared ??= await OpenAsync(cancellation).ConfigureAwait(false);
            return await ask(_shared).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }
}
