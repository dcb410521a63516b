using Contabyx.Engine.Files.Csv;
using Contabyx.Engine.Files.Streams;

namespace Contabyx.Engine.Books.MySql;

/// <summary>The text of one table of a batch, for LOAD DATA LOCAL. It counts the rows that were taken.</summary>
/// <param name="pump">Where the text comes from.</param>
internal sealed class LoadDataStream(LoadDataPump pump, TableSchema table) : ReadOnlyStream
{
    private TextPage? _page;
    private int _at;

    /// <summary>How many rows were taken.</summary>
    public long Rows { get; private set; }

    // Each read is a packet to the server, so it is filled as far as possible.
    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = 0;
        while (read < buffer.Length && await HasTextAsync().ConfigureAwait(false))
        {
            var text = _page!.Text[_at..];
            var length = Math.Min(text.Length, buffer.Length - read);
            text[..length].CopyTo(buffer[read..]);
            read += length;
            _at += length;
        }

        return read;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("The text is made while it is sent: only ReadAsync waits for it.");

    private async ValueTask<bool> HasTextAsync()
    {
        if (_page is not null && _at == _page.Text.Length)
        {
            pump.Return(_page);
            _page = null;
        }

        if (_page is not null)
            return true;
        _page = await pump.TakeAsync(table).ConfigureAwait(false);
        _at = 0;
        Rows += _page?.Rows ?? 0;
        return _page is not null;
    }
}
