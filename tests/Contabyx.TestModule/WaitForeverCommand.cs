using System.Management.Automation;
using Contabyx.PowerShell;

namespace Contabyx.TestModule;

/// <summary>Takes an input and waits until it is cancelled.</summary>
[Cmdlet(VerbsLifecycle.Wait, "Forever")]
public sealed class WaitForeverCommand : LoggedCommand
{
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    protected override Task WorkAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        Log.Enqueue("waiting");
        return Task.Delay(Timeout.Infinite, cancellation);
    }
}
