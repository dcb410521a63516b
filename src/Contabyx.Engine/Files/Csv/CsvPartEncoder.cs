using Contabyx.Engine.Files.Parts;
using Contabyx.Engine.Files.Streams;

namespace Contabyx.Engine.Files.Csv;

/// <summary>Writes pages of text to one compressed stream.</summary>
internal sealed class CsvPartEncoder(Stream file, FileCompression compression, int level) : IPartEncoder<TextPage>
{
    // An empty member as RFC 1952 lays it out: GZipStream writes nothing at all when it gets no data, and an empty file
    // is not a gzip file.
    private static readonly byte[] EmptyGzip = Convert.FromHexString("1f8b080000000000000303000000000000000000");

    private readonly Stream _text = FileStreams.OpenCompressed(file, compression, level);

    // The compressor keeps a pool thread busy anyway, and asynchronous writing would only add to it.
    public ValueTask WriteAsync(TextPage page, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _text.Write(page.Text.Span);
        return ValueTask.CompletedTask;
    }

    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        await DisposeAsync().ConfigureAwait(false);
        if (compression == FileCompression.Gzip && file.Length == 0)
            file.Write(EmptyGzip);
    }

    public ValueTask DisposeAsync() => _text == file ? ValueTask.CompletedTask : _text.DisposeAsync();
}
