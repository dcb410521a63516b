using System.Management.Automation;
using Contabyx.Engine.Logs;

namespace Contabyx.PowerShell;

/// <summary>Reads the log as objects.</summary>
[Cmdlet(VerbsCommon.Get, "ContabyxLog")]
[OutputType(typeof(ContabyxLogEntry))]
public sealed class GetContabyxLogCommand : ConnectedCommand
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "Only events of this run; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RunCompleter))]
    public string? Run { get; set; }

    [Parameter(HelpMessage = "Only events of these tables; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[] Table { get; set; } = ["*"];

    /// <summary>The lowest level.</summary>
    [Parameter(HelpMessage = "Only events of this level or a more serious one: Info, Warning or Error.")]
    public LogLevel Level { get; set; }

    /// <summary>The earliest time.</summary>
    [Parameter(HelpMessage = "Only events since this time.")]
    [CalendarTime]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(RunDayCompleter))]
    public DateTime? Since { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var since = Since is { } time ? new DateTimeOffset(time) : DateTimeOffset.MinValue;
        foreach (var entry in LogReader.Read(CurrentOrGiven.LogPath))
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.Level >= Level && entry.Time >= since && NamePattern.Fits(Run, entry.Run) && NamePattern.FitsAny(Table, entry.Table))
                await pipeline.WriteObjectAsync(entry).ConfigureAwait(false);
        }
    }
}
