using System.Collections;
using Contabyx.Engine.Logs;

namespace Contabyx.PowerShell;

/// <summary>Completes the names of jobs that the log on this machine knows.</summary>
public sealed class JobNameCompleter : LogCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) =>
        Entries(parameters).Select(LogReader.JobOf).OfType<string>().Distinct().Order(StringComparer.Ordinal);
}
