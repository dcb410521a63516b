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
    /// How many rows a table has: exactly where <see cref="RowFilter.NullIn"/> is asked for, else exactly or as the source's own
    /// estimate; NULL when it would cost a scan to know.
    /// </summary>
    /// <param name="filter">Which rows; NULL for all.</param>
    Task<long?> CountAsync(TableSchema table, RowFilter? filter, CancellationToken cancellation);

    /// <summary>
    /// The smallest and the largest <see cref="TableSchema.RangeKey"/>, or any bounds around them; NULL where the table has no
    /// such key, or no rows.
    /// </summary>
    Task<KeyRange?> SpanAsync(TableSchema table, CancellationToken cancellation);

    /// <summary>
    /// Reads rows, in the order of the key where there is one, else in the source's own order. The same block is
    /// given again and again, so each must be used up before the next is asked for.
    /// </summary>
    /// <param name="filter">Which rows; NULL for all.</param>
    IEnumerable<RowBlock> Read(TableSchema table, RowFilter? filter, CancellationToken cancellation);
}
