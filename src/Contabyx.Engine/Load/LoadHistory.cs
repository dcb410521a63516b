using Contabyx.Engine.Connections;

namespace Contabyx.Engine.Load;

/// <summary>Reads the load history of the warehouse: what <c>Get-ContabyxLoad</c> does.</summary>
/// <param name="connection">Where the warehouse is.</param>
public sealed class LoadHistory(ContabyxConnection connection)
{
    /// <summary>The history, the latest first; empty if there is none. Nothing is created.</summary>
    /// <param name="run">Only this run; NULL for all.</param>
    public async Task<IReadOnlyList<LoadRecord>> ReadAsync(string? run, CancellationToken cancellation)
    {
        var warehouse = Addresses.OpenWarehouse(connection);
        await using (warehouse.ConfigureAwait(false))
            return await warehouse.ReadHistoryAsync(run, cancellation).ConfigureAwait(false);
    }
}
