using System.Management.Automation;
using Contabyx.Engine.Scheduling;

namespace Contabyx.PowerShell;

/// <summary>Registers a scheduled task with the machine's scheduler: Task Scheduler, systemd timers or cron.</summary>
[Cmdlet(VerbsLifecycle.Register, "ContabyxTask", SupportsShouldProcess = true, DefaultParameterSetName = AtSet)]
[OutputType(typeof(ContabyxTask))]
public sealed class RegisterContabyxTaskCommand : ConnectedCommand
{
    private const string AtSet = "At";
    private const string EverySet = "Every";
    private const string GoOn = "Invoke-ContabyxPipeline -AsJson";

    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The task's name: letters, digits, hyphens and underscores.")]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The time of the day.</summary>
    [Parameter(ParameterSetName = AtSet, HelpMessage = "The time of the day, in whole minutes; 02:30 by default.")]
    public TimeSpan At { get; set; } = new(2, 30, 0);

    /// <summary>The interval.</summary>
    [Parameter(ParameterSetName = EverySet, Mandatory = true,
        HelpMessage = "The interval in minutes (00:15) or hours (06:00), counted from midnight.")]
    public TimeSpan Every { get; set; }

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

    /// <summary>The settings.</summary>
    [Parameter(HelpMessage = "The settings file that the task connects with. The embedded twin does not need one.")]
    [ValidateNotNullOrEmpty]
    public string? EnvFile { get; set; }

    [Parameter(HelpMessage = "The name of the secret with the source's credential (Microsoft.PowerShell.SecretManagement).")]
    [ValidateNotNullOrEmpty]
    public string? SourceSecret { get; set; }

    [Parameter(HelpMessage = "The name of the secret with the warehouse's credential (Microsoft.PowerShell.SecretManagement).")]
    [ValidateNotNullOrEmpty]
    public string? WarehouseSecret { get; set; }

    [Parameter(HelpMessage = "The vault that holds the secrets; by default, the default vault.")]
    [ValidateNotNullOrEmpty]
    public string? Vault { get; set; }

    /// <summary>What starts it.</summary>
    [Parameter(HelpMessage = "Windows, Systemd or Cron; by default, the scheduler of this machine.")]
    public SchedulerKind? Scheduler { get; set; }

    /// <summary>The program that runs scripts.</summary>
    [Parameter(HelpMessage = "The program that runs the task, with its first arguments; by default, this pwsh.")]
    [ValidateNotNullOrEmpty]
    public string[]? PowerShellPath { get; set; }

    /// <summary>Whether it replaces another.</summary>
    [Parameter(HelpMessage = "Replace a task with the same name.")]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var request = new TaskRequest
        {
            Name = Name,
            Schedule = ParameterSetName == EverySet
                ? TaskSchedule.Every(Every, DaysOfWeek)
                : TaskSchedule.Once(TimeOnly.FromTimeSpan(TimeSpan.FromTicks(Math.Clamp(At.Ticks, 0, TimeSpan.TicksPerDay - 1))), DaysOfWeek),
            Command = CommandText(),
            GoesOn = Command is null && Table is null,
            EnvFile = EnvFile is null ? null : await pipeline.ResolvePathAsync(EnvFile).ConfigureAwait(false),
            Connection = CurrentOrGiven,
            SourceSecret = SourceSecret,
            WarehouseSecret = WarehouseSecret,
            Vault = Vault,
            Module = Path.Combine(MyInvocation.MyCommand.Module?.ModuleBase ?? Path.GetDirectoryName(typeof(RegisterContabyxTaskCommand).Assembly.Location)!, "Contabyx.psd1"),
            Host = PowerShellPath ?? ThisPowerShell.CommandLine(),
            Scheduler = Scheduler,
            Replace = Force,
        };
        var tasks = new ScheduledTasks();
        var plan = await tasks.PlanAsync(request, cancellation).ConfigureAwait(false);
        if (await pipeline.ShouldProcessAsync(Name, $"Register:\n{plan}").ConfigureAwait(false))
            await pipeline.WriteObjectAsync(await tasks.AddAsync(request, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private string CommandText()
    {
        if (Command is not null && Table is not null)
            throw new TaskRefusedException("it", "has both -Table and -Command.", "Use one of them; a command can name its own tables.");
        return Command?.ToString().Trim() ?? (Table is null ? GoOn : $"Invoke-ContabyxPipeline -Table {ScheduledTasks.Literals(Table)} -AsJson");
    }
}
