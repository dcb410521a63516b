using System.Management.Automation;
using Contabyx.PowerShell;

namespace Contabyx.TestModule;

/// <summary>Writes to every stream, in a known order.</summary>
[Cmdlet(VerbsCommunications.Write, "Stream")]
public sealed class WriteStreamCommand : LoggedCommand
{
    protected override async Task WorkAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        pipeline.WriteVerbose("verbose");
        await pipeline.WriteObjectAsync("first").ConfigureAwait(false);
        pipeline.Notes.Report("note");
        pipeline.WriteWarning("warning");
        pipeline.WriteDebug("debug");
        pipeline.WriteInformation("information");
        await pipeline.WriteObjectAsync(new[] { 1, 2 }).ConfigureAwait(false);
        await pipeline.WriteObjectAsync(await pipeline.ResolvePathAsync("some-file").ConfigureAwait(false))
            .ConfigureAwait(false);
    }
}
