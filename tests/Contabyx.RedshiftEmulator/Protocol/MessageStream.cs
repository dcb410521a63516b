using System.Buffers.Binary;
using System.Net.Sockets;

namespace Contabyx.RedshiftEmulator;

/// <summary>Messages of the PostgreSQL protocol, version 3, over a stream; written ones wait for a flush.</summary>
internal sealed class MessageStream(Stream stream, Socket? socket = null) : IAsyncDisposable
{
    private const int LongestMessage = 1 << 28;
    private const int FlushSize = 1 << 16;
    private const int LookMilliseconds = 50;

    // Linux: the option TCP_INFO of tcp(7), whose first byte is the connection's state.
    private const int TcpLevel = 6;
    private const int TcpInfo = 11;
    private const byte Established = 1;
    private readonly byte[] _head = new byte[5];
    private readonly MemoryStream _pending = new();

    private bool IsGone
    {
        get
        {
            var state = new byte[1];
            return socket is null || socket.GetRawSocketOption(TcpLevel, TcpInfo, state) == 0 || state[0] != Established;
        }
    }

    /// <summary>The next message.</summary>
    /// <exception cref="EndOfStreamException">The other side is gone.</exception>
    public async ValueTask<Message> ReadAsync(CancellationToken cancellation)
    {
        await stream.ReadExactlyAsync(_head, cancellation).ConfigureAwait(false);
        var length = BinaryPrimitives.ReadInt32BigEndian(_head.AsSpan(1)) - 4;
        return new Message((char)_head[0], await BodyAsync(length, cancellation).ConfigureAwait(false));
    }

    /// <summary>Waits until the other side has closed the connection, whatever it had sent before and nobody has read.</summary>
    public async Task WaitUntilGoneAsync(CancellationToken cancellation)
    {
        while (!IsGone)
            await Task.Delay(LookMilliseconds, cancellation).ConfigureAwait(false);
    }

    /// <summary>The first message of a connection, which has no type.</summary>
    public async ValueTask<byte[]> ReadStartAsync(CancellationToken cancellation)
    {
        await stream.ReadExactlyAsync(_head.AsMemory(0, 4), cancellation).ConfigureAwait(false);
        return await BodyAsync(BinaryPrimitives.ReadInt32BigEndian(_head) - 4, cancellation).ConfigureAwait(false);
    }

    public void Write(char type, ReadOnlySpan<byte> body)
    {
        Span<byte> head = stackalloc byte[5];
        head[0] = (byte)type;
        BinaryPrimitives.WriteInt32BigEndian(head[1..], body.Length + 4);
        _pending.Write(head);
        _pending.Write(body);
    }

    public void Write(Message message) => Write(message.Type, message.Body);

    public void Write(char type, MessageBody body) => Write(type, body.Bytes);

    public void WriteStart(MessageBody body)
    {
        Span<byte> head = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(head, body.Bytes.Length + 4);
        _pending.Write(head);
        _pending.Write(body.Bytes);
    }

    /// <summary>Flushes when much is waiting.</summary>
    public ValueTask DrainAsync(CancellationToken cancellation) =>
        _pending.Length < FlushSize ? ValueTask.CompletedTask : FlushAsync(cancellation);

    public async ValueTask FlushAsync(CancellationToken cancellation)
    {
        await stream.WriteAsync(_pending.GetBuffer().AsMemory(0, (int)_pending.Length), cancellation)
            .ConfigureAwait(false);
        _pending.SetLength(0);
        await stream.FlushAsync(cancellation).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async ValueTask<byte[]> BodyAsync(int length, CancellationToken cancellation)
    {
        if (length is < 0 or > LongestMessage)
            throw new InvalidDataException("A message of the PostgreSQL protocol has an impossible length.");
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellation).ConfigureAwait(false);
        return body;
    }
}
