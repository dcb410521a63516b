using System.Management.Automation;
using Contabyx.Engine.Books.Batches;
using Contabyx.Engine.Books.Generator;

namespace Contabyx.PowerShell;

/// <summary>Writes days of realistic books to the source, one transaction per batch.</summary>
[Cmdlet(VerbsCommon.New, "ContabyxBatch", SupportsShouldProcess = true, DefaultParameterSetName = DaysSet)]
[OutputType(typeof(ContabyxBatch))]
public sealed class NewContabyxBatchCommand : ConnectedCommand
{
    private DateOnly? _last;

    private const string DaysSet = "Days";
    private const string UntilSet = "Until";

    /// <summary>How many days.</summary>
    [Parameter(ParameterSetName = DaysSet, Position = 0, HelpMessage = "How many days of books to write; 1 by default.")]
    [ValidateRange(1, 1_000_000)]
    public int Days { get; set; } = 1;

    /// <summary>The last day.</summary>
    [Parameter(ParameterSetName = UntilSet, Mandatory = true,
        HelpMessage = "The last day that the books should have. All missing days up to it are written.")]
    [CalendarTime]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(UntilCompleter))]
    public DateTime? Until { get; set; }

    /// <summary>The first day.</summary>
    [Parameter(HelpMessage = "The first day; by default, the day after the last one in the source. "
        + "Days that already exist are passed on unchanged.")]
    [CalendarTime]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NextDayCompleter))]
    public DateTime? FirstDay { get; set; }

    [Parameter(HelpMessage = "Days per batch; each batch is one transaction in the source. 365 by default.")]
    [ValidateRange(1, 36_525)]
    public int BatchDays { get; set; } = 365;

    [Parameter(HelpMessage = "The seed of all random choices; 1 by default. It can only be chosen for new books.")]
    public long? Seed { get; set; }

    /// <summary>Day 0.</summary>
    [Parameter(HelpMessage = "The day on which new books begin; 2015-07-01 by default.")]
    [CalendarTime]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(StartDayCompleter))]
    public DateTime? StartDay { get; set; }

    [Parameter(HelpMessage = "Rounds per day in new books; a round is one income, one expense and one transfer. 100 by default.")]
    [ValidateRange(1, 28_800)]
    public int? RoundsPerDay { get; set; }

    /// <summary>Threads.</summary>
    [Parameter(HelpMessage = "How many threads write rows; 1 by default. The rows are the same for any number.")]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>Whether to wait.</summary>
    [Parameter(HelpMessage = "Wait while another process writes a batch to the same source, instead of failing after at most 15 s.")]
    public SwitchParameter Wait { get; set; }

    /// <summary>A database with other tables.</summary>
    [Parameter(HelpMessage = "Begin books even in a database that holds other tables.")]
    public SwitchParameter AmongOtherTables { get; set; }

    /// <summary>Intentional faults.</summary>
    [Parameter(HelpMessage = "Intentional faults in the table LegacyEntries: values that break loaders, so that you can test one.")]
    public FaultKinds Faults { get; set; }

    /// <summary>The share of faults.</summary>
    [Parameter(HelpMessage = "The share of entries with a fault; 0.001 by default.")]
    [InvariantNumber]
    [ValidateRange(1e-9, 1.0)]
    public double FaultRate { get; set; } = FaultPlan.DefaultRate;

    /// <summary>The answer key.</summary>
    [Parameter(HelpMessage = "A new file for the answer key: every fault that was written, one JSON object per line.")]
    [ValidateNotNullOrEmpty]
    public string? FaultKeyPath { get; set; }

    private protected override string AfterStop => _last is { } day
        ? FormattableString.Invariant($"Stopped. The days until {day:yyyy-MM-dd} are written, and stay. The next batch continues there.")
        : "Stopped. No new day is known to have been written. The next batch continues where the books end.";

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var request = new BatchRequest
        {
            Days = Days,
            Until = DayOf(Until),
            FirstDay = DayOf(FirstDay),
            BatchDays = BatchDays,
            Seed = Seed,
            StartDay = DayOf(StartDay),
            RoundsPerDay = RoundsPerDay,
            Threads = ThrottleLimit,
            Wait = Wait,
            AmongOtherTables = AmongOtherTables,
        };
        var connection = CurrentOrGiven;
        var faults = Faults == FaultKinds.None ? null : new FaultPlan(Faults, FaultRate);
        var keyPath = FaultKeyPath is null ? null : await pipeline.ResolvePathAsync(FaultKeyPath).ConfigureAwait(false);
        await using var newBatches = new NewBatches(
            connection, pipeline.Progress("Writing books", "rows"), pipeline.Notes, faults);
        var wanted = new List<PlannedBatch>();
        var planned = await newBatches.PlanAsync(request, cancellation).ConfigureAwait(false);
        if (newBatches.MissingTables.Count > 0 && planned.Count > 0
            && !await pipeline.ShouldProcessAsync(
                connection.Source, $"Create the tables {string.Join(", ", newBatches.MissingTables)}").ConfigureAwait(false)
            && !await pipeline.IsWhatIfAsync().ConfigureAwait(false))
        {
            return; // Without them there is no place for the batches.
        }

        if (planned.Count > 0 && await pipeline.IsWhatIfAsync().ConfigureAwait(false))
        {
            await pipeline.WriteWhatIfAsync(BatchPlan.Describe(planned, connection.Source)).ConfigureAwait(false);
            return;
        }

        foreach (var batch in planned)
        {
            if (await pipeline.ShouldProcessAsync(connection.Source, Describe(batch)).ConfigureAwait(false))
                wanted.Add(batch);
        }

        if (keyPath is not null && wanted.Count > 0)
            AnswerKey.Write(keyPath, wanted.SelectMany(newBatches.FaultsOf));
        await foreach (var batch in newBatches.WriteAsync(wanted, request, cancellation).ConfigureAwait(false))
        {
            if (!batch.Written)
                pipeline.WriteVerbose(
                    FormattableString.Invariant($"The days {batch.FirstDay:yyyy-MM-dd} to {batch.LastDay:yyyy-MM-dd} already exist."));
            _last = batch.LastDay;
            await pipeline.WriteObjectAsync(batch).ConfigureAwait(false);
        }
    }

    private static DateOnly? DayOf(DateTime? day) => day is { } given ? DateOnly.FromDateTime(given) : null;

    private static string Describe(PlannedBatch batch) =>
        FormattableString.Invariant(
            $"{(batch.IsNew ? "Write" : "Pass on")} {batch.FirstDay:yyyy-MM-dd} to {batch.LastDay:yyyy-MM-dd} ({batch.Days} days)");
}
