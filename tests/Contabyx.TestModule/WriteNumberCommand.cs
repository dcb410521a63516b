using System.Management.Automation;
using Contabyx.PowerShell;

namespace Contabyx.TestModule;

/// <summary>Writes 1, 2, 3 and so on.</summary>
[Cmdlet(VerbsCommunications.Write, "Number")]
public sealed class WriteNumberCommand : LoggedCommand
{
    [Parameter]
    public int Count { get; set; } = int.MaxValue;

    protected override async Task WorkAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        for (var i = 1; i <= Count; i++)
        {
            Log.Enqueue($"made {i}");
            await pipeline.WriteObjectAsync(i).ConfigureAwait(false);
        }
    }
}
