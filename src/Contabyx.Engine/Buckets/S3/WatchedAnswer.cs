using Contabyx.Engine.Files.Streams;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// The body of an answer, watched while it is read from the store. Even a reader without a token (an XML reader, a
/// decompressor) stops when the user stops.
/// </summary>
internal sealed class WatchedAnswer : ReadOnlyStream
{
    private readonly Stream _body;
    private readonly SilenceWatch _watch;

    private WatchedAnswer(Stream body, SilenceWatch watch)
    {
        _body = body;
        _watch = watch;
    }

    /// <summary>Wraps a body; disposing it ends the watch.</summary>
    /// <param name="content">The body.</param>
    /// <param name="watch">Receives the bytes that came.</param>
    public static async Task<HttpContent> OfAsync(HttpContent content, SilenceWatch watch)
    {
        var body = await content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
        var watched = new StreamContent(new WatchedAnswer(body, watch));
        foreach (var (name, values) in content.Headers)
            watched.Headers.TryAddWithoutValidation(name, values);
        return watched;
    }

    // Only an asynchronous read can be stopped. A caller that can only read synchronously waits on its own thread.
    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var stop = cancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(_watch.Token, cancellationToken) : null;
        try
        {
            _watch.Enter();
            var read = await _body.ReadAsync(buffer, stop?.Token ?? _watch.Token).ConfigureAwait(false);
            _watch.Leave(read);
            return read;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && _watch.Explain(e) is { } told)
        {
            throw told;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body.Dispose();
            _watch.Dispose();
        }

        base.Dispose(disposing);
    }
}
