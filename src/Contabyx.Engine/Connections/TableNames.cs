namespace Contabyx.Engine.Connections;

/// <summary>
/// Looks up the names of a source's tables for completion, for which no answer is better than a late one.
/// </summary>
public static class TableNames
{
    /// <summary>The names; empty when the source does not answer in time.</summary>
    /// <param name="connection">Where the source is.</param>
    /// <param name="patience">How long to wait.</param>
    public static IReadOnlyList<string> Read(ContabyxConnection connection, TimeSpan patience)
    {
        using var stop = new CancellationTokenSource(patience);
        var reading = Task.Run(() => ReadAsync(connection, stop.Token), CancellationToken.None);
        return reading.Wait(patience) ? reading.Result : [];
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(
        ContabyxConnection connection, CancellationToken cancellation)
    {
        try
        {
            var source = Addresses.OpenSource(connection);
            await using (source)
                return [.. (await source.ReadSchemaAsync(cancellation).ConfigureAwait(false)).Select(table => table.Name)];
        }
        catch (Exception e) when (e is ContabyxException or OperationCanceledException or IOException)
        {
            return [];
        }
    }
}
