using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using System.Security;

namespace Contabyx.Engine.Notifications;

/// <summary>The Application log of Windows.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsEventLog : IEventLog
{
    private const string Source = "Contabyx";
    private const string Name = "the Application log of Windows";

    /// <inheritdoc/>
    public void Write(RunEvent end)
    {
        try
        {
            WriteEntry(end);
        }
        catch (SecurityException e)
        {
            throw new DeliveryException(
                Name, $"there is no event source '{Source}', and only an administrator can create it.",
                "Create it once, in a PowerShell window that was opened as administrator: "
                    + $"[System.Diagnostics.EventLog]::CreateEventSource('{Source}', 'Application')", e);
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or PlatformNotSupportedException)
        {
            // PowerShell brings the assembly; another host of the module may not.
            throw new DeliveryException(Name, e.Message, "Run it in PowerShell, or leave out -EventLog.", e);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or ArgumentException)
        {
            throw new DeliveryException(Name, e.Message, "Check in the Event Viewer that the log takes events.", e);
        }
    }

    // For an administrator it creates a missing source; for others, that is a SecurityException. Not inlined, because a missing assembly
    // is noticed when the method that needs it is compiled.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteEntry(RunEvent end) => EventLog.WriteEntry(Source, end.Text, TypeOf(end.Level), end.Id);

    private static EventLogEntryType TypeOf(LogLevel level) => level switch
    {
        LogLevel.Error => EventLogEntryType.Error,
        LogLevel.Warning => EventLogEntryType.Warning,
        _ => EventLogEntryType.Information,
    };
}
