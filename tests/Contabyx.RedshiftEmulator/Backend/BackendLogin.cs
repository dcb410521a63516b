using System.Text;

namespace Contabyx.RedshiftEmulator;

/// <summary>Logs in to the PostgreSQL server: trust, password, MD5 or SCRAM-SHA-256.</summary>
internal static class BackendLogin
{
    private const int ProtocolVersion = 3 << 16;

    /// <summary>Logs in and reads up to the first ReadyForQuery.</summary>
    /// <returns>The body of BackendKeyData: process id and secret.</returns>
    public static async Task<byte[]> RunAsync(MessageStream server, BackendAddress address, CancellationToken cancellation)
    {
        server.WriteStart(new MessageBody().Int32(ProtocolVersion)
            .Text("user").Text(address.User).Text("database").Text(address.Database)
            .Text("client_encoding").Text("UTF8").Byte(0));
        await server.FlushAsync(cancellation).ConfigureAwait(false);
        var key = Array.Empty<byte>();
        var scram = new ScramExchange(address.Password);
        while (true)
        {
            var message = await server.ReadAsync(cancellation).ConfigureAwait(false);
            switch (message.Type)
            {
                case 'R':
                    Answer(server, message, address, scram);
                    await server.FlushAsync(cancellation).ConfigureAwait(false);
                    break;
                case 'K':
                    key = message.Body;
                    break;
                case 'E':
                    var error = ErrorFields.Parse(message);
                    throw new RedshiftException(error.SqlState, $"The emulator's PostgreSQL says: {error.Message}");
                case 'Z':
                    return key;
            }
        }
    }

    private static void Answer(MessageStream server, Message message, BackendAddress address, ScramExchange scram)
    {
        var reader = message.Read();
        switch (reader.Int32())
        {
            case 3:
                server.Write('p', new MessageBody().Text(address.Password));
                break;
            case 5:
                var answer = Md5Password.Answer(address.User, address.Password, reader.Bytes(4));
                server.Write('p', new MessageBody().Text(answer));
                break;
            case 10:
                var first = Encoding.ASCII.GetBytes(scram.First);
                server.Write('p', new MessageBody().Text("SCRAM-SHA-256").Int32(first.Length).Raw(first));
                break;
            case 11:
                var final = scram.Final(Encoding.ASCII.GetString(message.Body.AsSpan(4)));
                server.Write('p', Encoding.ASCII.GetBytes(final));
                break;
        }
    }
}
