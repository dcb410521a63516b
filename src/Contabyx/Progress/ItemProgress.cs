namespace Contabyx;

/// <summary>How far one table or batch is, for a progress display.</summary>
/// <param name="Item">What is worked on: a table or a batch.</param>
/// <param name="Rows">Rows done.</param>
/// <param name="TotalRows">Rows in all; NULL when nobody knows yet.</param>
/// <param name="Bytes">Bytes done.</param>
/// <param name="Completed">Whether this item is finished.</param>
public sealed record ItemProgress(string Item, long Rows, long? TotalRows, long Bytes = 0, bool Completed = false);
