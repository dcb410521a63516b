using System.Management.Automation;
using Contabyx.Engine.Load;
using Contabyx.Engine.Notifications;
using Contabyx.Engine.Pipeline;

namespace Contabyx.PowerShell;

/// <summary>The whole pipeline in one cmdlet, for schedulers: writes books, exports, sends and loads.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "ContabyxPipeline", SupportsShouldProcess = true, DefaultParameterSetName = GoOnSet)]
[OutputType(typeof(ContabyxPipelineResult), typeof(string), typeof(ContabyxPlanStep))]
public sealed class InvokeContabyxPipelineCommand : ReadingCommand
{
    private const string GoOnSet = "GoOn";
    private const string DaysSet = "Days";
    private const string UntilSet = "Until";
    private const string JobSet = "Job";

    private Func<int> _loaded = () => 0;

    private static readonly string[] SaidByJobs =
    [
        nameof(Format), nameof(Compression), nameof(Mode), nameof(AllOrNothing), nameof(MaxErrors), nameof(ThrottleLimit), nameof(Notify),
    ];

    /// <summary>How many days.</summary>
    [Parameter(ParameterSetName = DaysSet, Mandatory = true, Position = 0, HelpMessage = "How many new days of sample books to write.")]
    [ValidateRange(1, 1_000_000)]
    public int Days { get; set; }

    /// <summary>The last day.</summary>
    [Parameter(ParameterSetName = UntilSet, Mandatory = true,
        HelpMessage = "The last day that the books should have. Missed days are written, and no day is written twice.")]
    [CalendarTime]
    [ArgumentCompleter(typeof(UntilCompleter))]
    public DateTime Until { get; set; }

