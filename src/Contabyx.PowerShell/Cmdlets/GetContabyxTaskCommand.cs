using System.Management.Automation;
using Contabyx.Engine.Scheduling;

namespace Contabyx.PowerShell;

/// <summary>Lists the scheduled tasks of this user, and how their last runs went.</summary>
[Cmdlet(VerbsCommon.Get, "ContabyxTask")]
[OutputType(typeof(ContabyxTask))]
public sealed class GetContabyxTaskCommand : AsyncCommand
{
    [Parameter(Position = 0, HelpMessage = "Names of tasks; wildcards are allowed. By default, all tasks.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TaskCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override async Task EndAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var scheduledTasks = new ScheduledTasks();
        foreach (var pattern in Name)
        {
            var fits = NamePattern.Of(pattern);
            var tasks = await scheduledTasks.ListAsync(fits, cancellation).ConfigureAwait(false);
            if (tasks.Count == 0 && !NamePattern.IsPattern(pattern))
                await pipeline.WriteErrorAsync(ErrorRecords.From(new TaskNotFoundException(pattern))).ConfigureAwait(false);
            foreach (var task in tasks)
                await pipeline.WriteObjectAsync(task).ConfigureAwait(false);
        }
    }
}
