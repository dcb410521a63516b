namespace Contabyx.Engine.Books.Generator;

/// <summary>
/// When things happen. Movement m of the 3R of a day (R rounds a day) happens floor(m x 86,400 / 3R) seconds after
/// midnight, in whole numbers, so that a day of 100 rounds has one every 288 seconds.
/// </summary>
internal sealed class BooksClock
{
    /// <summary>Microseconds in a day.</summary>
    public const long Day = 86_400 * Second;

    private const long Second = 1_000_000;

    /// <summary>Creates the clock of the given books.</summary>
    public BooksClock(BooksState books)
    {
        RoundsPerDay = books.RoundsPerDay;
        StartDay = DaysSinceEpoch(books.StartDay);
        TimesOfDay = new long[BooksRules.MovementsPerRound * RoundsPerDay];
        for (var movement = 0; movement < TimesOfDay.Length; movement++)
            TimesOfDay[movement] = movement * 86_400L / TimesOfDay.Length * Second;
    }

    public int RoundsPerDay { get; }

    /// <summary>Day 0 of the books, in days since 1970-01-01.</summary>
    public long StartDay { get; }

    /// <summary>Per movement of a day, microseconds since midnight.</summary>
    public long[] TimesOfDay { get; }

    /// <summary>A day as the rows carry it, in days since 1970-01-01.</summary>
    public static long DaysSinceEpoch(DateOnly day) =>
        day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>The day of a round, in days since 1970-01-01.</summary>
    public long DayOf(long round) => StartDay + (round / RoundsPerDay);

    /// <summary>When a round begins, in microseconds since 1970-01-01 00:00:00.</summary>
    public long TimeOf(long round) =>
        (DayOf(round) * Day) + TimesOfDay[BooksRules.MovementsPerRound * (round % RoundsPerDay)];
}
