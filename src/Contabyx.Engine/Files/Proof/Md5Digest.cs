using System.Buffers.Binary;

namespace Contabyx.Engine.Files.Proof;

/// <summary>An MD5 (RFC 1321), as the four words of its state.</summary>
internal readonly record struct Md5Digest(uint A, uint B, uint C, uint D)
{
    /// <summary>The bytes of the digest's text.</summary>
    public const int TextLength = 32;

    /// <summary>The first 15 hexadecimal digits as a number: 60 bits, so that a SUM of them cannot overflow.</summary>
    public ulong Number =>
        (((ulong)BinaryPrimitives.ReverseEndianness(A) << 32) | BinaryPrimitives.ReverseEndianness(B)) >> 4;

    /// <summary>Writes the 32 lower-case hexadecimal digits.</summary>
    /// <param name="to">Where to.</param>
    public void WriteText(Span<byte> to)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, A);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], B);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], C);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], D);
        Convert.TryToHexStringLower(bytes, to, out _);
    }
}
