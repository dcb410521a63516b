using System.Collections.Concurrent;
using System.Management.Automation;
using Contabyx.PowerShell;

namespace Contabyx.TestModule;

/// <summary>
/// A cmdlet that tells a log when its work ends and when it is cleaned up, so that tests see it after a stop as well.
/// </summary>
public abstract class LoggedCommand : AsyncCommand
{
    [Parameter]
    public ConcurrentQueue<string> Log { get; set; } = new();

    protected sealed override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        try
        {
            await WorkAsync(pipeline, cancellation).ConfigureAwait(false);
        }
        finally
        {
            // Whoever joins the worker must wait for this, too.
            await Task.Delay(50, CancellationToken.None).ConfigureAwait(false);
            Log.Enqueue("ended");
        }
    }

    protected abstract Task WorkAsync(PipelineWriter pipeline, CancellationToken cancellation);

    protected override ValueTask CleanUpAsync()
    {
        Log.Enqueue("cleaned");
        return ValueTask.CompletedTask;
    }
}
