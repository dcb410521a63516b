using System.Threading.Channels;
using Contabyx.Engine.Files.Csv;

namespace Contabyx.Engine.Books.MySql;

/// <summary>
/// Generates the text of a batch on its own thread, some pages ahead of the connection that sends it, table by table.
/// </summary>
internal sealed class LoadDataPump : IAsyncDisposable
{
    private const int PageBytes = 1 << 18;
    private const int Pages = 4;

    private readonly IBatchRows _rows;
    private readonly Channel<TextOfTable> _filled = Channel.CreateBounded<TextOfTable>(Pages);
    private readonly Channel<TextPage> _free = Channel.CreateBounded<TextPage>(Pages);
    private readonly CancellationTokenSource _stop;
    private readonly Task _work;
    private TextOfTable? _next;

    /// <summary>Starts making text.</summary>
    public LoadDataPump(IBatchRows rows, CancellationToken cancellation)
    {
        _rows = rows;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        for (var i = 0; i < Pages; i++)
            _free.Writer.TryWrite(new TextPage(PageBytes));
        _work = Task.Run(FillAsync, CancellationToken.None);
    }

    /// <summary>Waits for the next table. The text of the one before must have been taken.</summary>
    /// <returns>The table; NULL at the end.</returns>
    /// <remarks>When the rows could not be made, their exception is thrown.</remarks>
    public async ValueTask<TableSchema?> NextTableAsync()
    {
        _next ??= await ReadAsync().ConfigureAwait(false);
        return _next?.Table;
    }

    /// <summary>Takes the next page of a table, which must be returned.</summary>
    /// <returns>The page; NULL when the table has no more.</returns>
    public async ValueTask<TextPage?> TakeAsync(TableSchema table)
    {
        _next ??= await ReadAsync().ConfigureAwait(false);
        if (!ReferenceEquals(_next?.Table, table))
            return null;
        var page = _next!.Page;
        _next = null;
        return page;
    }

    /// <summary>Returns a page, so that it can be filled again.</summary>
    public void Return(TextPage page)
    {
        page.Clear();
        _free.Writer.TryWrite(page);
    }

    /// <summary>Stops generating text, and waits until it has stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async ValueTask<TextOfTable?> ReadAsync()
    {
        while (await _filled.Reader.WaitToReadAsync(_stop.Token).ConfigureAwait(false))
        {
            if (_filled.Reader.TryRead(out var text))
                return text;
        }

        await _work.ConfigureAwait(false);
        return null;
    }

    private async Task FillAsync()
    {
        try
        {
            TableSchema? table = null;
            LoadDataFiller? filler = null;
            TextPage? page = null;
            foreach (var block in _rows.Read(_stop.Token))
            {
                if (!ReferenceEquals(block.Table, table))
                {
                    await PassAsync(table, page).ConfigureAwait(false);
                    (table, filler, page) = (block.Table, new LoadDataFiller(block.Table), null);
                }

                for (var row = 0; row < block.Count;)
                {
                    page ??= await _free.Reader.ReadAsync(_stop.Token).ConfigureAwait(false);
                    row = filler!.Fill(page, block, row);
                    if (!page.IsFull)
                        continue;
                    await PassAsync(table, page).ConfigureAwait(false);
                    page = null;
                }
            }

            await PassAsync(table, page).ConfigureAwait(false);
        }
        finally
        {
            _filled.Writer.Complete();
        }
    }

    private ValueTask PassAsync(TableSchema? table, TextPage? page) =>
        page is null ? ValueTask.CompletedTask : _filled.Writer.WriteAsync(new TextOfTable(table!, page), _stop.Token);

    private sealed record TextOfTable(TableSchema Table, TextPage Page);
}
