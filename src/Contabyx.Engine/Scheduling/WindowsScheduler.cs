using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Contabyx.Engine.Scheduling;

/// <summary>
/// The Task Scheduler of Windows ("Task Scheduler Schema", Microsoft Learn). A time that was missed while the machine was
/// off is caught up, and two runs never overlap.
/// </summary>
/// <param name="schtasks">The program that controls it.</param>
internal sealed class WindowsScheduler(string schtasks = "schtasks.exe") : IScheduler
{
    private static readonly XNamespace Schema = "http://schemas.microsoft.com/windows/2004/02/mit/task";

    private readonly SystemProgram _schtasks = new(schtasks);

    /// <inheritdoc/>
    public SchedulerKind Kind => SchedulerKind.Windows;

    /// <inheritdoc/>
    public string EntryOf(TaskFiles task) => @"\Contabyx\" + task.Name;

    /// <inheritdoc/>
    public string Describe(TaskEntry entry)
    {
        var arguments = string.Join(' ', entry.CommandLine.Skip(1).Select(Quote));
        return new XDocument(
            new XElement(
                Schema + "Task",
                new XAttribute("version", "1.2"),
                new XElement(Schema + "RegistrationInfo", new XElement(Schema + "Description", $"Contabyx task {entry.Name}")),
                new XElement(Schema + "Triggers", Trigger(entry.Schedule)),
                new XElement(
                    Schema + "Settings",
                    new XElement(Schema + "MultipleInstancesPolicy", "IgnoreNew"),
                    new XElement(Schema + "DisallowStartIfOnBatteries", "false"),
                    new XElement(Schema + "StopIfGoingOnBatteries", "false"),
                    new XElement(Schema + "StartWhenAvailable", "true"),
                    new XElement(Schema + "ExecutionTimeLimit", "PT0S")),
                new XElement(
                    Schema + "Actions",
                    new XElement(
                        Schema + "Exec",
                        new XElement(Schema + "Command", entry.CommandLine[0]),
                        new XElement(Schema + "Arguments", arguments),
                        new XElement(Schema + "WorkingDirectory", entry.Files.Folder))))).ToString();
    }

    /// <inheritdoc/>
    public Task<bool> IsAvailableAsync(CancellationToken cancellation) => Task.FromResult(OperatingSystem.IsWindows());

    /// <inheritdoc/>
    public async Task AddAsync(TaskEntry entry, CancellationToken cancellation)
    {
        // schtasks reads UTF-16 with a byte order mark.
        var path = Path.Combine(entry.Files.Folder, "task.xml");
        await File.WriteAllTextAsync(path, Describe(entry), Encoding.Unicode, cancellation).ConfigureAwait(false);
        await _schtasks.RunAsync(["/Create", "/TN", EntryOf(entry.Files), "/XML", path, "/F"], "", cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(TaskFiles task, CancellationToken cancellation)
    {
        if (await FindAsync(task, cancellation).ConfigureAwait(false) != TaskState.Missing)
            await _schtasks.RunAsync(["/Delete", "/TN", EntryOf(task), "/F"], "", cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task EnableAsync(TaskFiles task, bool enabled, CancellationToken cancellation) =>
        _schtasks.RunAsync(["/Change", "/TN", EntryOf(task), enabled ? "/ENABLE" : "/DISABLE"], "", cancellation);

    /// <inheritdoc/>
    public Task StartAsync(TaskFiles task, CancellationToken cancellation) =>
        _schtasks.RunAsync(["/Run", "/TN", EntryOf(task)], "", cancellation);

    /// <inheritdoc/>
    public async Task<TaskState> FindAsync(TaskFiles task, CancellationToken cancellation)
    {
        var answer = await _schtasks.TryRunAsync(["/Query", "/TN", EntryOf(task), "/XML"], "", cancellation).ConfigureAwait(false);
        if (answer is not { ExitCode: 0 })
            return TaskState.Missing;
        return answer.Output.Contains("<Enabled>false</Enabled>", StringComparison.OrdinalIgnoreCase)
            ? TaskState.Disabled : TaskState.Ready;
    }

    private static XElement Trigger(TaskSchedule schedule)
    {
        var first = string.Create(CultureInfo.InvariantCulture, $"2026-01-01T{schedule.First:HH:mm}:00");
        var repetition = schedule.IsOncePerDay ? null : new XElement(
            Schema + "Repetition",
            new XElement(Schema + "Interval", string.Create(CultureInfo.InvariantCulture, $"PT{schedule.Step.TotalMinutes:0}M")),
            new XElement(Schema + "Duration", "P1D"));
        var days = schedule.Days.Count == 0
            ? new XElement(Schema + "ScheduleByDay", new XElement(Schema + "DaysInterval", 1))
            : new XElement(
                Schema + "ScheduleByWeek",
                new XElement(Schema + "DaysOfWeek", schedule.Days.Select(day => new XElement(Schema + $"{day}"))),
                new XElement(Schema + "WeeksInterval", 1));
        return new XElement(Schema + "CalendarTrigger", repetition, new XElement(Schema + "StartBoundary", first), days);
    }

    // How programs of Windows read their command line ("Parsing C++ command-line arguments", Microsoft Learn). The Task
    // Scheduler replaces %NAME% and $(NAME) in it, and offers no way to escape them.
    private static string Quote(string argument)
    {
        if (argument.Contains('%', StringComparison.Ordinal) || argument.Contains("$(", StringComparison.Ordinal))
        {
            throw new TaskRefusedException(
                $"the path '{argument}'", "contains % or $(, which the Task Scheduler replaces.", "Choose a path without it.");
        }

        if (argument.Length > 0 && !argument.AsSpan().ContainsAny(" \t\""))
            return argument;
        var quoted = new StringBuilder("\"");
        var backslashes = 0;
        foreach (var c in argument)
        {
            if (c == '"')
                quoted.Append('\\', backslashes + 1);
            backslashes = c == '\\' ? backslashes + 1 : 0;
            quoted.Append(c);
        }

        return quoted.Append('\\', backslashes).Append('"').ToString();
    }
}
