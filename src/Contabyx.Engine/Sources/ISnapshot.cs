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
    /// How many rows a table has: exactly if <see cref="RowFilter.NullIn"/> is set, otherwise exactly or as the source's own
    /// estimate; NULL when it would cost a scan to know.
    /// </summary>
    /// <param name="filter">Which rows; NULL for all.</param>
    Task<long?> CountAsync(TableSchema table, RowFilter? filter, CancellationToken cancellation);

    /// <summary>
    /// The smallest and the largest <see cref="TableSchema.RangeKey"/>, or any bounds around them; NULL if the table has no
    /// such key, or no rows.
    /// </summary>
    Task<KeyRange?> SpanAsync(TableSchema table, CancellationToken cancellation);

    /// <summary>
    /// Reads rows, in the order of the key if there is one, otherwise in the source's own order. The same block is
    /// returned again and again, so finish with each one before you ask for the next. The calling thread waits for rows, a
    /// block of thousands at a time.
    /// </summary>
    /// <param name="filter">Which rows; NULL for all.</param>
    IEnumerable<RowBlock> Read(TableSchema table, RowFilter? filter, CancellationToken cancellation);
}
