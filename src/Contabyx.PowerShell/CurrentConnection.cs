using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using Contabyx.Engine;

namespace Contabyx.PowerShell;

/// <summary>The connection that <c>Connect-Contabyx</c> made last, in each runspace.</summary>
internal static class CurrentConnection
{
    private static readonly ConditionalWeakTable<Runspace, ContabyxConnection> Connections = [];

    /// <summary>
    /// The connection of this thread's runspace; when none was made, what the environment variables say, and else the
    /// embedded twin.
    /// </summary>
    /// <exception cref="ContabyxException">An environment variable cannot be used.</exception>
    public static ContabyxConnection GetOrDefault() =>
        Runspace.DefaultRunspace is { } runspace && Connections.TryGetValue(runspace, out var connection)
            ? connection
            : ConnectionSettings.Default();

    /// <summary>Makes a connection the runspace's own.</summary>
    public static void Set(ContabyxConnection connection)
    {
        if (Runspace.DefaultRunspace is { } runspace)
            Connections.AddOrUpdate(runspace, connection);
    }
}
