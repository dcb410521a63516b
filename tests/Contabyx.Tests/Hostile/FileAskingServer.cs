using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Contabyx.Tests;

/// <summary>
/// A server that speaks enough of MySQL's protocol to let anybody in, and that answers statements with the request for
/// a file of the client ("COM_QUERY Response", LOCAL INFILE Request, in MySQL's "Client/Server Protocol").
/// </summary>
internal sealed class FileAskingServer : IAsyncDisposable
{
    private static readonly byte[] Fine = [0, 0, 0, 2, 0, 0, 0];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _path;
    private readonly Func<string, bool> _asks;
    private readonly MemoryStream _heard = new();
    private readonly Task _loop;

    /// <param name="path">The file that is asked for.</param>
    /// <param name="asks">At which statements.</param>
    public FileAskingServer(string path, Func<string, bool> asks)
    {
        (_path, _asks) = (path, asks);
        _listener.Start();
        _loop = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often the file was asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>Everything that clients have sent, as ASCII.</summary>
    public string Heard => Encoding.ASCII.GetString(_heard.ToArray());

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await ServeAsync(client.GetStream());
            }
        }
        catch (Exception e)
            when (e is OperationCanceledException or ObjectDisposedException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        try
        {
            await SendAsync(stream, 0, Greeting());
            await ReceiveAsync(stream);
            await SendAsync(stream, 2, Fine);
            while (await ReceiveAsync(stream) is { Length: > 0 } command)
            {
                var asks = command[0] == 3 && _asks(Encoding.UTF8.GetString(command, 1, command.Length - 1));
                if (asks)
                    Asked++;
                await SendAsync(stream, 1, asks ? [0xFB, .. Encoding.UTF8.GetBytes(_path)] : Fine);
                if (!asks)
                    continue;

                // Whatever the client sends of a file ends with an empty packet.
                var packet = await ReceiveAsync(stream);
                for (; packet is { Length: > 0 }; packet = await ReceiveAsync(stream))
                {
                }

                await SendAsync(stream, 3, Fine);
            }
        }
        catch (IOException)
        {
            // The client has hung up.
        }
    }

    // "Protocol::HandshakeV10": LONG_PASSWORD, CONNECT_WITH_DB, LOCAL_FILES, PROTOCOL_41, TRANSACTIONS,
    // SECURE_CONNECTION; MULTI_STATEMENTS, MULTI_RESULTS, PLUGIN_AUTH.
    private static byte[] Greeting() =>
    [
        10, .. "8.0.36\0"u8, 1, 0, 0, 0, .. "12345678"u8, 0, 0x89, 0xA2, 45, 2, 0, 0x0B, 0, 21, .. new byte[10],
        .. "123456789012\0"u8, .. "mysql_native_password\0"u8,
    ];

    private async Task SendAsync(NetworkStream stream, byte number, byte[] payload) => await stream.WriteAsync(
        (byte[])[(byte)payload.Length, (byte)(payload.Length >> 8), (byte)(payload.Length >> 16), number, .. payload], _stop.Token);

    private async Task<byte[]?> ReceiveAsync(NetworkStream stream)
    {
        var header = new byte[4];
        if (await stream.ReadAtLeastAsync(header, 4, throwOnEndOfStream: false, _stop.Token) < 4)
            return null;
        var payload = new byte[header[0] | (header[1] << 8) | (header[2] << 16)];
        await stream.ReadExactlyAsync(payload, _stop.Token);
        _heard.Write(payload);
        return payload;
    }
}
