using System.Collections.Concurrent;

namespace Contabyx.Engine.Connections;

/// <summary>
/// Asks a database for names that are offered while a user types: no answer is better than a late one, and a failure is
/// no answer.
/// </summary>
internal static class PatientLookup
{
    private static readonly TimeSpan RefusedFor = TimeSpan.FromMinutes(1);

    // Every key press would be another failed login, and servers lock accounts after some of them.
    private static readonly ConcurrentDictionary<ContabyxConnection, long> Refused = new();

    /// <summary>Reads names; empty when there is no answer in time, or if the server has just refused the login.</summary>
    /// <param name="connection">What is asked.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="read">Opens the database and reads the names.</param>
    public static IReadOnlyList<T> Read<T>(
        ContabyxConnection connection, TimeSpan patience, Func<CancellationToken, Task<IReadOnlyList<T>>> read)
    {
        if (Refused.TryGetValue(connection, out var until) && Environment.TickCount64 < until)
            return [];
        // PowerShell asks for completions synchronously. The work has threads of its own, and this one waits no longer than it may.
        // Nor does it wait for what a driver does when it is told to stop; so the source is not disposed of. It has no timer.
        var stop = new CancellationTokenSource();
        try
        {
            var reading = Task.Run(() => ReadAsync(connection, read, stop.Token), CancellationToken.None);
            return Task.WaitAny([reading], patience) == 0 && reading.IsCompletedSuccessfully ? reading.Result : [];
        }
        finally
        {
            _ = stop.CancelAsync();
        }
    }

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(
        ContabyxConnection connection, Func<CancellationToken, Task<IReadOnlyList<T>>> read, CancellationToken cancellation)
    {
        try
        {
            return await read(cancellation).ConfigureAwait(false);
        }
        catch (ConnectionException e) when (!e.MayRetry)
        {
            Refused[connection] = Environment.TickCount64 + (long)RefusedFor.TotalMilliseconds;
            return [];
        }
    }
}
