using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>A cmdlet that changes tasks that it gets by name. One that fails does not stop the others.</summary>
public abstract class TaskActionCommand : AsyncCommand
{
    /// <summary>Names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true,
        HelpMessage = "Names of tasks, or tasks from Get-ContabyxTask.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TaskCompleter))]
    public string[] Name { get; set; } = [];

    private protected abstract string Action { get; }

    private protected abstract Task ActAsync(string name, PipelineWriter pipeline, CancellationToken cancellation);

    /// <inheritdoc/>
    protected sealed override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        foreach (var name in Name)
        {
            try
            {
                if (await pipeline.ShouldProcessAsync(name, Action).ConfigureAwait(false))
                    await ActAsync(name, pipeline, cancellation).ConfigureAwait(false);
            }
            catch (ContabyxException e)
            {
                await pipeline.WriteErrorAsync(ErrorRecords.From(e)).ConfigureAwait(false);
            }
        }
    }
}
