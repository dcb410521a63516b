using Contabyx.Engine.Rows;
using Contabyx.Engine.Sources;

namespace Contabyx.Engine.Export;

/// <summary>Which rows of a table are exported, and how they are to be loaded.</summary>
/// <param name="Mode">How they are to be loaded.</param>
/// <param name="Rows">Reads them from a snapshot. It may be asked for again.</param>
internal sealed record TableRead(LoadMode Mode, Func<ISnapshot, CancellationToken, IEnumerable<RowBlock>> Rows)
{
    /// <summary>How many rows there will be, for a progress display; NULL when nobody knows.</summary>
    public long? Count { get; init; }

    /// <summary>Whether they are what a batch of books added.</summary>
    public bool IsOfBatch { get; init; }

    /// <summary>Rows that a batch added.</summary>
    public static TableRead OfBatch(TableSchema table, KeyRange range) =>
        Filtered(LoadMode.Merge, table, RowFilter.Of(range)) with { Count = range.Count, IsOfBatch = true };

    /// <summary>Rows that keep to a filter; all of them for NULL.</summary>
    public static TableRead Filtered(LoadMode mode, TableSchema table, RowFilter? filter) =>
        new(mode, (snapshot, cancellation) => snapshot.Read(table, filter, cancellation));
}
