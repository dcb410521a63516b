namespace Contabyx.Engine.Files.Parts;

/// <summary>
/// Distributes the pages of a table over its parts, a few pages per part in turn. When a part is large enough,
/// all of them are finished, and a new group of as many parts begins.
/// </summary>
/// <typeparam name="TPage">The kind of page.</typeparam>
internal sealed class TableParts<TPage> : IAsyncDisposable
    where TPage : WritePage
{
    // Sizes are looked at when all writers have written the page of two rounds ago: late enough that nobody waits for
    // them, and always the same for the same rows.
    private const int RoundsBehind = 2;

    private readonly PartFolder _folder;
    private readonly Func<Stream, IPartEncoder<TPage>> _encode;
    private readonly int _pagesPerTurn;
    private readonly int _pagesPerRound;
    private readonly long _maxPartBytes;
    private readonly PagePool<TPage> _pool;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PartWriter<TPage>> _writers = [];
    private readonly Queue<Task<long>[]> _rounds = new();
    private int _firstOfGroup;
    private int _page;
    private Task<long>[] _round = [];
    private bool _kept;

    public TableParts(
        PartFolder folder, Func<TPage> newPage, Func<Stream, IPartEncoder<TPage>> encode, int slices, int pagesPerTurn, long maxPartBytes)
    {
        _folder = folder;
        _encode = encode;
        _pagesPerTurn = pagesPerTurn;
        _pagesPerRound = slices * pagesPerTurn;
        _maxPartBytes = maxPartBytes;

        // One page being filled, one waiting, and one for each part that a processor can be busy with.
        _pool = new PagePool<TPage>(Math.Min(slices, Environment.ProcessorCount) + 2, newPage);
    }

    /// <summary>An empty page, as soon as there is one.</summary>
    public ValueTask<TPage> TakePageAsync(CancellationToken cancellation) => _pool.TakeAsync(cancellation);

    /// <summary>Takes back a page without writing it.</summary>
    public void ReturnPage(TPage page) => _pool.Return(page);

    /// <summary>Writes a page, and takes it back when it is written.</summary>
    /// <exception cref="IOException">A part could not be written; the page was not taken.</exception>
    public async ValueTask WriteAsync(TPage page, CancellationToken cancellation)
    {
        if (_page == 0)
            await BeginRoundAsync(cancellation).ConfigureAwait(false);
        var part = _firstOfGroup + (_page / _pagesPerTurn);
        if (part == _writers.Count)
            OpenPart();
        _round[_page] = _writers[part].Write(page);
        _page = (_page + 1) % _pagesPerRound;
    }

    /// <summary>Finishes all parts and gives them their names.</summary>
    /// <returns>The parts in order; one without rows when no page was written.</returns>
    /// <exception cref="IOException">A part could not be written.</exception>
    public async Task<IReadOnlyList<WrittenPart>> CompleteAsync(CancellationToken cancellation)
    {
        if (_writers.Count == 0)
            OpenPart();
        CloseParts();
        var all = Task.WhenAll(_writers.Select(writer => writer.Completion));
        var parts = await all.WaitAsync(cancellation).ConfigureAwait(false);
        _folder.Keep();
        _kept = true;
        return parts;
    }

    /// <summary>
    /// Waits until all writing has stopped. Without <see cref="CompleteAsync"/>, the parts are deleted.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        CloseParts();
        foreach (var writer in _writers)
            await ((Task)writer.Completion).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _pool.Dispose();
        _stop.Dispose();
        if (!_kept)
            _folder.Discard();
    }

    private async ValueTask BeginRoundAsync(CancellationToken cancellation)
    {
        if (_rounds.Count == RoundsBehind)
        {
            var sizes = await Task.WhenAll(_rounds.Peek()).WaitAsync(cancellation).ConfigureAwait(false);
            _rounds.Dequeue();
            if (sizes.Max() >= _maxPartBytes)
                BeginGroup();
        }

        _rounds.Enqueue(_round = new Task<long>[_pagesPerRound]);
    }

    private void BeginGroup()
    {
        CloseParts();
        _rounds.Clear();
        _firstOfGroup = _writers.Count;
    }

    private void OpenPart() => _writers.Add(new PartWriter<TPage>(_folder.Next(), _encode, _pool, _stop.Token));

    private void CloseParts()
    {
        for (var i = _firstOfGroup; i < _writers.Count; i++)
            _writers[i].Close();
    }
}
