using Amazon.Runtime;
using Amazon.S3.Model;
using Contabyx.Engine.Files.Streams;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// The body of an object. A connection that breaks early causes a <see cref="ConnectionException"/>, never a short file;
/// bytes that differ from what the store says cause a <see cref="DamagedFileException"/>.
/// </summary>
internal sealed class WholeStream : ReadOnlyStream
{
    private readonly string _uri;
    private readonly GetObjectResponse _response;
    private long _left;

    /// <summary>Wraps a body.</summary>
    /// <param name="uri">The object's URI, for errors.</param>
    /// <param name="response">The answer that carries it; disposed with this.</param>
    public WholeStream(string uri, GetObjectResponse response)
    {
        _uri = uri;
        _response = response;
        _left = response.ContentLength;
    }

    /// <inheritdoc/>
    public override long Length => _response.ContentLength;

    /// <inheritdoc/>
    public override long Position
    {
        get => _response.ContentLength - _left;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return Count(_response.ResponseStream.Read(buffer, offset, count), count);
        }
        catch (Exception e) when (e is AmazonClientException or IOException)
        {
            throw Name(e);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Count(
                await _response.ResponseStream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Length);
        }
        catch (Exception e) when (e is AmazonClientException or IOException)
        {
            throw Name(e);
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _response.Dispose();
        base.Dispose(disposing);
    }

    // The SDK compares what it read with the object's ETag or checksum. A broken connection says nothing about the
    // object itself, which stays where it is.
    private ContabyxException Name(Exception error) => error is AmazonClientException
        ? new DamagedFileException(_uri, "it is not what the store says it is: " + error.Message, error)
        : Broken(error.Message, error);

    private ConnectionException Broken(string reason, Exception? error = null) =>
        new(_uri, $"the transfer ended {_left} bytes too early: {reason}", "Run the same command again.", error)
        {
            MayRetry = true,
        };

    private int Count(int read, int wanted)
    {
        _left -= read;
        if (read == 0 && wanted > 0 && _left > 0)
            throw Broken("the store closed the connection.");
        return read;
    }
}
