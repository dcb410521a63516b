using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Settings;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>
/// A database on a MySQL server, with one connection that stays open as long as this object. Code that reads rows or
/// writes books opens more connections.
/// </summary>
/// <param name="address">Where it is.</param>
/// <param name="login">Gives the user and the password.</param>
internal sealed class MySqlDatabase(ServerAddress address, ILogin login) : IAsyncDisposable
{
    private MySqlConnection? _connection;

    public ServerAddress Server { get; } = address;

    public string Address { get; } = address.ToString();

    /// <summary>Opens connections that belong to the caller.</summary>
    public MySqlConnections Connections { get; } = new(address, login);

    /// <summary>The connection that stays open; a broken one is opened again.</summary>
    public async Task<MySqlConnection> ConnectAsync(CancellationToken cancellation)
    {
        if (_connection is { State: System.Data.ConnectionState.Open })
            return _connection;
        if (_connection is not null)
            await _connection.DisposeAsync().ConfigureAwait(false);
        return _connection = await Connections.OpenAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Does some work, and turns what the server says into an error of the source.</summary>
    /// <param name="outcome">What happened to the work when it failed; empty when there is nothing to say.</param>
    /// <exception cref="SourceException">The server refused.</exception>
    public async Task<T> TryAsync<T>(Func<Task<T>> work, string outcome, CancellationToken cancellation)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (MySqlErrors.IsServers(e))
        {
            cancellation.ThrowIfCancellationRequested();
            throw MySqlErrors.Source(Server, e, outcome);
        }
    }

    /// <inheritdoc cref="TryAsync{T}"/>
    public Task TryAsync(Func<Task> work, string outcome, CancellationToken cancellation) => TryAsync(
        async () =>
        {
            await work().ConfigureAwait(false);
            return true;
        },
        outcome,
        cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;
}
