using Contabyx.Engine.Sources;

namespace Contabyx.Engine.Connections;

/// <summary>
/// Looks up the names of a source's tables for completion, for which no answer is better than a late one.
/// </summary>
public static class TableNames
{
    /// <summary>The names of tables and views; empty when the source does not answer in time.</summary>
    /// <param name="connection">Where the source is.</param>
    /// <param name="patience">How long to wait.</param>
    public static IReadOnlyList<string> Read(ContabyxConnection connection, TimeSpan patience) =>
        Read(connection, patience, tables => tables.Select(table => table.Schema.Name));

    /// <summary>The names of columns, each once; empty when the source does not answer in time.</summary>
    /// <param name="connection">Where the source is.</param>
    /// <param name="tables">Whether the columns of a table are wanted.</param>
    /// <param name="patience">How long to wait.</param>
    public static IReadOnlyList<string> ReadColumns(ContabyxConnection connection, Func<string, bool> tables, TimeSpan patience) => Read(
        connection, patience, found => found.Where(table => tables(table.Schema.Name))
            .SelectMany(table => table.Schema.Columns).Select(column => column.Name).Distinct(StringComparer.OrdinalIgnoreCase));

    private static IReadOnlyList<string> Read(
        ContabyxConnection connection, TimeSpan patience, Func<IReadOnlyList<TableFacts>, IEnumerable<string>> choose)
    {
        // PowerShell asks for completions synchronously. The work has threads of its own, and this one waits no longer than it may.
        using var stop = new CancellationTokenSource(patience);
        var reading = Task.Run(() => ReadAsync(connection, stop.Token), CancellationToken.None);
        return reading.Wait(patience) ? [.. choose(reading.Result)] : [];
    }

    private static async Task<IReadOnlyList<TableFacts>> ReadAsync(
        ContabyxConnection connection, CancellationToken cancellation)
    {
        try
        {
            var source = Addresses.OpenSource(connection);
            await using (source)
                return await source.ReadFactsAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ContabyxException or OperationCanceledException or IOException)
        {
            return [];
        }
    }
}
