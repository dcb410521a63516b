using System.Threading.Channels;
using Contabyx.Engine.Books.Batches;
using Contabyx.Engine.Export;
using Contabyx.Engine.Load;
using Contabyx.Engine.Upload;

namespace Contabyx.Engine.Pipeline;

/// <summary>
/// The whole pipeline at once: what <c>Invoke-ContabyxPipeline</c> does. Its steps work in parallel: while one run is sent
/// and loaded, the next is written and exported, and collects batches until it can be sent. So a slow warehouse gets
/// few large runs, and a fast one does not wait. A step that fails stops those before it; those after it finish what
/// has already reached them.
/// </summary>
public sealed class DataPipeline
{
    private static readonly HashSet<string> NoLooseFiles = [];

    private readonly ContabyxConnection _connection;
    private readonly PipelineRequest _request;
    private readonly IProgress<ItemProgress> _writing;
    private readonly IProgress<ItemProgress> _exporting;
    private readonly IProgress<ItemProgress> _sending;
    private readonly IProgress<ItemProgress> _loading;
    private readonly IProgress<string> _notes;
    private readonly PipelineTally _tally = new();
    private readonly HashSet<string> _onTheWay = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tried = new(StringComparer.Ordinal);
    private int _runsOnTheWay;

    /// <summary>Plans a pipeline.</summary>
    /// <param name="connection">Where everything is.</param>
    /// <param name="request">What is to be done.</param>
    /// <param name="progress">Opens a progress display for an activity.</param>
    /// <param name="notes">Receives what a user may want to know.</param>
    public DataPipeline(
        ContabyxConnection connection,
        PipelineRequest request,
        Func<string, IProgress<ItemProgress>> progress,
        IProgress<string> notes)
    {
        ArgumentNullException.ThrowIfNull(progress);
        _connection = connection;
        _request = request;
        _writing = progress("Writing books");
        _exporting = progress("Exporting");
        _sending = progress("Sending");
        _loading = progress("Loading");
        _notes = notes;
    }

    // Whether the current run should be sent: nothing else is being sent or loaded.
    private bool WayIsFree => !_request.AllOrNothing && Volatile.Read(ref _runsOnTheWay) == 0;

    /// <summary>Runs the pipeline once. Failures are in the result, the first one with its step.</summary>
    /// <param name="cancellation">Stops it; whatever was not committed is done by the next pipeline.</param>
    public async Task<ContabyxPipelineResult> RunAsync(CancellationToken cancellation)
    {
        var startedAt = DateTimeOffset.UtcNow;
        try
        {
            using var alone = PipelineLock.Take(_connection);
            await RunAloneAsync(cancellation).ConfigureAwait(false);
        }
        catch (BusyException e)
        {
            _tally.Fail(PipelineStep.None, e);
            return _tally.Describe(_connection, startedAt, busy: true);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            _tally.Fail(PipelineStep.None, Named("The pipeline", e));
        }

        return _tally.Describe(_connection, startedAt, busy: false);
    }

    private async Task RunAloneAsync(CancellationToken cancellation)
    {
        var load = new LoadOptions
        {
            AllOrNothing = _request.AllOrNothing, MaxErrors = _request.MaxErrors, Connections = _request.ThrottleLimit,
        };
        var copy = new DataLoad(_connection, load, _loading, _notes);
        await using (copy.ConfigureAwait(false))
        {
            try
            {
                // What an earlier pipeline left behind is loaded first, or its batches would be exported again. A warehouse
                // that cannot be reached is noticed here, before anything is written.
                await TryAsync(
                    PipelineStep.Copy, [], stop => LoadLeftAsync(copy, stop), _ => true, cancellation).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
                if (_tally.Failure is null)
                    await RunBeltAsync(copy, cancellation).ConfigureAwait(false);
            }
            finally
            {
                if (_tally.Failure is { } failure)
                    copy.LogFailure(failure);
                await copy.UploadLogAsync(cancellation).ConfigureAwait(false);
                _tally.LogError = copy.LogError;
            }
        }
    }

