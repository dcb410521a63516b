using Contabyx.Engine.Files;
using Contabyx.Engine.Sources;

namespace Contabyx.Engine.Export;

/// <summary>One table of a run while it is written to files.</summary>
internal sealed class TableExport : IAsyncDisposable
{
    private readonly IProgress<ItemProgress> _progress;
    private readonly List<TableRead> _reads = [];
    private readonly BatchProof _proof = new();
    private TableWriterOptions _options;
    private ITableWriter _writer;
    private long? _total = 0;
    private WrittenTable? _written;
    private bool _kept;

    /// <param name="target">The same table as the warehouse should have it.</param>
    /// <param name="mode">How to load it.</param>
    /// <param name="order">Its place in the run.</param>
    /// <param name="options">How its files are written.</param>
    /// <param name="progress">Receives the number of rows written.</param>
    public TableExport(
        TableSchema schema,
        TableSchema target,
        LoadMode mode,
        int order,
        TableWriterOptions options,
        IProgress<ItemProgress> progress)
    {
        Schema = schema;
        Target = target;
        Mode = mode;
        Order = order;
        _options = options;
        _progress = progress;
        _writer = TableWriters.Create(schema, options);
    }

    public TableSchema Schema { get; }

    /// <summary>The same table as the warehouse should have it.</summary>
    public TableSchema Target { get; }

    /// <summary>How to load it.</summary>
    public LoadMode Mode { get; }

    /// <summary>The number of rows that were added so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Its place in the run.</summary>
    public int Order { get; }

    /// <summary>What is known about the rest of the table; NULL if nothing is recorded.</summary>
    public TableSync? Sync { get; set; }

    /// <summary>The years that are left out, because the warehouse's archive has them; NULL for none.</summary>
    public IReadOnlyList<int>? YearsLeftOut { get; set; }

    /// <summary>Adds rows.</summary>
    /// <param name="snapshot">Where they are read.</param>
    /// <param name="read">Which rows.</param>
    public async Task AddAsync(ISnapshot snapshot, TableRead read, CancellationToken cancellation)
    {
        _total += read.Count;
        _reads.Add(read);
        try
        {
            await WriteAsync(snapshot, read, cancellation).ConfigureAwait(false);
        }
        catch (NullMarkerCollisionException e)
        {
            await RestartAsync(snapshot, e.NextMarker, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Compares the rows that a batch added, and that were added here last, with the batch's own note.</summary>
    /// <param name="batch">The batch's id.</param>
    /// <param name="noted">What it wrote to the table.</param>
    /// <exception cref="TableRefusedException">Rows are missing, or values differ from those that were written.</exception>
    public void Prove(string batch, BatchTable noted) => _proof.Add(batch, noted, _writer.Totals);

    /// <summary>Finishes the files, and releases what writing them took: buffers, compressors and open files.</summary>
    public async Task<WrittenTable> CompleteAsync(CancellationToken cancellation)
    {
        if (_written is null)
        {
            _written = await _writer.CompleteAsync(cancellation).ConfigureAwait(false);
            await _writer.DisposeAsync().ConfigureAwait(false);
        }

        return _written;
    }

    /// <summary>Leaves the finished files where they are when this is disposed.</summary>
    public void Keep() => _kept = true;

    /// <summary>Deletes the files, unless they are to be kept.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_written is null)
            await _writer.DisposeAsync().ConfigureAwait(false);
        foreach (var part in _kept ? [] : _written?.Parts ?? [])
            File.Delete(part.Path);
    }

    // A value equals the text that stands for NULL: everything is written again with another text, from this snapshot,
    // which has all rows that earlier ones had.
    private async Task RestartAsync(ISnapshot snapshot, string marker, CancellationToken cancellation)
    {
        while (true)
        {
            await _writer.DisposeAsync().ConfigureAwait(false);
            _options = _options with { NullMarker = marker };
            _writer = TableWriters.Create(Schema, _options);
            Rows = 0;
            try
            {
                foreach (var read in _reads)
                    await WriteAsync(snapshot, read, cancellation).ConfigureAwait(false);
                return;
            }
            catch (NullMarkerCollisionException e)
            {
                marker = e.NextMarker;
            }
        }
    }

    private async Task WriteAsync(ISnapshot snapshot, TableRead read, CancellationToken cancellation)
    {
        foreach (var block in read.Rows(snapshot, cancellation))
        {
            await _writer.WriteAsync(block, cancellation).ConfigureAwait(false);
            Rows += block.Count;
            _progress.Report(new ItemProgress(Schema.Name, Rows, _total));
        }
    }
}
