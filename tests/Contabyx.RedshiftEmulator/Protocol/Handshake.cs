using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Contabyx.RedshiftEmulator;

/// <summary>The start of a client's connection: TLS, who it is, and its password.</summary>
internal sealed class Handshake(EmulatorOptions options, X509Certificate2? certificate)
{
    public const int CancelRequest = 80877102;
    private const int SslRequest = 80877103;
    private const int GssRequest = 80877104;

    /// <summary>Runs it up to the client's start message, or to its cancel request.</summary>
    public async Task<ClientStart> OpenAsync(NetworkStream network, CancellationToken cancellation)
    {
        Stream stream = network;
        while (true)
        {
            var messages = new MessageStream(stream, network.Socket);
            var body = await messages.ReadStartAsync(cancellation).ConfigureAwait(false);
            switch (BinaryPrimitives.ReadInt32BigEndian(body))
            {
                case SslRequest when certificate is not null && stream is NetworkStream:
                    stream.WriteByte((byte)'S');
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(
                        certificate, false, SslProtocols.Tls12 | SslProtocols.Tls13, false).ConfigureAwait(false);
                    stream = tls;
                    break;
                case SslRequest or GssRequest:
                    stream.WriteByte((byte)'N');
                    break;
                case CancelRequest:
                    return new ClientStart(messages, Cancels: body[4..12], new Dictionary<string, string>());
                default:
                    var parameters = Parameters(body);
                    if (stream is NetworkStream && options.RequireTls)
                        await RefuseAsync(messages, "28000", "no pg_hba.conf entry for host, SSL off", cancellation)
                            .ConfigureAwait(false);
                    return new ClientStart(messages, Cancels: null, parameters);
            }
        }
    }

    /// <summary>Asks for the password; Redshift and its clients use MD5 within TLS, unless the password is kept as SHA-256.</summary>
    public async Task LogInAsync(ClientStart start, CancellationToken cancellation)
    {
        var user = start.Parameters.GetValueOrDefault("user") ?? "";
        var password = options.Users.GetValueOrDefault(user) ?? options.OrdinaryUsers.GetValueOrDefault(user);
        if (!await KnowsAsync(start.Messages, user, password, cancellation).ConfigureAwait(false))
        {
            await RefuseAsync(start.Messages, "28P01", $"password authentication failed for user \"{user}\"", cancellation)
                .ConfigureAwait(false);
        }

        var database = start.Parameters.GetValueOrDefault("database") ?? user;
        if (database != options.Database)
        {
            await RefuseAsync(start.Messages, "3D000", $"database \"{database}\" does not exist", cancellation)
                .ConfigureAwait(false);
        }

        start.Messages.Write('R', new MessageBody().Int32(0));
    }

    private static async Task<bool> KnowsAsync(
        MessageStream messages, string user, string? password, CancellationToken cancellation)
    {
        var digest = password is not null && DigestPassword.IsStored(password) ? new DigestPassword(password) : null;
        var salt = RandomNumberGenerator.GetBytes(4);
        messages.Write('R', digest?.Request ?? new MessageBody().Int32(5).Raw(salt));
        await messages.FlushAsync(cancellation).ConfigureAwait(false);
        var answer = await messages.ReadAsync(cancellation).ConfigureAwait(false);
        return digest?.Accepts(answer)
            ?? (answer.Type == 'p' && password is not null && answer.Read().Text() == Md5Password.Answer(user, password, salt));
    }

    private static async Task RefuseAsync(
        MessageStream messages, string sqlState, string message, CancellationToken cancellation)
    {
        messages.Write('E', new ErrorFields("FATAL", sqlState, message).ToBody());
        await messages.FlushAsync(cancellation).ConfigureAwait(false);
        throw new AuthenticationException(message);
    }

    private static Dictionary<string, string> Parameters(byte[] body)
    {
        var reader = new MessageReader(body);
        reader.Int32();
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var name = reader.Text(); name.Length > 0; name = reader.Text())
            parameters[name] = reader.Text();
        return parameters;
    }
}
