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

    private readonly string _path;
    private readonly Func<string, bool> _asks;
    private readonly MemoryStream _heard = new();
    private readonly ClientLoop _clients;

    /// <param name="path">The file that is asked for.</param>
    /// <param name="asks">At which statements.</param>
    public FileAskingServer(string path, Func<string, bool> asks)
    {
        (_path, _asks) = (path, asks);
        _clients = new ClientLoop(ServeAsync);
    }

    public int Port => _clients.Port;

    /// <summary>How often the file was asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>Everything that clients have sent, as ASCII.</summary>
    public string Heard => Encoding.ASCII.GetString(_heard.ToArray());

    public ValueTask DisposeAsync() => _clients.DisposeAsync();

    private async Task ServeAsync(NetworkStream stream, CancellationToken cancellation)
    {
        await SendAsync(stream, 0, Greeting(), cancellation);
        await ReceiveAsync(stream, cancellation);
        await SendAsync(stream, 2, Fine, cancellation);
        while (await ReceiveAsync(stream, cancellation) is { Length: > 0 } command)
        {
            var asks = command[0] == 3 && _asks(Encoding.UTF8.GetString(command, 1, command.Length - 1));
            if (asks)
                Asked++;
            await SendAsync(stream, 1, asks ? [0xFB, .. Encoding.UTF8.GetBytes(_path)] : Fine, cancellation);
            if (!asks)
                continue;

            // Whatever the client sends of a file ends with an empty packet.
            var packet = await ReceiveAsync(stream, cancellation);
            for (; packet is { Length: > 0 }; packet = await ReceiveAsync(stream, cancellation))
            {
            }

            await SendAsync(stream, 3, Fine, cancellation);
        }
    }

    // "Protocol::HandshakeV10": LONG_PASSWORD, CONNECT_WITH_DB, LOCAL_FILES, PROTOCOL_41, TRANSACTIONS,
    // SECURE_CONNECTION; MULTI_STATEMENTS, MULTI_RESULTS, PLUGIN_AUTH.
    private static byte[] Greeting() =>
    [
        10, .. "8.0.36\0"u8, 1, 0, 0, 0, .. "12345678"u8, 0, 0x89, 0xA2, 45, 2, 0, 0x0B, 0, 21, .. new byte[10],
        .. "123456789012\0"u8, .. "mysql_native_password\0"u8,
    ];

    private static async Task SendAsync(NetworkStream stream, byte number, byte[] payload, CancellationToken cancellation) =>
        await stream.WriteAsync(
            (byte[])[(byte)payload.Length, (byte)(payload.Length >> 8), (byte)(payload.Length >> 16), number, .. payload], cancellation);

    private async Task<byte[]?> ReceiveAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var header = new byte[4];
        if (await stream.ReadAtLeastAsync(header, 4, throwOnEndOfStream: false, cancellation) < 4)
            return null;
        var payload = new byte[header[0] | (header[1] << 8) | (header[2] << 16)];
        await stream.ReadExactlyAsync(payload, cancellation);
        _heard.Write(payload);
        return payload;
    }
}
