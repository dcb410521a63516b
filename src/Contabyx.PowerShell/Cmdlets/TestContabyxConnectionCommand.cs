using System.Management.Automation;
using Contabyx.Engine.Setup;

namespace Contabyx.PowerShell;

/// <summary>Checks whether source, bucket and warehouse can be reached and used, and says what to do if not.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ContabyxConnection")]
[OutputType(typeof(ContabyxCheck), typeof(bool))]
public sealed class TestContabyxConnectionCommand : ConnectedCommand
{
    /// <summary>The parts to check.</summary>
    [Parameter(Position = 0, HelpMessage = "The parts to check: Source, Bucket, Warehouse; by default, all of them.")]
    [ValidateNotNullOrEmpty]
    public ContabyxTarget[] Target { get; set; } =
        [ContabyxTarget.Source, ContabyxTarget.Bucket, ContabyxTarget.Warehouse];

    /// <summary>Only true or false.</summary>
    [Parameter(HelpMessage = "Write only true or false: true if no check failed.")]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var connectionCheck = new ConnectionCheck(CurrentOrGiven);
        var failed = false;
        foreach (var part in Target.Distinct())
        {
            await foreach (var check in connectionCheck.CheckAsync(part, cancellation).ConfigureAwait(false))
            {
                failed |= check.Outcome == CheckOutcome.Failed;
                if (!Quiet)
                    await pipeline.WriteObjectAsync(check).ConfigureAwait(false);
            }
        }

        if (Quiet)
            await pipeline.WriteObjectAsync(!failed).ConfigureAwait(false);
    }
}
