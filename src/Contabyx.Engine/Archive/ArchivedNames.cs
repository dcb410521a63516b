using Contabyx.Engine.Connections;

namespace Contabyx.Engine.Archive;

/// <summary>Looks up what is archived, for completion, for which no answer is better than a late one.</summary>
public static class ArchivedNames
{
    /// <summary>The archived tables and years; empty when the warehouse does not answer in time.</summary>
    /// <param name="connection">Where the warehouse is.</param>
    /// <param name="patience">How long to wait.</param>
    public static IReadOnlyList<(string Table, int Year)> Read(ContabyxConnection connection, TimeSpan patience) =>
        PatientLookup.Read<(string Table, int Year)>(connection, patience, async cancellation =>
        {
            var warehouse = Addresses.OpenWarehouse(connection, waits: false);
            await using (warehouse)
            {
                var years = await warehouse.Archive.ReadAsync(cancellation).ConfigureAwait(false);
                return [.. years.Select(year => (year.Table, year.Year))];
            }
        });
}
