using Contabyx.Engine.Files.Parts;
using Parquet;
using Parquet.Schema;

namespace Contabyx.Engine.Files.Parquet;

/// <summary>Writes row groups to one Parquet file.</summary>
internal sealed class ParquetPartEncoder : IPartEncoder<RowGroupPage>
{
    private static readonly ParquetOptions Options = new() { CompressionMethod = CompressionMethod.Snappy };

    private readonly Stream _file;
    private readonly ParquetColumn[] _columns;
    private readonly ParquetSchema _schema;
    private ParquetWriter? _writer;

    public ParquetPartEncoder(Stream file, TableSchema table)
    {
        _file = file;
        _columns = [.. table.Columns.Select(ParquetColumns.For)];
        _schema = new ParquetSchema(_columns.Select(column => column.Field));
    }

    public async ValueTask WriteAsync(RowGroupPage page, CancellationToken cancellation)
    {
        var writer = await OpenAsync(cancellation).ConfigureAwait(false);
        using var group = writer.CreateRowGroup();
        for (var i = 0; i < _columns.Length; i++)
            await _columns[i].WriteAsync(group, page.Column(i), page.Rows, cancellation).ConfigureAwait(false);
        group.CompleteValidate();
    }

    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        await OpenAsync(cancellation).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    // The library writes the footer when it is disposed, every time.
    public async ValueTask DisposeAsync()
    {
        if (_writer is { } writer)
        {
            _writer = null;
            await writer.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<ParquetWriter> OpenAsync(CancellationToken cancellation) =>
        _writer ??= await ParquetWriter.CreateAsync(_schema, _file, Options, append: false, cancellation)
            .ConfigureAwait(false);
}
