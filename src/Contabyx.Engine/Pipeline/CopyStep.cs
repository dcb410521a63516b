using System.Threading.Channels;
using Contabyx.Engine.Export;
using Contabyx.Engine.Load;

namespace Contabyx.Engine.Pipeline;

/// <summary>The last step of a pipeline: it loads what waits in the bucket, each run once.</summary>
/// <param name="load">Loads; disposed by its owner.</param>
internal sealed class CopyStep(PipelineState state, DataLoad load)
{
    private static readonly HashSet<string> NoLooseFiles = [];

    private readonly HashSet<string> _tried = new(StringComparer.Ordinal);

    public async Task RunAsync(
        ChannelReader<string> sent, CancellationTokenSource stopBatch, CancellationToken cancellation)
    {
        while (await sent.WaitToReadAsync(cancellation).ConfigureAwait(false))
        {
            var runs = 0;
            while (sent.TryRead(out _))
                runs++;
            await LoadWaitingAsync(cancellation).ConfigureAwait(false);
            state.Arrive(runs);
            if (state.Tally.HasFailedTables)
                await stopBatch.CancelAsync().ConfigureAwait(false); // What failed once would fail again.
        }
    }

    public async Task LoadLeftAsync(CancellationToken cancellation)
    {
        await load.TidyAsync(cancellation).ConfigureAwait(false);
        if (state.Request.Tables.Count == 0)
            await ExportTarget.RequireWarehouseAsync(state.Connection, cancellation).ConfigureAwait(false);
        await LoadWaitingAsync(cancellation).ConfigureAwait(false);
    }

    private async Task LoadWaitingAsync(CancellationToken cancellation)
    {
        foreach (var waiting in await load.FindAsync(NoLooseFiles, cancellation).ConfigureAwait(false))
        {
            if (!_tried.Add(waiting.Run))
                continue;
            await foreach (var result in load.LoadAsync(waiting, cancellation).ConfigureAwait(false))
                state.Tally.Add(result);
            if (load.Lost is { } lost)
                throw lost;
        }
    }
}
