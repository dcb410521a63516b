using System.Buffers.Binary;
using System.Text;

namespace Contabyx.RedshiftEmulator;

/// <summary>
/// One session at the PostgreSQL server, in its own protocol, so that results reach the client as they are. All
/// statements, those of the simple protocol too, go through the extended one and end with one Sync: what lies between
/// two Syncs is one implicit transaction, as in Redshift.
/// </summary>
internal sealed class BackendConnection(BackendAddress address, MessageStream messages, byte[] key) : IAsyncDisposable
{
    /// <summary>How many CloseComplete answer <see cref="SendAsync"/>.</summary>
    public const int Closes = 4;

    private const string Internal = "redshift_emulator";

    public MessageStream Messages { get; } = messages;

    /// <summary>
    /// The body of BackendKeyData for the client. On Serverless its process id is not the session's: no page says that it is.
    /// </summary>
    public byte[] KeyFor(EmulatorOptions options) => options.Serverless ? [(byte)(key[0] ^ 0x40), .. key[1..]] : key;

    /// <summary>What pg_backend_pid() says.</summary>
    public int ProcessId => BinaryPrimitives.ReadInt32BigEndian(key);

    public static async Task<BackendConnection> OpenAsync(BackendAddress address, CancellationToken cancellation)
    {
        var messages = new MessageStream(await address.OpenAsync(cancellation).ConfigureAwait(false));
        try
        {
            var key = await BackendLogin.RunAsync(messages, address, cancellation).ConfigureAwait(false);
            return new BackendConnection(address, messages, key);
        }
        catch (Exception)
        {
            await messages.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Asks for what was sent so far to be done.</summary>
    public ValueTask FlushAsync(CancellationToken cancellation)
    {
        Messages.Write('H', []);
        return Messages.FlushAsync(cancellation);
    }

    /// <summary>
    /// Sends a statement of the emulator's own under its own name, and leaves the client's alone. It is closed before,
    /// where an error left it open, and after, where the server does not copy then: <see cref="Closes"/> answers.
    /// </summary>
    public ValueTask SendAsync(string sql, bool copies, CancellationToken cancellation)
    {
        Close();
        Messages.Write('P', new MessageBody().Text(Internal).Text(sql).Int16(0));
        Messages.Write('B', new MessageBody().Text(Internal).Text(Internal).Int16(0).Int16(0).Int16(0));
        Messages.Write('E', new MessageBody().Text(Internal).Int32(0));
        if (!copies)
            Close();
        return FlushAsync(cancellation);
    }

    /// <summary>Asks for the columns of a query, under the emulator's own name: RowDescription answers, and <see cref="Closes"/>.</summary>
    public ValueTask SendDescribeAsync(string sql, CancellationToken cancellation)
    {
        Close();
        Messages.Write('P', new MessageBody().Text(Internal).Text(sql).Int16(0));
        Messages.Write('D', new MessageBody().Byte('S').Text(Internal));
        Close();
        return FlushAsync(cancellation);
    }

    /// <summary>Cancels what the server is doing for this session.</summary>
    public async Task CancelAsync(CancellationToken cancellation)
    {
        await using var other = new MessageStream(await address.OpenAsync(cancellation).ConfigureAwait(false));
        other.WriteStart(new MessageBody().Int32(Handshake.CancelRequest).Raw(key));
        await other.FlushAsync(cancellation).ConfigureAwait(false);
    }

    public static List<string?> Row(Message message)
    {
        var reader = message.Read();
        var row = new List<string?>();
        for (var count = reader.Int16(); count > 0; count--)
        {
            var length = reader.Int32();
            row.Add(length < 0 ? null : Encoding.UTF8.GetString(reader.Bytes(length)));
        }

        return row;
    }

    public async ValueTask DisposeAsync() => await Messages.DisposeAsync().ConfigureAwait(false);

    private void Close()
    {
        Messages.Write('C', new MessageBody().Byte('P').Text(Internal));
        Messages.Write('C', new MessageBody().Byte('S').Text(Internal));
    }
}