    private async Task RunBeltAsync(DataLoad copy, CancellationToken cancellation)
    {
        // Only one item may wait between two steps: more would only fill the disk.
        var batches = Channel.CreateBounded<ContabyxBatch>(1);
        var exported = Channel.CreateBounded<IReadOnlyList<ContabyxFile>>(1);
        var sent = Channel.CreateBounded<string>(1);
        using var stopBatch = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var stopExport = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var stopUpload = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            await Task.WhenAll(
                TryAsync(
                    PipelineStep.Batch, [], stop => WriteAsync(batches.Writer, stop),
                    batches.Writer.TryComplete, stopBatch.Token),
                TryAsync(
                    PipelineStep.Export, [stopBatch], stop => ExportAsync(batches.Reader, exported.Writer, stop),
                    exported.Writer.TryComplete, stopExport.Token),
                TryAsync(
                    PipelineStep.Upload, [stopBatch, stopExport], stop => SendAsync(exported.Reader, sent.Writer, stop),
                    sent.Writer.TryComplete, stopUpload.Token),
                TryAsync(
                    PipelineStep.Copy, [stopBatch, stopExport, stopUpload], stop => LoadAsync(sent.Reader, copy, stopBatch, stop),
                    _ => true, cancellation)).ConfigureAwait(false);
        }
        finally
        {
            // Files that were not sent any more are exported again by the next pipeline.
            while (exported.Reader.TryRead(out var files))
                DataExport.Discard(_connection, files[0].Run);
        }

