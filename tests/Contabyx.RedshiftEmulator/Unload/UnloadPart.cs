using Parquet;
using Parquet.Schema;

namespace Contabyx.RedshiftEmulator;

/// <summary>One Parquet file while it is written, in a temporary file of this machine.</summary>
internal sealed class UnloadPart : IAsyncDisposable
{
    private const int GroupRows = 20_000;
    private static readonly ParquetOptions Options = new() { CompressionMethod = CompressionMethod.Snappy };
    private readonly List<UnloadColumn> _columns;
    private ParquetWriter? _writer;
    private int _waiting;

    public UnloadPart(IEnumerable<UnloadedField> fields)
    {
        _columns = [.. fields.Select(field => field.Open())];
        Content = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16,
            FileOptions.DeleteOnClose);
    }

    public FileStream Content { get; }

    public long Rows { get; private set; }

    /// <summary>Adds a row.</summary>
    /// <param name="values">The values of its columns.</param>
    public async ValueTask AddAsync(IReadOnlyList<string?> values, CancellationToken cancellation)
    {
        for (var i = 0; i < _columns.Count; i++)
            _columns[i].Add(values[i]);
        Rows++;
        if (++_waiting == GroupRows)
            await FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends the file and goes back to its beginning.</summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        await FlushAsync(cancellation).ConfigureAwait(false);
        if (_writer is not null)
            await _writer.DisposeAsync().ConfigureAwait(false);
        _writer = null;
        Content.Position = 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
            await _writer.DisposeAsync().ConfigureAwait(false);
        await Content.DisposeAsync().ConfigureAwait(false);
    }

    private async Task FlushAsync(CancellationToken cancellation)
    {
        if (_waiting == 0)
            return;
        _waiting = 0;
        _writer ??= await ParquetWriter.CreateAsync(
            new ParquetSchema(_columns.Select(column => column.Field)), Content, Options, append: false, cancellation)
            .ConfigureAwait(false);
        using var group = _writer.CreateRowGroup();
        foreach (var column in _columns)
            await column.WriteAsync(group, cancellation).ConfigureAwait(false);
        group.CompleteValidate();
    }
}
