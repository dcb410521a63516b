using System.Threading.Channels;
using Contabyx.Engine.Export;
using Contabyx.Engine.Load;
using Contabyx.Engine.Telemetry;

namespace Contabyx.Engine.Pipeline;

/// <summary>
/// The whole pipeline at once: what <c>Invoke-ContabyxPipeline</c> does. Its steps work in parallel: while one run is sent
/// and loaded, the next is written and exported, and collects batches until it can be sent. So a slow warehouse gets
/// few large runs, and a fast one does not wait. A step that fails stops those before it; those after it finish what
/// has already reached them.
/// </summary>
public sealed class DataPipeline
{
    private readonly PipelineState _state;
    private readonly BatchStep _batch;
    private readonly ExportStep _export;
    private readonly UploadStep _upload;
    private readonly IProgress<ItemProgress> _loading;

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
        _state = new PipelineState(connection, request, notes);
        _batch = new BatchStep(_state, progress("Writing books"));
        _export = new ExportStep(_state, new PlannedProgress(_state, progress("Exporting")));
        _upload = new UploadStep(_state, new PlannedProgress(_state, progress("Sending")));
        _loading = new PlannedProgress(_state, progress("Loading"));
    }

    /// <summary>How many tables were loaded so far.</summary>
    public int TablesLoaded => _state.Tally.TablesLoaded;

    /// <summary>Runs the pipeline once. Failures are in the result, the first one with its step.</summary>
    /// <param name="cancellation">Stops it; whatever was not committed is done by the next pipeline.</param>
    public async Task<ContabyxPipelineResult> RunAsync(CancellationToken cancellation)
    {
        using var operation = Operation.Begin("pipeline", null).With(TagNames.Job, _state.Request.Export.Job);
        try
        {
            var result = await RunOnceAsync(cancellation).ConfigureAwait(false);
            operation.With(TagNames.Tables, result.Tables.Count).With(TagNames.TablesFailed, result.TablesFailed)
                .With(TagNames.Rows, result.RowsLoaded);
            operation.End(result.Status.ToString(), result.Failure);
            return result;
        }
        catch (Exception e) when (operation.Fail(e))
        {
            throw;
        }
    }

    private async Task<ContabyxPipelineResult> RunOnceAsync(CancellationToken cancellation)
    {
        var startedAt = DateTimeOffset.UtcNow;
        try
        {
            using var alone = PipelineLock.Take(_state.Connection);
            await RunAloneAsync(startedAt, cancellation).ConfigureAwait(false);
        }
        catch (BusyException e)
        {
            _state.Tally.Fail(PipelineStep.None, e);
            return _state.Tally.Describe(_state.Connection, startedAt, busy: true);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            _state.Tally.Fail(PipelineStep.None, Named("The pipeline", e));
            _state.Tally.LogError = await LogSender.SendFailureAsync(
                _state.Connection, _state.Request.Export.Job, _state.Tally.Failure!,
                _state.Tally.Describe(_state.Connection, startedAt, busy: false), cancellation).ConfigureAwait(false);
        }

        return _state.Tally.Describe(_state.Connection, startedAt, busy: false);
    }

    private async Task RunAloneAsync(DateTimeOffset startedAt, CancellationToken cancellation)
    {
        var options = new LoadOptions
        {
            AllOrNothing = _state.Request.AllOrNothing, MaxErrors = _state.Request.MaxErrors, Connections = _state.Request.ThrottleLimit,
        };
        var load = new DataLoad(_state.Connection, options, _loading, _state.Notes);
        await using (load.ConfigureAwait(false))
        {
            var copy = new CopyStep(_state, load);
            try
            {
                // What an earlier pipeline left behind is loaded first, or its batches would be exported again. A warehouse
                // that cannot be reached is noticed here, before anything is written.
                await TryAsync(
                    PipelineStep.Copy, [], copy.LoadLeftAsync, _ => true, cancellation).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
                if (_state.Tally.Failure is null)
                    await RunStepsAsync(copy, cancellation).ConfigureAwait(false);
            }
            finally
            {
                if (_state.Tally.Failure is { } failure)
                    load.LogFailure(failure, _state.Request.Export.Job);
                if (!cancellation.IsCancellationRequested)
                    load.LogEnd(_state.Request.Export.Job, _state.Tally.Describe(_state.Connection, startedAt, busy: false));
                await load.UploadLogAsync(cancellation).ConfigureAwait(false);
                _state.Tally.LogError = load.LogError;
            }
        }
    }

    private async Task RunStepsAsync(CopyStep copy, CancellationToken cancellation)
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
                    PipelineStep.Batch, [], stop => _batch.RunAsync(batches.Writer, stop),
                    batches.Writer.TryComplete, stopBatch.Token),
                TryAsync(
                    PipelineStep.Export, [stopBatch], stop => _export.RunAsync(batches.Reader, exported.Writer, stop),
                    exported.Writer.TryComplete, stopExport.Token),
                TryAsync(
                    PipelineStep.Upload, [stopBatch, stopExport], stop => _upload.RunAsync(exported.Reader, sent.Writer, stop),
                    sent.Writer.TryComplete, stopUpload.Token),
                TryAsync(
                    PipelineStep.Copy, [stopBatch, stopExport, stopUpload], stop => copy.RunAsync(sent.Reader, stopBatch, stop),
                    _ => true, cancellation)).ConfigureAwait(false);
        }
        finally
        {
            // Files that were not sent any more are exported again by the next pipeline.
            while (exported.Reader.TryRead(out var files))
                DataExport.Discard(_state.Connection, files[0].Run);
        }

        cancellation.ThrowIfCancellationRequested();
    }

    // A call that was abandoned although nobody cancelled it is a failure like any other.
    private static Exception Named(string work, Exception failure) =>
        failure is OperationCanceledException ? new NoAnswerException(work, failure) : failure;

    // A step that fails in any way, or that was stopped because a later one failed, ends cleanly: the others see its
    // end, and the result reports it. An exception of any kind is kept there for the caller, so none is lost.
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
            _state.Tally.Fail(step, Named($"The step {step}", e));
            foreach (var earlier in before)
                await earlier.CancelAsync().ConfigureAwait(false);
        }
        finally
        {
            complete(null);
        }
    }
}
