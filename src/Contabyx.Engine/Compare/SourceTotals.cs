using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Sources;
using Contabyx.Engine.Sync;

namespace Contabyx.Engine.Compare;

/// <summary>Counts rows of the source while they are read.</summary>
/// <param name="snapshot">Where they are read.</param>
internal sealed class SourceTotals(TableSchema table, ISnapshot snapshot)
{
    /// <summary>The control totals of all rows.</summary>
    /// <param name="progress">Receives the number of rows read.</param>
    public TableTotals Count(IProgress<ItemProgress> progress, CancellationToken cancellation)
    {
        var (counter, rows) = (new TotalsCounter(table), 0L);
        foreach (var block in snapshot.Read(table, null, cancellation))
        {
            counter.Add(block);
            rows += block.Count;
            progress.Report(new ItemProgress(table.Name, rows, null));
        }

        return counter.Complete();
    }

    /// <summary>The contents of each bucket.</summary>
    /// <param name="buckets">How the rows are divided.</param>
    public BucketSums CountBuckets(KeyBuckets buckets, CancellationToken cancellation) =>
        new TableScan(table, buckets, new Progress<ItemProgress>()).Read(snapshot, null, cancellation).Buckets;

    /// <summary>The rows of some buckets as text.</summary>
    /// <param name="buckets">How the rows are divided.</param>
    /// <param name="wanted">The buckets whose rows are wanted.</param>
    public IEnumerable<string?[]> ReadRows(
        KeyBuckets buckets, IReadOnlyList<int> wanted, CancellationToken cancellation)
    {
        var text = new RowText(table);
        return new BucketRows(table, buckets, BucketList.Of(wanted)).Read(snapshot, cancellation).SelectMany(text.Of);
    }
}
