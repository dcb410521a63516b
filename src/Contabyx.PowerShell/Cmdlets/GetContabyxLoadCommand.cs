using System.Management.Automation;
using Contabyx.Engine.Load;

namespace Contabyx.PowerShell;

/// <summary>Reads the load history of the warehouse.</summary>
[Cmdlet(VerbsCommon.Get, "ContabyxLoad")]
[OutputType(typeof(LoadRecord))]
public sealed class GetContabyxLoadCommand : ConnectedCommand
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "Only loads of this run; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RunCompleter))]
    public string? Run { get; set; }

    [Parameter(HelpMessage = "Only loads of these tables; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[] Table { get; set; } = ["*"];

    /// <summary>The earliest time.</summary>
    [Parameter(HelpMessage = "Only loads since this time.")]
    [CalendarTime]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(RunDayCompleter))]
    public DateTime? Since { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var since = Since is { } time ? new DateTimeOffset(time) : DateTimeOffset.MinValue;
        var whole = Run is not null && !NamePattern.IsPattern(Run) ? Run : null;
        foreach (var load in await new LoadHistory(CurrentOrGiven).ReadAsync(whole, cancellation).ConfigureAwait(false))
        {
            if (load.LoadedAt >= since && NamePattern.Fits(Run, load.Run) && NamePattern.FitsAny(Table, load.Table))
                await pipeline.WriteObjectAsync(load with { Warehouse = CurrentOrGiven.Warehouse }).ConfigureAwait(false);
        }
    }
}
