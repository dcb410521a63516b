using System.Collections;
using Contabyx.Engine.Books.Batches;

namespace Contabyx.PowerShell;

/// <summary>Completes days on which new books may begin: the usual one, and the first days of the last years.</summary>
public sealed class StartDayCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) => Enumerable.Range(0, 10)
        .Select(years => new DateOnly(DateTime.Today.Year - years, 1, 1)).Prepend(NewBatches.UsualStartDay)
        .Select(FirstDayCompleter.Text);
}
