using System.Collections.Concurrent;

namespace Contabyx.RedshiftEmulator;

/// <summary>The sessions that are open, by the key that cancels them.</summary>
internal sealed class SessionList(EmulatorState state, BackendAddress address)
{
    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    public void Cancel(byte[] key)
    {
        if (_sessions.TryGetValue(Convert.ToHexString(key), out var session))
            session.Cancel();
    }

    /// <summary>Serves a client that has logged in.</summary>
    public async Task RunAsync(ClientStart start, CancellationToken cancellation)
    {
        var settings = new SessionSettings(
            start.Parameters["user"], state.Options.Database, address.Database,
            state.Options.OrdinaryUsers.ContainsKey(start.Parameters["user"]));
        var backend = await BackendConnection.OpenAsync(address, cancellation).ConfigureAwait(false);
        await using var session = new Session(state, start.Messages, backend, settings);
        await session.OpenAsync(cancellation).ConfigureAwait(false);
        var key = Convert.ToHexString(backend.KeyFor(state.Options));
        _sessions[key] = session;
        try
        {
            await session.RunAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _sessions.TryRemove(key, out _);
        }
    }
}
