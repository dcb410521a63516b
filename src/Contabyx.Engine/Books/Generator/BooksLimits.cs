using System.Globalization;

namespace Contabyx.Engine.Books.Generator;

/// <summary>Refuses books and days that cannot be generated.</summary>
internal static class BooksLimits
{
    /// <summary>Checks the parameters of the books.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The data version is unknown, or the rounds per day are not 1 to 28,800.
    /// </exception>
    public static void Check(BooksState books)
    {
        if (books.DataVersion != BooksRules.DataVersion)
        {
            throw Refused(
                nameof(books),
                books.DataVersion,
                $"These books have data version {books.DataVersion}, but this module writes {BooksRules.DataVersion}.",
                $"Use the version of Contabyx that began them, or begin new books.");
        }

        if (books.RoundsPerDay is < 1 or > BooksRules.MaxRoundsPerDay)
        {
            throw Refused(
                nameof(books),
                books.RoundsPerDay,
                $"A day cannot have {books.RoundsPerDay} rounds.",
                $"Choose 1 to {BooksRules.MaxRoundsPerDay}.");
        }
    }

    /// <summary>Checks that the days of a batch are days of the books.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// They begin before the books, there are no days, or they pass the end of the calendar.
    /// </exception>
    public static void Check(BooksState books, DateOnly firstDay, int days)
    {
        if (firstDay < books.StartDay)
        {
            throw Refused(
                nameof(firstDay),
                firstDay,
                $"The day {firstDay:yyyy-MM-dd} is before the first day of the books.",
                $"Choose {books.StartDay:yyyy-MM-dd} or later.");
        }

        var most = DateOnly.MaxValue.DayNumber - firstDay.DayNumber;
        if (days < 1 || days > most)
        {
            throw Refused(
                nameof(days),
                days,
                $"A batch from {firstDay:yyyy-MM-dd} cannot have {days} days.",
                $"Choose 1 to {most}, so that it ends before {DateOnly.MaxValue:yyyy-MM-dd}.");
        }
    }

    private static ArgumentOutOfRangeException Refused(
        string parameter, object value, FormattableString what, FormattableString advice)
    {
        var culture = CultureInfo.InvariantCulture;
        return new(parameter, value, $"{what.ToString(culture)} {advice.ToString(culture)}");
    }
}
