using System.Globalization;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books.Batches;

/// <summary>The rows of a batch, with a report of the progress.</summary>
internal sealed class ReportedRows(IBatchRows rows, PlannedBatch plan, IProgress<ItemProgress> progress) : IBatchRows
{
    /// <inheritdoc/>
    public IEnumerable<RowBlock> Read(CancellationToken cancellation)
    {
        var item = string.Create(
            CultureInfo.InvariantCulture, $"{plan.FirstDay:yyyy-MM-dd} to {plan.LastDay:yyyy-MM-dd}");
        var total = (long)plan.Days * plan.After.RoundsPerDay * RowsPerRound;
        long done = 0;
        foreach (var block in rows.Read(cancellation))
        {
            yield return block;
            done += block.Count;
            progress.Report(new ItemProgress(item, Math.Min(done, total), total));
        }

        progress.Report(new ItemProgress(item, total, total, Completed: true));
    }

    /// <inheritdoc/>
    public ContabyxBatch Describe() => rows.Describe();

    // Four transactions with their taxes, and a transfer. The few clients hardly matter.
    private const int RowsPerRound = 9;
}
