using Contabyx.Engine.Books;
using Contabyx.Engine.Sources;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Load;

/// <summary>
/// Finds out which batches have really arrived, before they are confirmed in the source and never exported again. A run's
/// document only claims it, and somebody may have edited that: the warehouse is asked for the rows.
/// </summary>
/// <param name="books">Where the batches are.</param>
/// <param name="source">Where their tables are.</param>
/// <param name="warehouse">Where their rows should be.</param>
internal sealed class ArrivedBatches(IBooksLedger books, ISource source, IWarehouse warehouse)
{
    /// <summary>Looks for the rows of batches.</summary>
    /// <param name="claimed">The batches that a run claims to bring.</param>
    /// <param name="leftOut">The number of bad rows of the run's tables, which are in <c>error/</c>, by table.</param>
    /// <returns>The batches whose rows have all arrived, and why the others are not among them.</returns>
    public async Task<(IReadOnlyList<string> Arrived, IReadOnlyList<string> Doubts)> FindAsync(
        IEnumerable<string> claimed, IReadOnlyDictionary<string, long> leftOut, CancellationToken cancellation)
    {
        var ids = claimed.ToHashSet(StringComparer.Ordinal);
        var (arrived, doubts) = (new List<string>(), new List<string>());
        var waiting = await books.ReadUnconfirmedAsync(cancellation).ConfigureAwait(false);
        var schema = (await source.ReadSchemaAsync(cancellation).ConfigureAwait(false))
            .ToDictionary(table => table.Name, StringComparer.Ordinal);
        foreach (var batch in waiting.Where(batch => ids.Contains(batch.Id)))
        {
            if (await DoubtAsync(batch, schema, leftOut, cancellation).ConfigureAwait(false) is { } doubt)
                doubts.Add(doubt);
            else
                arrived.Add(batch.Id);
        }

        return (arrived, doubts);
    }

    private async Task<string?> DoubtAsync(
        ContabyxBatch batch,
        Dictionary<string, TableSchema> schema,
        IReadOnlyDictionary<string, long> leftOut,
        CancellationToken cancellation)
    {
        foreach (var table in batch.Tables.Where(table => table.Rows > 0))
        {
            if (!schema.TryGetValue(table.Table, out var known) || known.RangeKey < 0)
                return $"the source has no table {table.Table} with a key to look for.";
            var keys = known with { Columns = [known.Columns[known.RangeKey]] };
            var found = await warehouse.ReadTotalsAsync(keys, table.Range, cancellation).ConfigureAwait(false);
            if (found.Rows + leftOut.GetValueOrDefault(table.Table) != table.Rows)
                return $"the batch {batch.Id} has {table.Rows} rows of {table.Table}, of which {found.Rows} are in the warehouse.";
        }

        return null;
    }
}
