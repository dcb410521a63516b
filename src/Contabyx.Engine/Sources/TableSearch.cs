namespace Contabyx.Engine.Sources;

/// <summary>Finds the tables of a source that a user names.</summary>
internal static class TableSearch
{
    /// <summary>
    /// The tables whose names match. If a table has exactly this name, it is the only one: others may differ from it in case.
    /// </summary>
    /// <param name="fits">Whether a name matches.</param>
    /// <param name="pattern">The name or pattern.</param>
    /// <exception cref="TableNotFoundException">No name matches; it says so if a view or a sequence has the name.</exception>
    public static async Task<List<TableSchema>> FindAsync(
        ISource source,
        IReadOnlyList<TableSchema> tables,
        Func<string, bool> fits,
        string pattern,
        CancellationToken cancellation)
    {
        if (tables.FirstOrDefault(table => table.Name == pattern) is { } exact)
            return [exact];
        if (tables.Where(table => fits(table.Name)).ToList() is { Count: > 0 } found)
            return found;
        var others = await source.ReadOthersAsync(cancellation).ConfigureAwait(false);
        var other = others.FirstOrDefault(other => other.Name == pattern)
            ?? others.FirstOrDefault(other => other.Name.Equals(pattern, StringComparison.OrdinalIgnoreCase))
            ?? others.FirstOrDefault(other => fits(other.Name));

        // A pattern matches only tables: a view returns rows that the tables already have.
        if (other is { Kind: "view" } && other.Name.Equals(pattern, StringComparison.OrdinalIgnoreCase))
            return [await source.DescribeAsync(new SourceRelation(other.Name), cancellation).ConfigureAwait(false)];
        throw other is null
            ? new TableNotFoundException(pattern, source.Address, tables.Select(table => table.Name))
            : new TableNotFoundException(other, source.Address);
    }

    /// <summary>Refuses a table whose name differs from another name only in case.</summary>
    /// <param name="all">All tables of the run.</param>
    /// <exception cref="TableRefusedException">There is such a table.</exception>
    public static void RefuseNameClash(TableSchema table, IEnumerable<TableSchema> all)
    {
        var other = all.FirstOrDefault(other =>
            other.Name != table.Name && other.Name.Equals(table.Name, StringComparison.OrdinalIgnoreCase));
        if (other is null)
            return;
        throw new TableRefusedException(
            table.Name,
            $"its name differs from {other.Name} only in case, and both would be the same table in the warehouse.",
            $"Rename one of them, or export one by its exact name: -Table '{table.Name}'.");
    }
}
