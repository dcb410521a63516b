using System.Management.Automation;
using Contabyx.Engine.Scheduling;

namespace Contabyx.PowerShell;

/// <summary>Lets scheduled tasks start at their times again.</summary>
[Cmdlet(VerbsLifecycle.Enable, "ContabyxTask", SupportsShouldProcess = true)]
[OutputType(typeof(ContabyxTask))]
public sealed class EnableContabyxTaskCommand : TaskActionCommand
{
    private protected override string Action => "Let the task start at its times";

    private protected override async Task ActAsync(string name, PipelineWriter pipeline, CancellationToken cancellation)
    {
        var task = await new ScheduledTasks().EnableAsync(name, true, cancellation).ConfigureAwait(false);
        await pipeline.WriteObjectAsync(task).ConfigureAwait(false);
    }
}
