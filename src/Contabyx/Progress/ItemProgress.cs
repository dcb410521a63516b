namespace Contabyx;

/// <summary>The progress of one table or batch.</summary>
/// <param name="Item">What is worked on: a table or a batch.</param>
/// <param name="Rows">Rows done.</param>
/// <param name="TotalRows">Rows in total; NULL when not yet known.</param>
/// <param name="Bytes">Bytes done.</param>
/// <param name="Completed">Whether this item is finished.</param>
public sealed record ItemProgress(string Item, long Rows, long? TotalRows, long Bytes = 0, bool Completed = false)
{
    /// <summary>Rows of all items that were asked for, also of those that have not begun; NULL when not known.</summary>
    public long? PlannedRows { get; init; }
}
