using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Sources;

/// <summary>A consistent view of a source, until it is disposed.</summary>
internal interface ISnapshot : IAsyncDisposable
{
    /// <summary>How consistent the rows read so far are.</summary>
    SnapshotLevel Level { get; }

    /// <summary>Why no better level was reached, in one sentence; NULL for the best.</summary>
    string? LevelReason { get; }

    /// <summary>
    /// How many rows a table has, exactly or estimated by the source; NULL when counting would need a scan.
    /// </summary>
    /// <param name="range">Only rows whose <see cref="TableSchema.RangeKey"/> is in this range; NULL for all.</param>
    Task<long?> CountAsync(TableSchema table, KeyRange? range, CancellationToken cancellation);

    /// <summary>
    /// Reads rows, in the order of the key if there is one, otherwise in the source's own order. The same block is
    /// returned again and again, so finish with each one before you ask for the next.
    /// </summary>
    /// <param name="range">Only rows whose <see cref="TableSchema.RangeKey"/> is in this range; NULL for all.</param>
    IEnumerable<RowBlock> Read(TableSchema table, KeyRange? range, CancellationToken cancellation);
}
