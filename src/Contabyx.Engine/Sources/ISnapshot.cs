using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Sources;

/// <summary>A consistent view of a source, until it is disposed.</summary>
internal interface ISnapshot : IAsyncDisposable
{
    /// <summary>How consistent what was read so far is.</summary>
    SnapshotLevel Level { get; }

    /// <summary>Why no better level was reached, in one sentence; NULL for the best.</summary>
    string? LevelReason { get; }

    /// <summary>
    /// How many rows a table has, exactly or as the source's own estimate; NULL when it would cost a scan to know.
    /// </summary>
    /// <param name="range">Only rows whose <see cref="TableSchema.RangeKey"/> lies there; NULL for all.</param>
    Task<long?> CountAsync(TableSchema table, KeyRange? range, CancellationToken cancellation);

    /// <summary>
    /// Reads rows, in the order of the key where there is one, else in the source's own order. The same block is
    /// given again and again, so each must be used up before the next is asked for.
    /// </summary>
    /// <param name="range">Only rows whose <see cref="TableSchema.RangeKey"/> lies there; NULL for all.</param>
    IEnumerable<RowBlock> Read(TableSchema table, KeyRange? range, CancellationToken cancellation);
}
