using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Contabyx.Engine.Files.Proof;

/// <summary>Messages that wait to be hashed, one by one, each padded as MD5 requires (RFC 1321, 3.1).</summary>
internal sealed class Md5Messages
{
    /// <summary>The bytes of a block of MD5.</summary>
    public const int BlockBytes = 64;

    // Room behind a message for its padding: one bit, zeros, and the length in bits.
    private const int Padding = 2 * BlockBytes;

    private byte[] _bytes = [];
    private int[] _ends = [];
    private int _end;

    /// <summary>How many messages there are.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of all messages.</summary>
    public int ByteCount => _end;

    /// <summary>All messages with their padding.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _end);

    /// <summary>Where each message ends, its padding included.</summary>
    public ReadOnlySpan<int> Ends => _ends.AsSpan(0, Count);

    /// <summary>Room for another message.</summary>
    /// <param name="bytes">How many bytes it has at most.</param>
    public Span<byte> Reserve(int bytes)
    {
        if (_bytes.Length - _end < bytes + Padding)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _end + bytes + Padding));
        return MemoryMarshal.CreateSpan(ref _bytes[_end], bytes);
    }

    /// <summary>Takes the message that was written to the room reserved, and pads it.</summary>
    /// <param name="bytes">Its length.</param>
    public void Add(int bytes)
    {
        var last = (bytes + 8) / BlockBytes * BlockBytes;
        var padding = _bytes.AsSpan(_end + bytes, last + BlockBytes - bytes);
        padding.Clear();
        padding[0] = 0x80;
        BinaryPrimitives.WriteInt64LittleEndian(padding[^8..], 8L * bytes);
        _end += last + BlockBytes;
        if (Count == _ends.Length)
            Array.Resize(ref _ends, Math.Max(2 * Count, 64));
        _ends[Count++] = _end;
    }

    /// <summary>Forgets all messages.</summary>
    public void Clear() => Count = _end = 0;
}
