using System.Threading.Channels;

namespace Contabyx.Engine.Files.Parts;

/// <summary>Writes one part in the background, page after page.</summary>
/// <typeparam name="TPage">The kind of page.</typeparam>
internal sealed class PartWriter<TPage>
    where TPage : WritePage
{
    private readonly Channel<QueuedPage<TPage>> _queue =
        Channel.CreateUnbounded<QueuedPage<TPage>>(new() { SingleReader = true, SingleWriter = true });

    private readonly string _path;
    private readonly Func<Stream, IPartEncoder<TPage>> _encode;
    private readonly PagePool<TPage> _pool;

    /// <param name="path">Its final path; it is first written next to that, see <see cref="PartFolder.Unfinished"/>.</param>
    /// <param name="encode">Makes what writes pages to the file.</param>
    /// <param name="pool">Where pages go when they are written.</param>
    public PartWriter(
        string path, Func<Stream, IPartEncoder<TPage>> encode, PagePool<TPage> pool, CancellationToken cancellation)
    {
        _path = path;
        _encode = encode;
        _pool = pool;
        Completion = Task.Run(() => RunAsync(cancellation), CancellationToken.None);
    }

    /// <summary>The part. It ends only after <see cref="Close"/>, and fails with the first failure.</summary>
    public Task<WrittenPart> Completion { get; }

    /// <summary>Hands a page over.</summary>
    /// <returns>The size of the part in bytes after the page; fails when the part has failed.</returns>
    public Task<long> Write(TPage page)
    {
        var size = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Writer.TryWrite(new(page, size));
        return size.Task;
    }

    /// <summary>No more pages follow.</summary>
    public void Close() => _queue.Writer.TryComplete();

    private async Task<WrittenPart> RunAsync(CancellationToken cancellation)
    {
        try
        {
            return await EncodeAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // A task that waits for a page or for a size must see the failure rather than wait forever.
            await foreach (var queued in _queue.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
                GiveBack(queued, failure);
            throw;
        }
    }

    private async Task<WrittenPart> EncodeAsync(CancellationToken cancellation)
    {
        var rows = 0L;
        using var stream = new PartStream(PartFolder.Unfinished(_path));
        await using var encoder = _encode(stream);
        await foreach (var queued in _queue.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            try
            {
                await encoder.WriteAsync(queued.Page, cancellation).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                // The page is no longer in the queue, so nobody else gives it back.
                GiveBack(queued, failure);
                throw;
            }

            rows += queued.Page.Rows;
            _pool.Return(queued.Page);
            queued.Size.SetResult(stream.Length);
        }

        await encoder.CompleteAsync(cancellation).ConfigureAwait(false);
        return new WrittenPart(_path, rows, stream.Length, stream.Sha256);
    }

    private void GiveBack(QueuedPage<TPage> queued, Exception failure)
    {
        _pool.Return(queued.Page);
        queued.Size.SetException(failure);
        _ = queued.Size.Task.Exception;
    }
}
