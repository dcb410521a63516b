[assembly: AssemblyFixture(typeof(Contabyx.ServerTests.HarmedServers))]

namespace Contabyx.ServerTests;

/// <summary>
/// A MySQL and a MariaDB server whose settings tests make harmful. No other test uses them: on a server that all tests share, another
/// test's own client would read only as many rows as such a setting allows.
/// </summary>
public sealed class HarmedServers : IAsyncDisposable
{
    private readonly Lazy<Task<OwnServer>> _mySql = new(() => OwnServer.StartAsync("mysql"));
    private readonly Lazy<Task<OwnServer>> _mariaDb = new(() => OwnServer.StartAsync("mariadb"));

    /// <summary>The server of the same kind; it is started at its first use.</summary>
    public async Task<SourceServer> LikeAsync(SourceServer server) => (await (server.IsMariaDb ? _mariaDb : _mySql).Value).Source;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { _mySql, _mariaDb }.Where(server => server.IsValueCreated && server.Value.IsCompletedSuccessfully))
            await (await server.Value).DisposeAsync();
    }
}
