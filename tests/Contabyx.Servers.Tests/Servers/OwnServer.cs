namespace Contabyx.ServerTests;

/// <summary>A MySQL or MariaDB server of one test, which may change what holds for everybody on a server.</summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private readonly string _folder;

    private OwnServer(string folder, SourceServer source)
    {
        _folder = folder;
        Source = source;
    }

    public SourceServer Source { get; }

    /// <param name="name"><c>mysql</c> or <c>mariadb</c>.</param>
    /// <param name="options">More options of the server.</param>
    public static async Task<OwnServer> StartAsync(string name, string options = "")
    {
        var folder = Directory.CreateTempSubdirectory("contabyx-server-").FullName;
        ServersScript.RequireNone(await ServersScript.RunAsync(["start", folder, name], options));
        var values = await ServersScript.ReadAsync(folder);
        return new OwnServer(folder, new SourceServer(name.ToUpperInvariant(), value => values[value]));
    }

    public async ValueTask DisposeAsync() => await ServersScript.RunAsync(["stop", _folder]);
}
