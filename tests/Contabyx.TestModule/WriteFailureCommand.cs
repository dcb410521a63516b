using System.Management.Automation;
using Contabyx.PowerShell;

namespace Contabyx.TestModule;

/// <summary>Fails with a given exception, or writes a given error and goes on.</summary>
[Cmdlet(VerbsCommunications.Write, "Failure")]
public sealed class WriteFailureCommand : LoggedCommand
{
    [Parameter]
    public Exception? Exception { get; set; }

    [Parameter]
    public ErrorRecord? ErrorRecord { get; set; }

    protected override async Task WorkAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (Exception is not null)
            throw Exception;
        await pipeline.WriteErrorAsync(ErrorRecord!).ConfigureAwait(false);
        await pipeline.WriteObjectAsync("went on").ConfigureAwait(false);
    }
}
