using Contabyx.Engine.Connections;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Archive;

/// <summary>Looks up what is archived, for completion, for which no answer is better than a late one.</summary>
public static class ArchivedNames
{
    /// <summary>The archived tables and years; empty when the warehouse does not answer in time.</summary>
    /// <param name="connection">Where the warehouse is.</param>
    /// <param name="patience">How long to wait.</param>
    public static IReadOnlyList<(string Table, int Year)> Read(ContabyxConnection connection, TimeSpan patience)
    {
        // PowerShell asks for completions synchronously. The work has threads of its own, and this one waits no longer than it may.
        using var stop = new CancellationTokenSource(patience);
        var reading = Task.Run(() => ReadAsync(connection, stop.Token), CancellationToken.None);
        return reading.Wait(patience) ? [.. reading.Result.Select(year => (year.Table, year.Year))] : [];
    }

    private static async Task<IReadOnlyList<ArchivedYear>> ReadAsync(ContabyxConnection connection, CancellationToken cancellation)
    {
        try
        {
            var warehouse = Addresses.OpenWarehouse(connection, waits: false);
            await using (warehouse)
                return await warehouse.Archive.ReadAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ContabyxException or OperationCanceledException or IOException)
        {
            return [];
        }
    }
}
