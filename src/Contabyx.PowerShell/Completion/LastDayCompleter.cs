using System.Collections;
using Contabyx.Engine.Books.Queries;

namespace Contabyx.PowerShell;

/// <summary>Completes last days: that of the books, and that of each of their months, the latest first.</summary>
public sealed class LastDayCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) =>
        BooksNames.ReadDays(ConnectionOf(parameters), ClientCompleter.PlaceOf(parameters), Patience) is var (first, last)
            ? FirstDayCompleter.Months(first, last).Select(month => month.AddMonths(1).AddDays(-1))
                .Select(day => day > last ? last : day).Reverse().Select(FirstDayCompleter.Text)
            : [];
}
