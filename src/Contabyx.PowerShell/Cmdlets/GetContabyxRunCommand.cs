using System.Management.Automation;
using Contabyx.Engine.Outcomes;

namespace Contabyx.PowerShell;

/// <summary>Tells what became of runs, from the bucket, the warehouse and the log.</summary>
[Cmdlet(VerbsCommon.Get, "ContabyxRun")]
[OutputType(typeof(ContabyxRun))]
public sealed class GetContabyxRunCommand : ConnectedCommand
{
    private const int UsualRuns = 20;

    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "Only these runs; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RunCompleter))]
    public string[]? Run { get; set; }

    [Parameter(HelpMessage = "Only runs that have one of these tables; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[] Table { get; set; } = ["*"];

    [Parameter(HelpMessage = "Only runs of this job; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobNameCompleter))]
    public string? Job { get; set; }

    /// <summary>The earliest time.</summary>
    [Parameter(HelpMessage = "Only runs that started at this time or later.")]
    [CalendarTime]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(RunDayCompleter))]
    public DateTime? Since { get; set; }

    /// <summary>The day.</summary>
    [Parameter(HelpMessage = "Only runs that started on this day, in the time zone of this machine.")]
    [CalendarTime]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(RunDayCompleter))]
    public DateTime? Day { get; set; }

    /// <summary>How many runs.</summary>
    [Parameter(HelpMessage = "How many runs, from the latest on; 20 by default, and all with -Run, -Since or -Day.")]
    [ValidateRange(1, int.MaxValue)]
    public int? Last { get; set; }

    /// <summary>Only failures.</summary>
    [Parameter(HelpMessage = "Only runs of which something is not in the warehouse: it failed, was left out, waits, or is not complete.")]
    public SwitchParameter Failed { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var isBounded = Run is not null || Since is not null || Day is not null;
        var filter = new RunFilter
        {
            Run = Run is null ? null : name => NamePattern.FitsAny(Run, name),
            RunPrefix = RunPatterns.PrefixOf(Run ?? []),
            Table = Table is ["*"] ? null : name => NamePattern.FitsAny(Table, name),
            Job = Job is null ? null : NamePattern.Of(Job),
            Since = Latest(Since, Day?.Date),
            Until = Day is { } day ? new DateTimeOffset(day.Date.AddDays(1)) : null,
            Failed = Failed,
            Last = Last ?? (isBounded ? null : UsualRuns),
        };
        await using var outcomes = new RunOutcomes(CurrentOrGiven, pipeline.Notes);
        await foreach (var run in outcomes.ReadAsync(filter, cancellation).ConfigureAwait(false))
            await pipeline.WriteObjectAsync(run).ConfigureAwait(false);
    }

    private static DateTimeOffset? Latest(params DateTime?[] times) =>
        times.Select(time => time is { } known ? new DateTimeOffset(known) : (DateTimeOffset?)null).Max();
}
