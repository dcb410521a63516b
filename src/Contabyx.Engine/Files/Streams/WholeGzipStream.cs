using System.IO.Compression;

namespace Contabyx.Engine.Files.Streams;

/// <summary>
/// Decompresses gzip, and throws when the file ends too early. <see cref="GZipStream"/> alone would treat a file that was
/// cut short as a shorter one.
/// </summary>
/// <remarks>
/// A gzip file may be followed by another (RFC 1952, section 2.2). One of ours, with a known text, is appended to
/// the file: the text comes out at the end only if the file is complete.
/// </remarks>
internal sealed class WholeGzipStream : ReadOnlyStream
{
    private static readonly byte[] Mark = Guid.Parse("6b1f5c0e-9d3a-4b7e-8a52-c0f1e2d3b4a5").ToByteArray();
    private static readonly byte[] MarkFile = Compress(Mark);

    private readonly Stream _compressed;
    private readonly GZipStream _gzip;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _ended;

    public WholeGzipStream(Stream compressed)
    {
        _compressed = compressed;
        _gzip = new GZipStream(new AppendedStream(compressed, MarkFile), CompressionMode.Decompress);
    }

    public override int Read(Span<byte> buffer)
    {
        while (!_ended && _end - _start <= Mark.Length)
            Fill();
        var count = Math.Min(buffer.Length, _end - _start - (_ended ? 0 : Mark.Length));
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
            _compressed.Dispose();
        }

        base.Dispose(disposing);
    }

    private static byte[] Compress(byte[] text)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(text);
        return compressed.ToArray();
    }

    // Bytes that may be the mark are held back until more follow or the file ends.
    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var read = _gzip.Read(_buffer.AsSpan(_end));
        _end += read;
        if (read > 0)
            return;
        if (!_buffer.AsSpan(0, _end).EndsWith(Mark))
            throw new InvalidDataException("The gzip data is cut short or damaged. Create the file again.");
        _end -= Mark.Length;
        _ended = true;
    }
}
