using System.Net;
using Contabyx.Engine.Files.Streams;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>The body of a request, watched while it is sent to the store.</summary>
internal sealed class WatchedRequest : HttpContent
{
    private readonly HttpContent _content;
    private readonly SilenceWatch _watch;

    /// <summary>Wraps a body.</summary>
    /// <param name="content">The body.</param>
    /// <param name="watch">Receives the bytes that were sent.</param>
    public WatchedRequest(HttpContent content, SilenceWatch watch)
    {
        _content = content;
        _watch = watch;
        foreach (var (name, values) in content.Headers)
            Headers.TryAddWithoutValidation(name, values);
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _content.CopyToAsync(new CountingStream(stream, _watch), context, cancellationToken);

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _content.Headers.ContentLength ?? 0;
        return _content.Headers.ContentLength is not null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _content.Dispose();
        base.Dispose(disposing);
    }

    private sealed class CountingStream(Stream target, SilenceWatch watch) : WriteOnlyStream
    {
        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await target.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            watch.Moved(buffer.Length);
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            target.Write(buffer, offset, count);
            watch.Moved(count);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => target.FlushAsync(cancellationToken);

        public override void Flush() => target.Flush();
    }
}
