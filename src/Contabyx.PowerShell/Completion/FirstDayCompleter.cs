using System.Collections;
using System.Globalization;
using Contabyx.Engine.Books.Queries;

namespace Contabyx.PowerShell;

/// <summary>Completes first days: that of the books, and that of each of their months.</summary>
public sealed class FirstDayCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) =>
        BooksNames.ReadDays(ConnectionOf(parameters), ClientCompleter.PlaceOf(parameters), Patience) is var (first, last)
            ? Months(first, last).Select(month => month < first ? first : month).Select(Text) : [];

    /// <summary>The first days of the months of a time.</summary>
    internal static IEnumerable<DateOnly> Months(DateOnly first, DateOnly last)
    {
        for (var month = first.AddDays(1 - first.Day); month <= last; month = month.AddMonths(1))
            yield return month;
    }

    /// <summary>A day as cmdlets read it.</summary>
    internal static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
