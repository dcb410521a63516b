using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Contabyx.Tests;

/// <summary>
/// A server that speaks enough of MySQL's protocol to take a password in clear text over TLS, as Amazon RDS takes its tokens
/// ("Client/Server Protocol", Protocol::AuthSwitchRequest with <c>mysql_clear_password</c>). It hangs up after the login.
/// </summary>
internal sealed class TokenServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, bool> _accepts;
    private readonly X509Certificate2 _certificate = Certificate();
    private readonly Task _loop;

    /// <param name="accepts">Whether the server, which listens at a port, accepts a token.</param>
    public TokenServer(Func<int, Func<string, bool>> accepts)
    {
        _listener.Start();
        _accepts = accepts(Port);
        _loop = Task.Run(ServeAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether the token was accepted; NULL when none came.</summary>
    public bool? Accepted { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop;
        _certificate.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            await using var plain = client.GetStream();
            await SendAsync(plain, 0, Greeting());
            await ReceiveAsync(plain);
            await using var secure = new SslStream(plain);
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
            await ReceiveAsync(secure);
            await SendAsync(secure, 3, [0xFE, .. "mysql_clear_password\0"u8]);
            var token = Encoding.UTF8.GetString(await ReceiveAsync(secure)).TrimEnd('\0');
            Accepted = _accepts(token);
            await SendAsync(secure, 5, Accepted.Value ? [0, 0, 0, 2, 0, 0, 0] : [0xFF, 0x15, 0x04, .. "#28000Access denied"u8]);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException or IOException)
        {
            // The test is over, or the client has hung up.
        }
    }

    // "Protocol::HandshakeV10": like the greeting of FileAskingServer, with SSL.
    private static byte[] Greeting() =>
    [
        10, .. "8.0.36\0"u8, 1, 0, 0, 0, .. "12345678"u8, 0, 0x89, 0xAA, 45, 2, 0, 0x0B, 0, 21, .. new byte[10],
        .. "123456789012\0"u8, .. "mysql_native_password\0"u8,
    ];

    private async Task SendAsync(Stream stream, byte number, byte[] payload) => await stream.WriteAsync(
        (byte[])[(byte)payload.Length, (byte)(payload.Length >> 8), (byte)(payload.Length >> 16), number, .. payload], _stop.Token);

    private async Task<byte[]> ReceiveAsync(Stream stream)
    {
        var header = new byte[4];
        await stream.ReadExactlyAsync(header, _stop.Token);
        var payload = new byte[header[0] | (header[1] << 8) | (header[2] << 16)];
        await stream.ReadExactlyAsync(payload, _stop.Token);
        return payload;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
