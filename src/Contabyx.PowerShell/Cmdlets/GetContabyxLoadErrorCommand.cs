using System.Management.Automation;
using Contabyx.Engine.Load;

namespace Contabyx.PowerShell;

/// <summary>Reads why tables and rows were not loaded.</summary>
[Cmdlet(VerbsCommon.Get, "ContabyxLoadError")]
[OutputType(typeof(ContabyxLoadError))]
public sealed class GetContabyxLoadErrorCommand : ConnectedCommand
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "Only errors of this run; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RunCompleter))]
    public string? Run { get; set; }

    [Parameter(HelpMessage = "Only errors of these tables; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[] Table { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        await using var loadErrors = new LoadErrors(CurrentOrGiven);
        await foreach (var error in loadErrors.ReadAsync(run => NamePattern.Fits(Run, run), cancellation).ConfigureAwait(false))
        {
            if (NamePattern.FitsAny(Table, error.Table))
                await pipeline.WriteObjectAsync(error).ConfigureAwait(false);
        }
    }
}
