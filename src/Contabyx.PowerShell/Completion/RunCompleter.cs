using System.Collections;

namespace Contabyx.PowerShell;

/// <summary>Completes the names of runs, the newest first, from the log on this machine.</summary>
public sealed class RunCompleter : LogCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) =>
        Entries(parameters).Select(entry => entry.Run).OfType<string>().Distinct().OrderDescending(StringComparer.Ordinal);
}
