using System.Buffers.Binary;
using System.Text;

namespace Contabyx.RedshiftEmulator;

/// <summary>Reads the fields of a message's body.</summary>
internal ref struct MessageReader(ReadOnlySpan<byte> body)
{
    private ReadOnlySpan<byte> _rest = body;

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte() => Bytes(1)[0];

    public short Int16() => BinaryPrimitives.ReadInt16BigEndian(Bytes(2));

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Bytes(4));

    public string Text()
    {
        var end = _rest.IndexOf((byte)0);
        if (end < 0)
            throw new InvalidDataException("A text of a message has no end.");
        var text = Encoding.UTF8.GetString(_rest[..end]);
        _rest = _rest[(end + 1)..];
        return text;
    }

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count < 0 || count > _rest.Length)
            throw new InvalidDataException("A message is too short.");
        var bytes = _rest[..count];
        _rest = _rest[count..];
        return bytes;
    }
}
