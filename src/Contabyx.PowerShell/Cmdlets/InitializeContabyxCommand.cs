using System.Management.Automation;
using Contabyx.Engine;

namespace Contabyx.PowerShell;

/// <summary>Creates the books' tables, the bucket and the load history where they are missing.</summary>
[Cmdlet(VerbsData.Initialize, "Contabyx", SupportsShouldProcess = true)]
[OutputType(typeof(ContabyxSetup))]
public sealed class InitializeContabyxCommand : ConnectedCommand
{
    /// <summary>The parts to make ready.</summary>
    [Parameter(Position = 0, HelpMessage = "The parts to make ready: Source, Bucket, Warehouse; by default all of them.")]
    [ValidateNotNullOrEmpty]
    public ContabyxTarget[] Target { get; set; } =
        [ContabyxTarget.Source, ContabyxTarget.Bucket, ContabyxTarget.Warehouse];

    /// <inheritdoc/>
    protected override async Task EndAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        await using var stage = new SetupStage(CurrentOrGiven);
        foreach (var target in Target.Distinct())
        {
            var setup = stage.Plan(target);
            var action = string.Join(";\n", setup.Statements.DefaultIfEmpty("Create it where it is missing"));
            if (!await pipeline.ShouldProcessAsync(setup.Address, action).ConfigureAwait(false))
                continue;
            await stage.ApplyAsync(target, cancellation).ConfigureAwait(false);
            await pipeline.WriteObjectAsync(setup).ConfigureAwait(false);
        }
    }
}