        cancellation.ThrowIfCancellationRequested();
    }

    // A call that was abandoned although nobody cancelled it is a failure like any other.
    private static Exception Named(string work, Exception failure) =>
        failure is OperationCanceledException ? new NoAnswerException(work, failure) : failure;

    // A step that fails in any way, or that was stopped because a later one failed, ends cleanly: the others see its
    // end, and the result reports it.
    private async Task TryAsync(
        PipelineStep step,
        CancellationTokenSource[] before,
        Func<CancellationToken, Task> work,
        Func<Exception?, bool> complete,
        CancellationToken cancellation)
    {
        try
        {
            await Task.Run(() => work(cancellation), CancellationToken.None).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The code that stopped it knows why.
        }
        catch (Exception e)
        {
            _tally.Fail(step, Named($"The export {step}", e));
            foreach (var export in before)
                await export.CancelAsync().ConfigureAwait(false);
        }
        finally
        {
            complete(null);
        }
    }

    private async Task WriteAsync(ChannelWriter<ContabyxBatch> batches, CancellationToken cancellation)
    {
        if (_request.Tables.Count > 0)
            return;
        var request = new BatchRequest
        {
            Days = _request.Days ?? 1,
            Until = _request.Until,
            BatchDays = _request.BatchDays,
            MayBegin = _request.MayBegin,
            Threads = _request.ThrottleLimit,
        };
        var export = new NewBatches(_connection, _writing, _notes);
        await using (export.ConfigureAwait(false))
        {
            var plan = await export.PlanAsync(request, cancellation).ConfigureAwait(false);
            await foreach (var batch in export.WriteAsync(plan, request, cancellation).ConfigureAwait(false))
            {
                _tally.Add(batch);
                await batches.WriteAsync(batch, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task ExportAsync(
        ChannelReader<ContabyxBatch> batches, ChannelWriter<IReadOnlyList<ContabyxFile>> exported, CancellationToken cancellation)
    {
        var slices = _request.Export.Slices > 0 ? _request.Export.Slices
            : await ExportTarget.CountSlicesAsync(_connection, cancellation).ConfigureAwait(false);
        var options = _request.Export with { Slices = slices };
        var any = false;
        while (_request.Tables.Count == 0 && await batches.WaitToReadAsync(cancellation).ConfigureAwait(false))
        {
            any = true;
            await ExportRunAsync(options, AddBatchesAsync, exported, cancellation).ConfigureAwait(false);
        }

        if (_request.Tables.Count > 0)
            await ExportTablesAsync(options, exported, cancellation).ConfigureAwait(false);
        else if (!any)
            await ExportRunAsync(options, AddUnconfirmedAsync, exported, cancellation).ConfigureAwait(false);

        async Task AddBatchesAsync(DataExport export)
        {
            while (await batches.WaitToReadAsync(cancellation).ConfigureAwait(false) && batches.TryRead(out var batch))
            {
                await export.AddBatchAsync(batch, RefuseAsync, cancellation).ConfigureAwait(false);
                _onTheWay.Add(batch.Id);
                if (WayIsFree)
                    return;
            }
        }

        Task AddUnconfirmedAsync(DataExport export) => export.AddUnconfirmedAsync(RefuseAsync, cancellation);
    }

    private async Task ExportTablesAsync(
        ExportOptions options, ChannelWriter<IReadOnlyList<ContabyxFile>> exported, CancellationToken cancellation)
    {
        options = _request.AllOrNothing ? options with { ChunkRows = long.MaxValue } : options;
        var export = new DataExport(_connection, options, null, _exporting, _notes, _onTheWay);
        await using (export.ConfigureAwait(false))
        {
            var wanted = await export.FindSelectionsAsync(_request.Tables, MissAsync, cancellation).ConfigureAwait(false);
            await foreach (var files in export.ExportAsync(wanted, RefuseAsync, cancellation).ConfigureAwait(false))
                await PassOnAsync(files, exported, cancellation).ConfigureAwait(false);
        }

        Task MissAsync(ContabyxException e)
        {
            _tally.Fail(PipelineStep.Export, e);
            return Task.CompletedTask;
        }
    }

    // A refused table is passed on as refused, and is reported with the others when they are loaded.
    private Task RefuseAsync(ContabyxException error)
    {
        if (error is ConnectionException)
            _tally.Fail(PipelineStep.Export, error);
        _notes.Report(error.Message);
        return Task.CompletedTask;
    }

    private async Task ExportRunAsync(
        ExportOptions options,
        Func<DataExport, Task> add,
        ChannelWriter<IReadOnlyList<ContabyxFile>> exported,
        CancellationToken cancellation)
    {
        var export = new DataExport(_connection, options, null, _exporting, _notes, _onTheWay);
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
        _tally.AddExported(files);
        Interlocked.Increment(ref _runsOnTheWay);
        try
        {
            await exported.WriteAsync(files, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            DataExport.Discard(_connection, files[0].Run);
            throw;
        }
    }

    private async Task SendAsync(
        ChannelReader<IReadOnlyList<ContabyxFile>> exported, ChannelWriter<string> sent, CancellationToken cancellation)
    {
        await foreach (var files in exported.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            try
            {
                var export = new DataUpload(_connection, _sending, _notes);
                await using (export.ConfigureAwait(false))
                {
                    foreach (var file in files)
                    {
                        if (await export.TrySendAsync(file, RefuseAsync, cancellation).ConfigureAwait(false) is { Error: null, IsUnchanged: false } sentFile)
                            _tally.Add(sentFile);
                    }

                    await export.CompleteAsync(cancellation).ConfigureAwait(false);
                }
            }
            finally
            {
                DataExport.Discard(_connection, files[0].Run);
            }

            await sent.WriteAsync(files[0].Run, cancellation).ConfigureAwait(false);
        }
    }

    private async Task LoadAsync(
        ChannelReader<string> sent, DataLoad copy, CancellationTokenSource stopBatch, CancellationToken cancellation)
    {
        while (await sent.WaitToReadAsync(cancellation).ConfigureAwait(false))
        {
            var runs = 0;
            while (sent.TryRead(out _))
                runs++;
            await LoadWaitingAsync(copy, cancellation).ConfigureAwait(false);
            Interlocked.Add(ref _runsOnTheWay, -runs);
            if (_tally.HasFailedTables)
                await stopBatch.CancelAsync().ConfigureAwait(false); // What failed once would fail again.
        }
    }

    private async Task LoadLeftAsync(DataLoad copy, CancellationToken cancellation)
    {
        await copy.TidyAsync(cancellation).ConfigureAwait(false);
        if (_request.Tables.Count == 0)
            await ExportTarget.RequireWarehouseAsync(_connection, cancellation).ConfigureAwait(false);
        await LoadWaitingAsync(copy, cancellation).ConfigureAwait(false);
    }

    private async Task LoadWaitingAsync(DataLoad copy, CancellationToken cancellation)
    {
        foreach (var waiting in await copy.FindAsync(NoLooseFiles, cancellation).ConfigureAwait(false))
        {
            if (!_tried.Add(waiting.Run))
                continue;
            await foreach (var result in copy.LoadAsync(waiting, cancellation).ConfigureAwait(false))
                _tally.Add(result);
            if (copy.Lost is { } lost)
                throw lost;
        }
    }
}
