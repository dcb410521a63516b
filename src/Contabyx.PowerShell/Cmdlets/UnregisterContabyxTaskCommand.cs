using System.Management.Automation;
using Contabyx.Engine.Scheduling;

namespace Contabyx.PowerShell;

/// <summary>Removes scheduled tasks and their logs.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "ContabyxTask", SupportsShouldProcess = true)]
public sealed class UnregisterContabyxTaskCommand : AsyncCommand
{
    /// <summary>Names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true,
        HelpMessage = "Names of tasks, or tasks from Get-ContabyxTask.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TaskCompleter))]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var tasks = new ScheduledTasks();
        foreach (var name in Name)
        {
            try
            {
                if (await pipeline.ShouldProcessAsync(name, "Remove the task and its log").ConfigureAwait(false))
                    await tasks.RemoveAsync(name, cancellation).ConfigureAwait(false);
            }
            catch (ContabyxException e)
            {
                await pipeline.WriteErrorAsync(ErrorRecords.From(e)).ConfigureAwait(false);
            }
        }
    }
}
