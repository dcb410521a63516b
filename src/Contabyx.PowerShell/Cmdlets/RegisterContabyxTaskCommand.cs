using System.Management.Automation;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Scheduling;

namespace Contabyx.PowerShell;

/// <summary>Registers a scheduled task with the machine's scheduler: Task Scheduler, systemd timers or cron.</summary>
[Cmdlet(VerbsLifecycle.Register, "ContabyxTask", SupportsShouldProcess = true, DefaultParameterSetName = AtSet)]
[OutputType(typeof(ContabyxTask))]
public sealed class RegisterContabyxTaskCommand : ConnectedCommand
{
    private const string AtSet = "At";
    private const string EverySet = "Every";
    private const string JobSet = "Job";
    private const string GoOn = "Invoke-ContabyxPipeline -AsJson";

    [Parameter(ParameterSetName = AtSet, Mandatory = true, Position = 0,
        HelpMessage = "The task's name: letters, digits, hyphens and underscores.")]
    [Parameter(ParameterSetName = EverySet, Mandatory = true, Position = 0,
        HelpMessage = "The task's name: letters, digits, hyphens and underscores.")]
    [Parameter(ParameterSetName = JobSet, Position = 0, HelpMessage = "The task's name; by default, the job's name.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TaskCompleter))]
    public string Name { get; set; } = "";

    /// <summary>The time of the day.</summary>
    [Parameter(ParameterSetName = AtSet, HelpMessage = "The time of day, such as 2am or 14:00; 02:30 by default.")]
    [Parameter(ParameterSetName = JobSet, HelpMessage = "The time of day, such as 2am or 14:00; by default, the time in the job file.")]
    [TimeOfDay]
    public TimeSpan At { get; set; } = new(2, 30, 0);

    /// <summary>The interval.</summary>
    [Parameter(ParameterSetName = EverySet, Mandatory = true,
        HelpMessage = "The interval in minutes (00:15) or hours (06:00), counted from midnight.")]
    [Parameter(ParameterSetName = JobSet,
        HelpMessage = "The interval in minutes (00:15) or hours (06:00), counted from midnight; by default, the interval in the job file.")]
    public TimeSpan Every { get; set; }

    [Parameter(ParameterSetName = JobSet, Mandatory = true, HelpMessage = "The job file that the task runs, such as contabyx.job.psd1.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobFileCompleter))]
    public string? Job { get; set; }

    /// <summary>Whether it only looks.</summary>
    [Parameter(ParameterSetName = JobSet,
        HelpMessage = "Do not run the job: check whether its last run has ended, and tell those of Notify if not. Needs -At or -Every.")]
    public SwitchParameter Watch { get; set; }

    [Parameter(HelpMessage = "The days of the week; by default, every day.")]
    [ValidateNotNullOrEmpty]
    public DayOfWeek[] DaysOfWeek { get; set; } = [];

    /// <summary>What it runs.</summary>
    [Parameter(HelpMessage = "What the task runs after it has connected; by default, a pipeline of -Table, or else of the books that "
        + "the source already holds.")]
    [ValidateNotNull]
    public ScriptBlock? Command { get; set; }

    [Parameter(HelpMessage = "Tables of the source that the task loads as a whole; wildcards are allowed, * means all tables.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[]? Table { get; set; }

    /// <summary>Who is told.</summary>
    [Parameter(HelpMessage = "Who is told of a failure and of the first good run after it, such as "
        + "@{ Webhook = 'secret:NAME'; Kind = 'Slack' }. A job file has Notify for it.")]
    [NotificationTargets]
    [ArgumentCompleter(typeof(NotifyCompleter))]
    public NotificationTarget[] Notify { get; set; } = [];

    /// <summary>The settings.</summary>
    [Parameter(HelpMessage = "The settings file that the task connects with. The embedded twin does not need one.")]
    [ValidateNotNullOrEmpty]
    public string? EnvFile { get; set; }

    [Parameter(HelpMessage = "The name of the secret with the source's credential (Microsoft.PowerShell.SecretManagement).")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SecretCompleter))]
    public string? SourceSecret { get; set; }

    [Parameter(HelpMessage = "The name of the secret with the warehouse's credential (Microsoft.PowerShell.SecretManagement).")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SecretCompleter))]
    public string? WarehouseSecret { get; set; }

    [Parameter(HelpMessage = "The vault that holds the secrets; by default, the default vault.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VaultCompleter))]
    public string? Vault { get; set; }

    /// <summary>What starts it.</summary>
    [Parameter(HelpMessage = "Windows, Systemd or Cron; by default, the scheduler of this machine.")]
    public SchedulerKind? Scheduler { get; set; }

    /// <summary>The program that runs scripts.</summary>
    [Parameter(HelpMessage = "The program that runs the task, with its first arguments; by default, this pwsh.")]
    [ValidateNotNullOrEmpty]
    public string[]? PowerShellPath { get; set; }

    /// <summary>Whether it replaces an existing file.</summary>
    [Parameter(HelpMessage = "Replace a task with the same name.")]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override bool MayConnectItself => Job is not null;

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        JobDefinition? job = null;
        if (Job is not null)
        {
            RefuseBeside(
                Command is null ? null : nameof(Command), Table is null ? null : nameof(Table), Notify.Length == 0 ? null : nameof(Notify));
            job = await JobFile.TryReadAsync(pipeline, await pipeline.ResolvePathAsync(Job).ConfigureAwait(false)).ConfigureAwait(false);
            if (job is null)
                return;
        }

        var request = await RequestAsync(pipeline, job).ConfigureAwait(false);
        var tasks = new ScheduledTasks();
        var plan = await tasks.PlanAsync(request, cancellation).ConfigureAwait(false);
        if (await pipeline.ShouldProcessAsync(request.Name, $"Register:\n{plan}").ConfigureAwait(false))
            await pipeline.WriteObjectAsync(await tasks.AddAsync(request, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task<TaskRequest> RequestAsync(PipelineWriter pipeline, JobDefinition? job)
    {
        var connectsItself = job?.Connection.IsNamed ?? false;
        if (connectsItself)
        {
            RefuseBeside(
                EnvFile is null ? null : nameof(EnvFile), SourceSecret is null ? null : nameof(SourceSecret),
                WarehouseSecret is null ? null : nameof(WarehouseSecret), Connection is null ? null : nameof(Connection));
        }

        return new TaskRequest
        {
            Name = Name.Length > 0 ? Name : Watch ? job!.Name + "-watch" : job!.Name,
            Schedule = Watch ? WatchSchedule(job!) : ScheduleOf(job),
            Command = job is null ? CommandText() : JobCommand(job),
            GoesOn = Command is null && Table is null && job is null,
            ConnectsItself = connectsItself,
            EnvFile = EnvFile is null ? job?.Connection.EnvFile : await pipeline.ResolvePathAsync(EnvFile).ConfigureAwait(false),
            // A job that connects by itself only needs a home folder.
            Connection = connectsItself ? CurrentOrGiven ?? EmbeddedTwin.Connection(EmbeddedTwin.Home) : RequireSession(),
            SourceSecret = SourceSecret,
            WarehouseSecret = WarehouseSecret,
            Vault = Vault,
            Module = ModulePath(
                MyInvocation.MyCommand.Module?.ModuleBase
                    ?? Path.GetDirectoryName(typeof(RegisterContabyxTaskCommand).Assembly.Location)!),
            Host = PowerShellPath ?? ThisPowerShell.CommandLine(),
            Scheduler = Scheduler,
            Replace = Force,
        };
    }

    // Beside a folder named for its version, an update puts another one. PowerShell imports the newest version below the folder
    // above them ("about_Modules", "Installing multiple versions of a module").
    private static string ModulePath(string folder) => Version.TryParse(Path.GetFileName(folder), out _)
        ? Path.GetDirectoryName(folder)! : Path.Combine(folder, "Contabyx.psd1");

    private TaskSchedule ScheduleOf(JobDefinition? job)
    {
        var given = MyInvocation.BoundParameters;
        if (given.ContainsKey(nameof(At)) && given.ContainsKey(nameof(Every)))
            throw new TaskRefusedException("it", "has both -At and -Every.", "Use one of them.");
        if (given.ContainsKey(nameof(Every)))
            return TaskSchedule.Every(Every, DaysOfWeek);
        if (job?.Schedule is not { } own || given.ContainsKey(nameof(At)))
            return TaskSchedule.Once(TimeOnly.FromTimeSpan(At), DaysOfWeek);
        if (DaysOfWeek.Length == 0)
            return own;
        return own.IsOncePerDay ? TaskSchedule.Once(own.First, DaysOfWeek) : TaskSchedule.Every(own.Step, DaysOfWeek);
    }

    private TaskSchedule WatchSchedule(JobDefinition job)
    {
        if (job.Schedule is null)
        {
            throw new TaskRefusedException("its job file", "does not say when the job runs, so nobody can say that a run is missing.",
                "Add Schedule = @{ At = '02:30' } to the job file.");
        }

        if (!MyInvocation.BoundParameters.ContainsKey(nameof(At)) && !MyInvocation.BoundParameters.ContainsKey(nameof(Every)))
            throw new TaskRefusedException("it", "does not say when it looks.", "Use -At, some hours after the job: -Watch -At 07:00.");
        return ScheduleOf(null);
    }

    private string JobCommand(JobDefinition job)
    {
        var path = ScheduledTasks.Literals([job.Path]);
        return !Watch ? $"Invoke-ContabyxPipeline -Job {path} -AsJson"
            : $"$checks = Test-ContabyxJob {path} -Freshness -Notify\n$checks\n"
                + "if ($checks.Outcome -contains 'Failed') { $global:LASTEXITCODE = 1 }";
    }

    private static void RefuseBeside(params string?[] parameters)
    {
        if (parameters.FirstOrDefault(parameter => parameter is not null) is { } said)
            throw new TaskRefusedException($"-{said}", "cannot be used together with -Job, because the job file sets it.",
                $"Leave out -{said}, or change the job file.");
    }

    private string CommandText()
    {
        if (Command is not null && Table is not null)
            throw new TaskRefusedException("it", "has both -Table and -Command.", "Use one of them; a command can name its own tables.");
        if (Command is not null && Notify.Length > 0)
        {
            throw new TaskRefusedException(
                "it", "has both -Notify and -Command.", "Use -Notify of Invoke-ContabyxPipeline in the command.");
        }

        return Command?.ToString().Trim()
            ?? GoOn + (Table is null ? "" : $" -Table {ScheduledTasks.Literals(Table)}")
                + (Notify.Length == 0 ? "" : $" -Notify {ScheduledTasks.Literals(Notify, Vault)}");
    }
}
