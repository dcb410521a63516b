using System.Globalization;
using System.Text;

namespace Contabyx.Engine.Scheduling;

/// <summary>
/// Timers of the user's systemd manager ("systemd.timer(5)", "systemd.time(7)"). A time that was missed while the machine
/// was off is caught up.
/// </summary>
/// <param name="folder">The folder of the user's units.</param>
/// <param name="systemctl">The program that controls the manager.</param>
internal sealed class SystemdScheduler(string folder, string systemctl = "systemctl") : IScheduler
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly SystemProgram _program = new(systemctl);

    /// <summary>The folder of this user's units.</summary>
    public static string DefaultFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "systemd",
        "user");

    /// <inheritdoc/>
    public SchedulerKind Kind => SchedulerKind.Systemd;

    /// <inheritdoc/>
    public string EntryOf(TaskFiles task) => TimerOf(task);

    /// <inheritdoc/>
    public string Describe(TaskEntry entry) =>
        $"# {ServiceOf(entry.Files)}\n{Service(entry)}\n# {TimerOf(entry.Files)}\n{Timer(entry)}";

    /// <inheritdoc/>
    public async Task<bool> IsAvailableAsync(CancellationToken cancellation) => OperatingSystem.IsLinux()
        && await _program.TryRunAsync(["--user", "show-environment"], "", cancellation).ConfigureAwait(false) is { ExitCode: 0 };

    /// <inheritdoc/>
    public async Task AddAsync(TaskEntry entry, CancellationToken cancellation)
    {
        WriteUnits(entry);
        await _program.RunAsync(["--user", "daemon-reload"], "", cancellation).ConfigureAwait(false);
        await EnableAsync(entry.Files, true, cancellation).ConfigureAwait(false);
    }

    /// <summary>Writes the files of the units.</summary>
    public void WriteUnits(TaskEntry entry)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(ServiceOf(entry.Files), Service(entry), Utf8);
        File.WriteAllText(TimerOf(entry.Files), Timer(entry), Utf8);
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(TaskFiles task, CancellationToken cancellation)
    {
        if (!File.Exists(TimerOf(task)))
            return;
        await EnableAsync(task, false, cancellation).ConfigureAwait(false);
        File.Delete(TimerOf(task));
        File.Delete(ServiceOf(task));
        await _program.RunAsync(["--user", "daemon-reload"], "", cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task EnableAsync(TaskFiles task, bool enabled, CancellationToken cancellation) => _program.RunAsync(
        ["--user", enabled ? "enable" : "disable", "--now", UnitOf(task) + ".timer"], "", cancellation);

    /// <inheritdoc/>
    public Task StartAsync(TaskFiles task, CancellationToken cancellation) =>
        _program.RunAsync(["--user", "start", "--no-block", UnitOf(task) + ".service"], "", cancellation);

    /// <inheritdoc/>
    public async Task<TaskState> FindAsync(TaskFiles task, CancellationToken cancellation)
    {
        if (!File.Exists(TimerOf(task)))
            return TaskState.Missing;
        var enabled = await _program.TryRunAsync(
            ["--user", "is-enabled", UnitOf(task) + ".timer"], "", cancellation).ConfigureAwait(false);
        return enabled is { ExitCode: 0 } ? TaskState.Ready : TaskState.Disabled;
    }

    private static string UnitOf(TaskFiles task) => "contabyx-" + task.Name;

    private static string Service(TaskEntry entry) =>
        $"[Unit]\nDescription=Contabyx task {entry.Name}\n\n"
        + $"[Service]\nType=oneshot\nExecStart={string.Join(' ', entry.CommandLine.Select(Quote))}\n";

    private static string Timer(TaskEntry entry) =>
        $"[Unit]\nDescription=Times of the Contabyx task {entry.Name}\n\n"
        + $"[Timer]\nOnCalendar={Times(entry.Schedule)}\nPersistent=true\nAccuracySec=1s\n\n[Install]\nWantedBy=timers.target\n";

    private static string Times(TaskSchedule schedule)
    {
        var days = schedule.Days.Count == 0 ? "" : string.Join(',', schedule.Days.Select(day => $"{day}"[..3])) + " ";
        var hours = (int)schedule.Step.TotalHours;
        return days + (schedule switch
        {
            { IsOncePerDay: true } => string.Create(CultureInfo.InvariantCulture, $"*-*-* {schedule.First:HH:mm}:00"),
            _ when hours == 0 => string.Create(CultureInfo.InvariantCulture, $"*-*-* *:00/{schedule.Step.TotalMinutes:0}:00"),
            _ => string.Create(CultureInfo.InvariantCulture, $"*-*-* 00/{hours}:00:00"),
        });
    }

    // "systemd.service(5)", command lines: specifiers begin with %, variables with $. A control character, such as the end
    // of a line, is written as its bytes ("systemd.syntax(7)", quoting).
    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '\\' or '"' or '%' or '$')
                quoted.Append(c is '\\' or '"' ? '\\' : c).Append(c);
            else if (char.IsControl(c))
                quoted.AppendJoin("", Utf8.GetBytes([c]).Select(b => $"\\x{b:x2}"));
            else
                quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    private string ServiceOf(TaskFiles task) => Path.Combine(folder, UnitOf(task) + ".service");

    private string TimerOf(TaskFiles task) => Path.Combine(folder, UnitOf(task) + ".timer");
}
