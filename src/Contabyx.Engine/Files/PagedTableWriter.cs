using Contabyx.Engine.Files.Checks;
using Contabyx.Engine.Files.Parts;
using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files;

/// <summary>Checks rows, counts their totals, and writes them page by page.</summary>
/// <typeparam name="TPage">The kind of page.</typeparam>
internal sealed class PagedTableWriter<TPage>(
    TableCheck check,
    TotalsCounter totals,
    ExtentCounter extents,
    IPageFiller<TPage> filler,
    TableParts<TPage> parts,
    string nullMarker)
    : ITableWriter
    where TPage : WritePage
{
    private TPage? _page;
    private long _rows;
    private bool _busy;

    public TableTotals Totals => totals.Complete();

    public async ValueTask WriteAsync(RowBlock block, CancellationToken cancellation)
    {
        Begin();
        check.Check(block, _rows);
        for (var row = 0; row < block.Count;)
        {
            _page ??= await parts.TakePageAsync(cancellation).ConfigureAwait(false);
            row = filler.Fill(_page, block, row, _rows);
            if (_page.IsFull)
                await WritePageAsync(_page, cancellation).ConfigureAwait(false);
        }

        totals.Add(block);
        extents.Add(block);
        _rows += block.Count;
        _busy = false;
    }

    public async Task<WrittenTable> CompleteAsync(CancellationToken cancellation)
    {
        Begin();
        if (_page is { Rows: > 0 } page)
            await WritePageAsync(page, cancellation).ConfigureAwait(false);
        var written = await parts.CompleteAsync(cancellation).ConfigureAwait(false);
        return new WrittenTable(written, totals.Complete(), nullMarker, extents);
    }

    public ValueTask DisposeAsync()
    {
        if (_page is { } page)
            parts.ReturnPage(page);
        _page = null;
        return parts.DisposeAsync();
    }

    private async ValueTask WritePageAsync(TPage page, CancellationToken cancellation)
    {
        await parts.WriteAsync(page, cancellation).ConfigureAwait(false);
        _page = null;
    }

    private void Begin()
    {
        if (_busy)
            throw new InvalidOperationException("This table writer is finished or has failed. It can only be disposed.");
        _busy = true;
    }
}
