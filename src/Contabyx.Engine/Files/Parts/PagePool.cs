using System.Collections.Concurrent;

namespace Contabyx.Engine.Files.Parts;

/// <summary>
/// A fixed number of pages that go round. Waiting for one keeps a fast producer from filling the memory.
/// </summary>
/// <typeparam name="TPage">The kind of page.</typeparam>
internal sealed class PagePool<TPage>(int pages, Func<TPage> make) : IDisposable
    where TPage : WritePage
{
    private readonly SemaphoreSlim _room = new(pages);
    private readonly ConcurrentBag<TPage> _free = [];

    /// <summary>An empty page, as soon as there is one.</summary>
    public async ValueTask<TPage> TakeAsync(CancellationToken cancellation)
    {
        await _room.WaitAsync(cancellation).ConfigureAwait(false);
        return _free.TryTake(out var page) ? page : make();
    }

    /// <summary>Takes a page back.</summary>
    public void Return(TPage page)
    {
        page.Clear();
        _free.Add(page);
        _room.Release();
    }

    /// <summary>Gives up the pages that are back.</summary>
    public void Dispose()
    {
        _room.Dispose();
        while (_free.TryTake(out var page))
            page.Dispose();
    }
}
