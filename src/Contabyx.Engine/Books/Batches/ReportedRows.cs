using System.Globalization;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books.Batches;

/// <summary>The rows of a batch, with a report of the progress.</summary>
/// <param name="planned">Rows of all batches of the request.</param>
internal sealed class ReportedRows(IBatchRows rows, PlannedBatch plan, long planned, IProgress<ItemProgress> progress) : IBatchRows
{
    /// <inheritdoc/>
    public IEnumerable<RowBlock> Read(CancellationToken cancellation)
    {
        var item = string.Create(
            CultureInfo.InvariantCulture, $"{plan.FirstDay:yyyy-MM-dd} to {plan.LastDay:yyyy-MM-dd}");
        long done = 0;
        foreach (var block in rows.Read(cancellation))
        {
            yield return block;
            done += block.Count;
            Report(Math.Min(done, plan.Rows), completed: false);
        }

        Report(plan.Rows, completed: true);

        void Report(long rows, bool completed) => progress.Report(
            new ItemProgress(item, rows, plan.Rows, Completed: completed) { PlannedRows = planned });
    }

    /// <inheritdoc/>
    public ContabyxBatch Describe() => rows.Describe();
}
