namespace Contabyx.Engine.Books;

/// <summary>
/// The parameters that define the books in a source, and how far the books go: the one row that the source keeps next to the
/// tables.
/// </summary>
/// <param name="DataVersion">The version of the generator's rules; another version gives other rows.</param>
/// <param name="Seed">The seed of all random choices.</param>
/// <param name="StartDay">Day 0 of the books.</param>
/// <param name="RoundsPerDay">Rounds in a day, 1 to 28,800; a round is an income, an expense and a transfer.</param>
/// <param name="Days">How many days are written: the next day is <see cref="StartDay"/> plus this.</param>
public sealed record BooksState(int DataVersion, long Seed, DateOnly StartDay, int RoundsPerDay, int Days)
{
    /// <summary>The first day that is not written yet.</summary>
    public DateOnly NextDay => StartDay.AddDays(Days);
}
