namespace Contabyx.Engine.Connections;

/// <summary>Looks up the names of a source's tables and columns, for completion.</summary>
public static class TableNames
{
    /// <summary>The names of tables and views; empty when the source does not answer in time.</summary>
    /// <param name="connection">Where the source is.</param>
    /// <param name="patience">How long to wait.</param>
    public static IReadOnlyList<string> Read(ContabyxConnection connection, TimeSpan patience) =>
        Read(connection, patience, tables => tables.Select(table => table.Name));

    /// <summary>The names of columns, each once; empty when the source does not answer in time.</summary>
    /// <param name="connection">Where the source is.</param>
    /// <param name="tables">Whether the columns of a table are wanted.</param>
    /// <param name="patience">How long to wait.</param>
    public static IReadOnlyList<string> ReadColumns(ContabyxConnection connection, Func<string, bool> tables, TimeSpan patience) => Read(
        connection, patience, found => found.Where(table => tables(table.Name))
            .SelectMany(table => table.Columns).Select(column => column.Name).Distinct(StringComparer.OrdinalIgnoreCase));

    private static IReadOnlyList<string> Read(
        ContabyxConnection connection, TimeSpan patience, Func<IEnumerable<TableSchema>, IEnumerable<string>> choose) =>
        PatientLookup.Read<string>(connection, patience, async cancellation =>
        {
            var source = Addresses.OpenSource(connection);
            await using (source)
            {
                var facts = await source.ReadFactsAsync(cancellation).ConfigureAwait(false);
                return [.. choose(facts.Select(table => table.Schema))];
            }
        });
}
