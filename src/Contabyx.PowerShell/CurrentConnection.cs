using System.Collections.Concurrent;
using System.Management.Automation.Runspaces;
using Contabyx.Engine.Connections;

namespace Contabyx.PowerShell;

/// <summary>
/// The connection that <c>Connect-Contabyx</c> made last, in each runspace. The embedded twin replaces it only if nothing
/// was configured and nobody in this process has tried to connect elsewhere.
/// </summary>
internal static class CurrentConnection
{
    // By the id of the runspace, including closed ones: a job that connected and ended was still meant for a server.
    private static readonly ConcurrentDictionary<Guid, Attempt> Attempts = new();

    /// <summary>
    /// The connection of this thread's runspace; if none was tried, what the environment variables say, otherwise the
    /// embedded twin.
    /// </summary>
    /// <exception cref="NotConnectedException">
    /// The last attempt failed; or none was made here, but another runspace of this process made one.
    /// </exception>
    /// <exception cref="ContabyxException">An environment variable cannot be used.</exception>
    public static ContabyxConnection GetOrDefault()
    {
        if (Attempts.TryGetValue(Id, out var own))
            return own.Connection ?? throw NotConnectedException.FailedConnect(own.Failure);
        var usual = ConnectionSettings.Default();
        foreach (var other in Attempts.Values)
        {
            if (other.Connection is not { } connection)
                throw NotConnectedException.OtherSession(null);
            if (Ends(connection) != Ends(usual))
                throw NotConnectedException.OtherSession($"{connection.Source} and {connection.Warehouse}");
        }

        return usual;
    }

    /// <summary>
    /// Notes that <c>Connect-Contabyx</c> was begun. Until it succeeds, the runspace has no connection, not even its
    /// earlier one.
    /// </summary>
    public static void Begin() => Attempts[Id] = new Attempt(null, null);

    /// <summary>Notes why it failed.</summary>
    /// <param name="failure">Why, as a sentence.</param>
    public static void Fail(string failure) => Attempts[Id] = new Attempt(null, failure);

    /// <summary>Makes a connection the runspace's own.</summary>
    public static void Set(ContabyxConnection connection) => Attempts[Id] = new Attempt(connection, null);

    private static Guid Id => Runspace.DefaultRunspace?.InstanceId ?? Guid.Empty;

    private static (string Source, string Bucket, string Warehouse) Ends(ContabyxConnection connection) =>
        (connection.Source, connection.Bucket, connection.Warehouse);

    private sealed record Attempt(ContabyxConnection? Connection, string? Failure);
}
