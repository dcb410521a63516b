using System.Buffers.Binary;
using System.Text;

namespace Contabyx.RedshiftEmulator;

/// <summary>Builds a message's body.</summary>
internal sealed class MessageBody
{
    private readonly MemoryStream _bytes = new();

    public ReadOnlySpan<byte> Bytes => _bytes.GetBuffer().AsSpan(0, (int)_bytes.Length);

    public MessageBody Byte(int value)
    {
        _bytes.WriteByte((byte)value);
        return this;
    }

    public MessageBody Int16(int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteInt16BigEndian(bytes, (short)value);
        _bytes.Write(bytes);
        return this;
    }

    public MessageBody Int32(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    public MessageBody Text(string value)
    {
        _bytes.Write(Encoding.UTF8.GetBytes(value));
        return Byte(0);
    }

    public MessageBody Raw(ReadOnlySpan<byte> value)
    {
        _bytes.Write(value);
        return this;
    }
}
