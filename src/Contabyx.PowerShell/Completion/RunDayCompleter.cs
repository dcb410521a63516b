using System.Collections;
using System.Globalization;

namespace Contabyx.PowerShell;

/// <summary>Completes the days, in the time zone of this machine, on which something was written to its log; the latest first.</summary>
public sealed class RunDayCompleter : LogCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) =>
        Entries(parameters).Select(entry => entry.Time.LocalDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            .Distinct().OrderDescending(StringComparer.Ordinal);
}
