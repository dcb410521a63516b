using System.Globalization;
using System.Management.Automation;
using System.Threading.Channels;

namespace Contabyx.PowerShell;

/// <summary>
/// A cmdlet whose work is asynchronous. Its hooks run on a worker; meanwhile the pipeline's thread, the only one that
/// may call PowerShell, carries out what they ask of their <see cref="PipelineWriter"/>. However a hook ends, by
/// completion, a failure, Ctrl+C or a consumer that stops, its worker is cancelled and waited for. Nothing else
/// in the module blocks on a task.
/// </summary>
public abstract class AsyncCommand : PSCmdlet, IDisposable
{
    private static readonly Action EndOfHook = () => { };

    // Not disposed: it owns no handle, and PowerShell may stop a cmdlet while it disposes of it.
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Action> _requests = Channel.CreateUnbounded<Action>();
    private readonly PipelineWriter _pipeline;

    /// <summary>Creates the cmdlet, as PowerShell does for each use.</summary>
    protected AsyncCommand() => _pipeline = new PipelineWriter(this, _requests.Writer, _stop.Token);

    /// <summary>Runs before the first input.</summary>
    protected virtual Task BeginAsync(PipelineWriter pipeline, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Runs for each input, or once when there is no pipeline input.</summary>
    protected virtual Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Runs after the last input.</summary>
    protected virtual Task EndAsync(PipelineWriter pipeline, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>
    /// Releases what the hooks opened. It always runs, once and last: after completion, a failure or a stop.
    /// </summary>
    protected virtual ValueTask CleanUpAsync() => ValueTask.CompletedTask;

    /// <summary>
    /// What a user should know who has just pressed Ctrl+C: what is done, and what the next run does. NULL for nothing.
    /// </summary>
    private protected virtual string? AfterStop => null;

    /// <summary>Runs on the pipeline's thread; an override reads session state there and then calls its base.</summary>
    protected override void BeginProcessing() => Run(BeginAsync, last: false);

    /// <summary>Hands over to <see cref="ProcessAsync"/>.</summary>
    protected override void ProcessRecord() => Run(ProcessAsync, last: false);

    /// <summary>Hands over to <see cref="EndAsync"/>.</summary>
    protected override void EndProcessing() => Run(EndAsync, last: true);

    /// <summary>Cancels; the pipeline's thread then waits for the worker.</summary>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <summary>Called by PowerShell when the pipeline is over, however it ended.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _stop.Cancel();
        _requests.Writer.TryComplete();
        _pipeline.CompleteProgress(_ => { });
        Task.Run(() => CleanUpAsync().AsTask()).GetAwaiter().GetResult();

        // A stopped pipeline takes no more warnings, but its console does; one line is enough, from the last cmdlet.
        if (Stopping && MyInvocation.PipelinePosition == MyInvocation.PipelineLength && AfterStop is { } note)
            Host.UI.WriteWarningLine(note);
    }

    private void Run(Func<PipelineWriter, CancellationToken, Task> hook, bool last)
    {
        var worker = Task.Run(() => WorkAsync(hook));
        var ended = false;
        try
        {
            Pump();
            ended = true;
        }
        finally
        {
            // What stops a pipeline (Ctrl+C, Select-Object -First, -ErrorAction Stop) is thrown by a request, and is passed
            // on from here.
            if (!ended)
                _stop.Cancel();
            Join(worker);
            if ((last || !ended || !worker.IsCompletedSuccessfully) && !Stopping)
                _pipeline.CompleteProgress(WriteProgress);
        }

        Conclude(worker);
    }

    private async Task WorkAsync(Func<PipelineWriter, CancellationToken, Task> hook)
    {
        // Logs, files and messages are the same everywhere: no digit, calendar or letter of the session's culture gets into
        // them. The setting flows with this worker's tasks and ends with them; the language of the interface stays.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            await hook(_pipeline, _stop.Token).ConfigureAwait(false);
        }
        finally
        {
            _requests.Writer.TryWrite(EndOfHook);
        }
    }

    private void Pump()
    {
        while (_requests.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_requests.Reader.TryRead(out var request))
            {
                if (request == EndOfHook)
                    return;
                request();
            }
        }
    }

    private static void Join(Task worker) =>
        worker.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();

    private void Conclude(Task worker)
    {
        try
        {
            worker.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (OperationCanceledException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(new NoAnswerException(MyInvocation.MyCommand.Name, failure)));
        }
        catch (Exception failure) when (failure is not RuntimeException)
        {
            ThrowTerminatingError(ErrorRecords.From(failure));
        }
    }
}
