using System.Globalization;
using System.Threading.Channels;
using Contabyx.Engine.Books.Batches;

namespace Contabyx.Engine.Pipeline;

/// <summary>The first step of a pipeline: it writes batches of books, if any are wanted.</summary>
/// <param name="progress">Receives the rows written.</param>
internal sealed class BatchStep(PipelineState state, IProgress<ItemProgress> progress)
{
    public async Task RunAsync(ChannelWriter<ContabyxBatch> batches, CancellationToken cancellation)
    {
        if (state.Request.Tables.Count > 0)
            return;
        var request = new BatchRequest
        {
            Days = state.Request.Days ?? 1,
            Until = state.Request.Until,
            BatchDays = state.Request.BatchDays,
            MayBegin = state.Request.MayBegin,
            Threads = state.Request.ThrottleLimit,
        };
        var books = new NewBatches(state.Connection, progress, state.Notes);
        await using (books.ConfigureAwait(false))
        {
            var plan = await books.PlanAsync(request, cancellation).ConfigureAwait(false);
            state.PlannedRows = plan.Sum(batch => batch.Rows);
            if (plan.Count > 0 && request is { MayBegin: false, Until: not null })
                state.Notes.Report(string.Create(
                    CultureInfo.InvariantCulture, $"The books go on with {plan[0].FirstDay:yyyy-MM-dd} to {plan[^1].LastDay:yyyy-MM-dd}."));
            await foreach (var batch in books.WriteAsync(plan, request, cancellation).ConfigureAwait(false))
            {
                state.Tally.Add(batch);
                await batches.WriteAsync(batch, cancellation).ConfigureAwait(false);
            }
        }
    }
}
