using Contabyx.Engine.Rows;
using Contabyx.Engine.Sources;

namespace Contabyx.Engine.Export;

/// <summary>Which rows of a table are exported, and how to load them.</summary>
/// <param name="Mode">How to load them.</param>
/// <param name="Rows">Reads them from a snapshot. It can be called again.</param>
internal sealed record TableRead(LoadMode Mode, Func<ISnapshot, CancellationToken, IEnumerable<RowBlock>> Rows)
{
    /// <summary>How many rows there will be, for a progress display; NULL if not known.</summary>
    public long? Count { get; init; }

    /// <summary>Whether they are what a batch of books added.</summary>
    public bool IsOfBatch { get; init; }

    /// <summary>Rows that a batch added.</summary>
    public static TableRead OfBatch(TableSchema table, KeyRange range) =>
        Filtered(LoadMode.Merge, table, RowFilter.Of(range)) with { Count = range.Count, IsOfBatch = true };

    /// <summary>Rows that match a filter; all of them for NULL.</summary>
    public static TableRead Filtered(LoadMode mode, TableSchema table, RowFilter? filter) =>
        new(mode, (snapshot, cancellation) => snapshot.Read(table, filter, cancellation));
}
