using System.Management.Automation;
using Contabyx.PowerShell;

namespace Contabyx.TestModule;

/// <summary>Asks before each thing, and writes those that it was allowed to change.</summary>
[Cmdlet(VerbsCommon.Set, "Thing", SupportsShouldProcess = true)]
public sealed class SetThingCommand : LoggedCommand
{
    [Parameter(Mandatory = true)]
    public string[] Name { get; set; } = [];

    protected override async Task WorkAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        foreach (var name in Name)
        {
            if (await pipeline.ShouldProcessAsync(name, "Change it").ConfigureAwait(false))
                await pipeline.WriteObjectAsync(name).ConfigureAwait(false);
        }
    }
}
