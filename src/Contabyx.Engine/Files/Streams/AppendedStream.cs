namespace Contabyx.Engine.Files.Streams;

/// <summary>Reads a stream, and then some more bytes after its end.</summary>
internal sealed class AppendedStream(Stream first, byte[] then) : ReadOnlyStream
{
    private int _read;
    private bool _firstEnded;

    public override int Read(Span<byte> buffer)
    {
        if (!_firstEnded && first.Read(buffer) is var count and > 0)
            return count;
        _firstEnded = buffer.Length > 0;
        var rest = then.AsSpan(_read);
        rest = rest[..Math.Min(rest.Length, buffer.Length)];
        rest.CopyTo(buffer);
        _read += rest.Length;
        return rest.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
}
