using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Contabyx.PowerShell;

/// <summary>The connection that <c>Connect-Contabyx</c> made last, in each runspace.</summary>
internal static class CurrentConnection
{
    private static readonly ConditionalWeakTable<Runspace, ContabyxConnection> Connections = [];

    /// <summary>The connection of this thread's runspace; NULL when none was made.</summary>
    public static ContabyxConnection? Get() =>
        Runspace.DefaultRunspace is { } runspace && Connections.TryGetValue(runspace, out var connection) ? connection : null;

    /// <summary>Makes a connection the runspace's own.</summary>
    public static void Set(ContabyxConnection connection)
    {
        if (Runspace.DefaultRunspace is { } runspace)
            Connections.AddOrUpdate(runspace, connection);
    }
}
