using System.Security.Cryptography;

namespace Contabyx.Engine.Files.Streams;

/// <summary>Reads a stream, and hashes all that is read.</summary>
/// <param name="stream">The stream; disposed with this.</param>
/// <param name="hash">Receives every byte; not disposed.</param>
internal sealed class HashingStream(Stream stream, IncrementalHash hash) : ReadOnlyStream
{
    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = stream.Read(buffer, offset, count);
        hash.AppendData(buffer, offset, read);
        return read;
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        hash.AppendData(buffer.Span[..read]);
        return read;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stream.Dispose();
        base.Dispose(disposing);
    }
}
