namespace Contabyx.Engine.Books.Batches;

/// <summary>A batch that is to be written, or that the source has already.</summary>
/// <param name="Before">The state of the books before it; NULL for no books yet.</param>
/// <param name="Days">How many days it has.</param>
/// <param name="IsNew">Whether it is to be written; false when the source has its days already.</param>
public sealed record PlannedBatch(BooksState? Before, BooksState After, DateOnly FirstDay, int Days, bool IsNew)
{
    // Four transactions with their taxes, and a transfer. The few clients hardly matter.
    private const int RowsPerRound = 9;

    public DateOnly LastDay => FirstDay.AddDays(Days - 1);

    /// <summary>About how many rows it has, for a progress display.</summary>
    public long Rows => (long)Days * After.RoundsPerDay * RowsPerRound;
}
