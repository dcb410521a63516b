using System.Threading.Channels;
using Contabyx.Engine.Export;

namespace Contabyx.Engine.Pipeline;

/// <summary>The second step of a pipeline: it exports batches or tables, and collects batches while the way is not free.</summary>
/// <param name="progress">Receives the rows exported.</param>
internal sealed class ExportStep(PipelineState state, IProgress<ItemProgress> progress)
{
    private readonly HashSet<string> _onTheWay = new(StringComparer.Ordinal);

    public async Task RunAsync(
        ChannelReader<ContabyxBatch> batches, ChannelWriter<IReadOnlyList<ContabyxFile>> exported, CancellationToken cancellation)
    {
        var slices = state.Request.Export.Slices > 0 ? state.Request.Export.Slices
            : await ExportTarget.CountSlicesAsync(state.Connection, cancellation).ConfigureAwait(false);
        var options = state.Request.Export with { Slices = slices };
        var any = false;
        while (state.Request.Tables.Count == 0 && await batches.WaitToReadAsync(cancellation).ConfigureAwait(false))
        {
            any = true;
            await ExportRunAsync(options, AddBatchesAsync, exported, cancellation).ConfigureAwait(false);
        }

        if (state.Request.Tables.Count > 0)
            await ExportTablesAsync(options, exported, cancellation).ConfigureAwait(false);
        else if (!any)
            await ExportRunAsync(options, AddUnconfirmedAsync, exported, cancellation).ConfigureAwait(false);

        async Task AddBatchesAsync(DataExport export)
        {
            while (await batches.WaitToReadAsync(cancellation).ConfigureAwait(false) && batches.TryRead(out var batch))
            {
                await export.AddBatchAsync(batch, state.RefuseAsync, cancellation).ConfigureAwait(false);
                _onTheWay.Add(batch.Id);
                if (state.WayIsFree)
                    return;
            }
        }

        Task AddUnconfirmedAsync(DataExport export) => export.AddUnconfirmedAsync(state.RefuseAsync, cancellation);
    }

    private async Task ExportTablesAsync(
        ExportOptions options, ChannelWriter<IReadOnlyList<ContabyxFile>> exported, CancellationToken cancellation)
    {
        options = state.Request.AllOrNothing ? options with { ChunkRows = long.MaxValue } : options;
        var export = new DataExport(state.Connection, options, null, progress, state.Notes, _onTheWay);
        await using (export.ConfigureAwait(false))
        {
            var wanted = await export.FindSelectionsAsync(state.Request.Tables, MissAsync, cancellation).ConfigureAwait(false);
            await foreach (var files in export.ExportAsync(wanted, state.RefuseAsync, cancellation).ConfigureAwait(false))
                await PassOnAsync(files, exported, cancellation).ConfigureAwait(false);
        }

        Task MissAsync(ContabyxException e)
        {
            state.Tally.Fail(PipelineStep.Export, e);
            return Task.CompletedTask;
        }
    }

    private async Task ExportRunAsync(
        ExportOptions options,
        Func<DataExport, Task> add,
        ChannelWriter<IReadOnlyList<ContabyxFile>> exported,
        CancellationToken cancellation)
    {
        var export = new DataExport(state.Connection, options, null, progress, state.Notes, _onTheWay);
        IReadOnlyList<ContabyxFile> files;
        await using (export.ConfigureAwait(false))
        {
            await add(export).ConfigureAwait(false);
            files = await export.CompleteAsync(cancellation).ConfigureAwait(false);
        }

        await PassOnAsync(files, exported, cancellation).ConfigureAwait(false);
    }

    private async Task PassOnAsync(
        IReadOnlyList<ContabyxFile> files, ChannelWriter<IReadOnlyList<ContabyxFile>> exported, CancellationToken cancellation)
    {
        if (files.Count == 0)
            return;
        state.Tally.AddExported(files);
        state.Depart();
        try
        {
            await exported.WriteAsync(files, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            DataExport.Discard(state.Connection, files[0].Run);
            throw;
        }
    }
}
