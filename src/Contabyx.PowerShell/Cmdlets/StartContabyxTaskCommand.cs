using System.Management.Automation;
using Contabyx.Engine.Scheduling;

namespace Contabyx.PowerShell;

/// <summary>Starts scheduled tasks now. They run on their own.</summary>
[Cmdlet(VerbsLifecycle.Start, "ContabyxTask", SupportsShouldProcess = true)]
[OutputType(typeof(ContabyxTask))]
public sealed class StartContabyxTaskCommand : TaskActionCommand
{
    private protected override string Action => "Start the task now";

    private protected override async Task ActAsync(string name, PipelineWriter pipeline, CancellationToken cancellation)
    {
        var task = await new ScheduledTasks().StartAsync(name, cancellation).ConfigureAwait(false);
        await pipeline.WriteObjectAsync(task).ConfigureAwait(false);
    }
}
