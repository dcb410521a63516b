using System.Collections;
using Contabyx.Engine.Books.Queries;

namespace Contabyx.PowerShell;

/// <summary>Completes first days of new batches: the day after the books of the source, and the first days of their months.</summary>
public sealed class NextDayCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) =>
        BooksNames.ReadDays(ConnectionOf(parameters), BooksPlace.Source, Patience) is var (first, last)
            ? FirstDayCompleter.Months(first, last).Select(month => month < first ? first : month).Append(last.AddDays(1))
                .Reverse().Select(FirstDayCompleter.Text)
            : [];
}
