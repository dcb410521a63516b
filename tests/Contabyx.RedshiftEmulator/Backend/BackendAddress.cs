using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Contabyx.RedshiftEmulator;

/// <summary>Where the PostgreSQL server is, and who logs in there.</summary>
internal sealed record BackendAddress(string Host, int Port, string User, string Password, string Database)
{
    public static BackendAddress Parse(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        return new BackendAddress(
            parts.Host ?? "127.0.0.1", parts.Port, parts.Username ?? "postgres", parts.Password ?? "",
            parts.Database ?? parts.Username ?? "postgres");
    }

    /// <summary>Opens a connection; a host that begins with a slash is a folder of Unix sockets.</summary>
    public async Task<NetworkStream> OpenAsync(CancellationToken cancellation)
    {
        var local = Host.StartsWith('/');
        EndPoint end = local
            ? new UnixDomainSocketEndPoint($"{Host}/.s.PGSQL.{Port}")
            : new DnsEndPoint(Host, Port, AddressFamily.InterNetwork);
        var socket = local
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(end, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception)
        {
            socket.Dispose();
            throw;
        }
    }
}
