using System.Collections;

namespace Contabyx.PowerShell;

/// <summary>Completes days up to which books are written: today, yesterday, and the ends of the last months.</summary>
public sealed class UntilCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters)
    {
        var today = DateOnly.FromDateTime(DateTime.Today);
        var ends = Enumerable.Range(0, 12).Select(month => today.AddDays(1 - today.Day).AddMonths(-month).AddDays(-1));
        return ends.Prepend(today.AddDays(-1)).Prepend(today).Distinct().Select(FirstDayCompleter.Text);
    }
}
