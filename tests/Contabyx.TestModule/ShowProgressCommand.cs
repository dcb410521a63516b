using System.Management.Automation;
using Contabyx.PowerShell;

namespace Contabyx.TestModule;

/// <summary>Reports many steps of a table at once, without ever finishing it, and may fail or hang then.</summary>
[Cmdlet(VerbsCommon.Show, "Progress")]
public sealed class ShowProgressCommand : LoggedCommand
{
    [Parameter]
    public int Steps { get; set; }

    [Parameter]
    public int Total { get; set; }

    [Parameter]
    public long? Planned { get; set; }

    [Parameter]
    public Exception? Exception { get; set; }

    [Parameter]
    public SwitchParameter Hang { get; set; }

    protected override async Task WorkAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var progress = pipeline.Progress("Exporting");
        progress.Report(new ItemProgress("Clients", 0, Total));
        // Long enough for a rate: the clock has moved when the next step is drawn.
        await Task.Delay(150, cancellation).ConfigureAwait(false);
        for (var i = 1; i <= Steps; i++)
            progress.Report(new ItemProgress("Clients", i, Total) { PlannedRows = Planned });
        if (Hang)
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(false);
        if (Exception is not null)
            throw Exception;
    }
}
