using System.Management.Automation;
using Contabyx.Engine.Scheduling;

namespace Contabyx.PowerShell;

/// <summary>Keeps scheduled tasks from starting at their times, without removing them.</summary>
[Cmdlet(VerbsLifecycle.Disable, "ContabyxTask", SupportsShouldProcess = true)]
[OutputType(typeof(ContabyxTask))]
public sealed class DisableContabyxTaskCommand : TaskActionCommand
{
    private protected override string Action => "Keep the task from starting at its times";

    private protected override async Task ActAsync(string name, PipelineWriter pipeline, CancellationToken cancellation)
    {
        var task = await new ScheduledTasks().EnableAsync(name, false, cancellation).ConfigureAwait(false);
        await pipeline.WriteObjectAsync(task).ConfigureAwait(false);
    }
}
