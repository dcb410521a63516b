using System.Collections;

namespace Contabyx.PowerShell;

/// <summary>Completes the days on which a year begins, the latest first.</summary>
public sealed class YearBeginCompleter : NameCompleter
{
    private const int Years = 20;

    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) =>
        Enumerable.Range(0, Years).Select(age => FormattableString.Invariant($"{DateTime.UtcNow.Year - age}-01-01"));
}
