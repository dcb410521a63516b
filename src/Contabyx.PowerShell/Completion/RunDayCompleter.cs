using System.Collections;
using System.Globalization;

namespace Contabyx.PowerShell;

/// <summary>Completes the days on which something was written to the log on this machine, the latest first.</summary>
public sealed class RunDayCompleter : LogCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) =>
        Entries(parameters).Select(entry => entry.Time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            .Distinct().OrderDescending(StringComparer.Ordinal);
}
