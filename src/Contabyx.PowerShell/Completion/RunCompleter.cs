using System.Collections;
using Contabyx.Engine.Logs;

namespace Contabyx.PowerShell;

/// <summary>Completes the names of runs, the newest first, from the log on this machine.</summary>
public sealed class RunCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters)
    {
        try
        {
            return LogReader.Read(ConnectionOf(parameters).LogPath).Select(entry => entry.Run).OfType<string>().Distinct()
                .OrderDescending(StringComparer.Ordinal).ToList();
        }
        catch (Exception e) when (e is ContabyxException or IOException or UnauthorizedAccessException)
        {
            return []; // The cmdlet itself will say what is wrong.
        }
    }
}
