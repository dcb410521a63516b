using System.Management.Automation;
using Contabyx.Engine.Scheduling;

namespace Contabyx.PowerShell;

/// <summary>Removes scheduled tasks and their logs.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "ContabyxTask", SupportsShouldProcess = true)]
public sealed class UnregisterContabyxTaskCommand : TaskActionCommand
{
    private protected override string Action => "Remove the task and its log";

    private protected override Task ActAsync(string name, PipelineWriter pipeline, CancellationToken cancellation) =>
        new ScheduledTasks().RemoveAsync(name, cancellation);
}
