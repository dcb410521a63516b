using System.Collections;
using Contabyx.Engine.Logs;

namespace Contabyx.PowerShell;

/// <summary>Completes names from the log on this machine. No server is asked.</summary>
public abstract class LogCompleter : NameCompleter
{
    /// <summary>The events of the log, the oldest first.</summary>
    /// <param name="parameters">The parameters of the command so far, by name.</param>
    private protected static IEnumerable<ContabyxLogEntry> Entries(IDictionary parameters) =>
        LogReader.Read(ConnectionOf(parameters).LogPath);
}