    /// <summary>Tables.</summary>
    [Parameter(ParameterSetName = TableSet, Mandatory = true,
        HelpMessage = "Tables of the source to load as a whole, instead of the books; wildcards are allowed, * means all tables.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[] Table { get; set; } = [];

    [Parameter(ParameterSetName = JobSet, Mandatory = true,
        HelpMessage = "A job file, such as contabyx.job.psd1, that says which tables are moved, from where to where, and how.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobFileCompleter))]
    public string? Job { get; set; }

    [Parameter(ParameterSetName = GoOnSet, HelpMessage = "Days per batch; each batch is one transaction in the source. 365 by default.")]
    [Parameter(ParameterSetName = DaysSet, HelpMessage = "Days per batch; each batch is one transaction in the source. 365 by default.")]
    [Parameter(ParameterSetName = UntilSet, HelpMessage = "Days per batch; each batch is one transaction in the source. 365 by default.")]
    [ValidateRange(1, 36_525)]
    public int BatchDays { get; set; } = 365;

    [Parameter(HelpMessage = "Csv (the default) or Parquet.")]
    public FileFormat Format { get; set; } = FileFormat.Csv;

    [Parameter(HelpMessage = "How CSV is compressed: Zstd (the default), Gzip or None.")]
    public FileCompression Compression { get; set; } = FileCompression.Zstd;

    [Parameter(HelpMessage = "How rows are loaded: Append, Merge or Replace. By default, whole tables use Replace and batches use Merge.")]
    public LoadMode? Mode { get; set; }

    [Parameter(HelpMessage = "Make one run, and commit all of its tables together or none of them.")]
    public SwitchParameter AllOrNothing { get; set; }

    /// <summary>Bad rows allowed.</summary>
    [Parameter(HelpMessage = "How many bad rows of a table may be left out. The default is 0: one bad row fails the table.")]
    [ValidateRange(0, 99_999)]
    public int MaxErrors { get; set; }

    /// <summary>The number of threads and of parallel tables.</summary>
    [Parameter(HelpMessage = "How many threads write rows, and how many tables are loaded in parallel; 1 by default.")]
    [ValidateRange(1, 32)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>The plan's file.</summary>
    [Parameter(HelpMessage = "With -WhatIf: a new file for the plan, as an SQL script that can be run by hand.")]
    [ValidateNotNullOrEmpty]
    public string? PlanPath { get; set; }

    /// <summary>JSON instead of an object.</summary>
    [Parameter(HelpMessage = "Write one line of JSON instead of the object.")]
    public SwitchParameter AsJson { get; set; }

    /// <summary>Who is told.</summary>
    [Parameter(HelpMessage = "Who is told of a failure and of the first good run after it, such as "
        + "@{ Webhook = 'secret:NAME'; Kind = 'Slack' }. A job file has Notify for it.")]
    [NotificationTargets]
    [ArgumentCompleter(typeof(NotifyCompleter))]
    public NotificationTarget[] Notify { get; set; } = [];

    private protected override string AfterStop => StopNote.Of(_loaded(), Days == 0
        ? "Run the same command again: it loads what is left, and nothing twice."
        : "The next run loads what is left, and nothing twice. Its -Days are new days: they begin where the books end now.");

    /// <summary>Until it ends in another way, the exit code says that it has not begun.</summary>
    protected override Task BeginAsync(PipelineWriter pipeline, CancellationToken cancellation) =>
        pipeline.SetExitCodeAsync(PipelineExitCode.NotBegun);

    /// <inheritdoc/>
    private protected override bool MayConnectItself => Job is not null;

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var review = await pipeline.IsReviewAsync().ConfigureAwait(false);
        if (!review && PlanPath is not null)
            throw new AddressException(PlanPath, "a plan is written only with -WhatIf.", "Add -WhatIf, or leave out -PlanPath.");
        if (Job is not null)
        {
            await RunJobAsync(pipeline, review, cancellation).ConfigureAwait(false);
            return;
        }

        var connection = CurrentOrGiven;
        if (!await pipeline.ShouldProcessAsync($"{connection.Source} to {connection.Warehouse}", Describe()).ConfigureAwait(false))
        {
            await ReviewAsync(pipeline, cancellation).ConfigureAwait(false);
            await pipeline.SetExitCodeAsync(PipelineExitCode.Succeeded).ConfigureAwait(false);
            return;
        }

        var dataPipeline = new DataPipeline(connection, Request(), activity => pipeline.Progress(activity, "rows"), pipeline.Notes);
        _loaded = () => dataPipeline.TablesLoaded;
        var notifier = await JobNotifier.OpenAsync(pipeline, Notify, null).ConfigureAwait(false);
        var title = $"The pipeline from {connection.Source} to {connection.Warehouse}";
        var result = await new NotifiedRun(title, null, null, notifier, pipeline.Notes)
            .RunAsync(connection, () => dataPipeline.RunAsync(cancellation), cancellation).ConfigureAwait(false);
        await pipeline.SetExitCodeAsync(result.ExitCode).ConfigureAwait(false);
        await pipeline.WriteObjectAsync(AsJson ? PipelineJson.Write(result) : result).ConfigureAwait(false);
        if (result.LogError is { } problem)
            pipeline.WriteWarning(problem);
        if (result.Failure is { } failure)
            await pipeline.WriteErrorAsync(ErrorRecords.From(failure)).ConfigureAwait(false);
    }

    private async Task RunJobAsync(PipelineWriter pipeline, bool review, CancellationToken cancellation)
    {
        if (SaidByJobs.FirstOrDefault(MyInvocation.BoundParameters.ContainsKey) is { } said)
            throw new InputException("-" + said, "it cannot be used together with -Job, because the job file sets it.",
                "Leave it out, or change Defaults in the job file.");
        var path = await pipeline.ResolvePathAsync(Job!).ConfigureAwait(false);
        if (await JobFile.TryReadAsync(pipeline, path).ConfigureAwait(false) is not { } job)
            return;
        var plan = PlanPath is null ? null : await pipeline.ResolvePathAsync(PlanPath).ConfigureAwait(false);
        var notifier = await JobNotifier.OpenAsync(pipeline, job.Notify, job.Connection.EnvFile).ConfigureAwait(false);
        var opened = await OpenedJob.OpenOrTellAsync(
            pipeline, job, Connection, RequireSession, review ? null : notifier, cancellation).ConfigureAwait(false);
        var runs = new JobRuns(opened, notifier, pipeline);
        _loaded = () => runs.TablesLoaded;
        await runs.RunAsync(AsJson, plan, cancellation).ConfigureAwait(false);
    }

    private async Task ReviewAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var steps = await new PipelineReview(CurrentOrGiven, Request(), pipeline.Notes).ReadAsync(cancellation).ConfigureAwait(false);
        foreach (var step in steps)
            await pipeline.WriteObjectAsync(step).ConfigureAwait(false);
        if (PlanPath is not null)
            PlanFile.Write(await pipeline.ResolvePathAsync(PlanPath).ConfigureAwait(false), CurrentOrGiven.Warehouse, steps);
    }

    private PipelineRequest Request() => new()
    {
        Days = ParameterSetName == DaysSet ? Days : null,
        Until = ParameterSetName switch
        {
            UntilSet => DateOnly.FromDateTime(Until),
            GoOnSet => DateOnly.FromDateTime(DateTime.Today).AddDays(-1),
            _ => null,
        },
        MayBegin = ParameterSetName != GoOnSet,
        Tables = ParameterSetName is TableSet or QuerySet ? Requested(Table) : new SelectionRequest(),
        BatchDays = BatchDays,
        AllOrNothing = AllOrNothing,
        Export = new ExportOptions { Format = Format, Compression = Compression, Mode = Mode, Slices = 0, ChunkRows = ChunkRows },
        MaxErrors = MaxErrors,
        ThrottleLimit = ThrottleLimit,
    };

    private string Describe() => ParameterSetName switch
    {
        UntilSet => FormattableString.Invariant($"Write books until {Until:yyyy-MM-dd}, export, send and load them"),
        GoOnSet => "Continue the books until yesterday, then export, send and load them",
        TableSet => $"Export, send and load {string.Join(", ", Table)}",
        QuerySet => $"Export the rows of a query, send and load them as {As}",
        _ => $"Write {Days} days of books, export, send and load them",
    };
}
