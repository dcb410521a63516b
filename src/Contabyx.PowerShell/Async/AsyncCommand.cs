using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>
/// A cmdlet whose hooks run on a worker while the pipeline's thread does what they ask of it. Stopping cancels the worker, and
/// leaving, however it comes about, waits for it. This is the only place that waits for a task.
/// </summary>
public abstract class AsyncCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PipelineWriter _pipeline;
    private bool _cleaned;

    /// <summary>Makes the cmdlet.</summary>
    protected AsyncCommand() => _pipeline = new PipelineWriter(this);

    /// <summary>Runs before the first input.</summary>
    /// <param name="pipeline">Where output goes.</param>
    /// <param name="cancellation">Cancelled when the pipeline stops.</param>
    protected virtual Task BeginAsync(PipelineWriter pipeline, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Runs for each input.</summary>
    /// <param name="pipeline">Where output goes.</param>
    /// <param name="cancellation">Cancelled when the pipeline stops.</param>
    protected virtual Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Runs after the last input.</summary>
    /// <param name="pipeline">Where output goes.</param>
    /// <param name="cancellation">Cancelled when the pipeline stops.</param>
    protected virtual Task EndAsync(PipelineWriter pipeline, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Gives back what the hooks opened. Runs once, after the last hook or when the pipeline ends early.</summary>
    protected virtual ValueTask CleanUpAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    protected override void BeginProcessing() => Run(BeginAsync);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(ProcessAsync);

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        Run(EndAsync);
        CleanUp();
    }

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <summary>Called by PowerShell when the pipeline ends, also when it was stopped.</summary>
    public void Dispose()
    {
        CleanUp();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    private void CleanUp()
    {
        if (_cleaned)
            return;
        _cleaned = true;
        Task.Run(async () => await CleanUpAsync().ConfigureAwait(false)).GetAwaiter().GetResult();
    }

    private void Run(Func<PipelineWriter, CancellationToken, Task> hook)
    {
        try
        {
            RunPumped(hook);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (ContabyxException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(ErrorRecords.From(e));
        }
    }

    private void RunPumped(Func<PipelineWriter, CancellationToken, Task> hook)
    {
        using var pump = new PipelinePump();
        _pipeline.Attach(pump);
        var worker = Task.Run(() => hook(_pipeline, _stop.Token), CancellationToken.None);
        _ = worker.ContinueWith(_ => pump.Close(), TaskScheduler.Default);
        try
        {
            pump.Run();
        }
        catch
        {
            // Downstream stopped or failed: the worker ends before the pipeline goes on.
            _stop.Cancel();
            pump.Abandon();
            ((IAsyncResult)worker).AsyncWaitHandle.WaitOne();
            _ = worker.Exception;
            throw;
        }
        finally
        {
            _pipeline.Detach();
        }

        worker.GetAwaiter().GetResult();
    }
}
