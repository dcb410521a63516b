using System.Globalization;
using System.Text;

namespace Contabyx.Engine.Scheduling;

/// <summary>
/// The user's crontab: one line for each task, which a comment names ("crontab(5)"). All other lines stay as they are,
/// byte for byte: their encoding is not known.
/// </summary>
/// <param name="crontab">The program that reads and writes it.</param>
internal sealed class CronScheduler(string crontab = "crontab") : IScheduler
{
    // One character per byte, whatever the byte is.
    private static readonly Encoding Bytes = Encoding.Latin1;

    private readonly SystemProgram _program = new(crontab, Bytes);

    /// <inheritdoc/>
    public SchedulerKind Kind => SchedulerKind.Cron;

    /// <inheritdoc/>
    public string EntryOf(TaskFiles task) => "crontab";

    /// <inheritdoc/>
    public string Describe(TaskEntry entry) =>
        $"{Times(entry.Schedule)} {string.Join(' ', entry.CommandLine.Select(Quote))} {MarkOf(entry.Files)}";

    /// <inheritdoc/>
    public async Task<bool> IsAvailableAsync(CancellationToken cancellation) =>
        !OperatingSystem.IsWindows() && await _program.TryRunAsync(["-l"], "", cancellation).ConfigureAwait(false) is not null;

    /// <inheritdoc/>
    public async Task AddAsync(TaskEntry entry, CancellationToken cancellation)
    {
        var mine = AsBytes(Describe(entry));
        var others = string.Concat((await ReadAsync(cancellation).ConfigureAwait(false)).Where(line => !IsOf(line, entry.Files)));
        var between = others.Length == 0 || others.EndsWith('\n') ? "" : "\n";
        await WriteAsync($"{others}{between}{mine}\n", cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(TaskFiles task, CancellationToken cancellation)
    {
        var lines = await ReadAsync(cancellation).ConfigureAwait(false);
        if (lines.Any(line => IsOf(line, task)))
            await WriteAsync(string.Concat(lines.Where(line => !IsOf(line, task))), cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task EnableAsync(TaskFiles task, bool enabled, CancellationToken cancellation)
    {
        // Whoever disables a line by hand writes # before it; so it is enabled again.
        var lines = await ReadAsync(cancellation).ConfigureAwait(false);
        await WriteAsync(string.Concat(lines.Select(Switched)), cancellation).ConfigureAwait(false);

        string Switched(string line) => !IsOf(line, task) || IsDisabled(line) == !enabled ? line
            : enabled ? line.TrimStart().TrimStart('#').TrimStart() : "#" + line;
    }

    /// <inheritdoc/>
    public Task StartAsync(TaskFiles task, CancellationToken cancellation) =>
        // cron has no such request. The run outlives this process and its terminal: a shell without job control keeps Ctrl+C
        // from what it starts with &, and the end of the terminal is ignored ("Shell Command Language", POSIX, 2.9.3).
        new SystemProgram("/bin/sh").RunAsync(
            ["-c", "trap '' HUP; /bin/sh \"$1\" < /dev/null > /dev/null 2>&1 &", "sh", task.Starter], "", cancellation);

    /// <inheritdoc/>
    public async Task<TaskState> FindAsync(TaskFiles task, CancellationToken cancellation)
    {
        var mine = (await ReadAsync(cancellation).ConfigureAwait(false)).FirstOrDefault(line => IsOf(line, task));
        return mine is null ? TaskState.Missing : IsDisabled(mine) ? TaskState.Disabled : TaskState.Ready;
    }

    private static bool IsDisabled(string line) => line.TrimStart().StartsWith('#');

    private static string MarkOf(TaskFiles task) => $"# contabyx:{task.Name}";

    // The path of the script is compared as well: somebody else's comment may end like ours, and two home folders may
    // have tasks with the same name.
    private static bool IsOf(string line, TaskFiles task) =>
        line.TrimEnd().EndsWith(AsBytes($"{Quote(task.Starter)} {MarkOf(task)}"), StringComparison.Ordinal);

    private static string AsBytes(string text) => Bytes.GetString(Encoding.UTF8.GetBytes(text));

    // A per cent sign would end the command and begin its input. How cron treats a backslash before it differs from one
    // implementation to another, and a line cannot contain a line break.
    private static string Quote(string word)
    {
        if (word.FirstOrDefault(c => c == '\\' || char.IsControl(c)) is not '\0' and var c)
        {
            throw new TaskRefusedException(
                $"the path '{word}'", $"contains the character {Printable.Line(c.ToString())}, which cannot be written in a crontab.",
                "Choose -Scheduler Systemd, or a folder without it (XDG_CONFIG_HOME).");
        }

        return TaskScripts.ShellQuote(word).Replace("%", @"\%", StringComparison.Ordinal);
    }

    private static string Times(TaskSchedule schedule)
    {
        var days = schedule.Days.Count == 0 ? "*" : string.Join(',', schedule.Days.Select(day => (int)day));
        var hours = (int)schedule.Step.TotalHours;
        return schedule switch
        {
            { IsOncePerDay: true } => string.Create(
                CultureInfo.InvariantCulture, $"{schedule.First.Minute} {schedule.First.Hour} * * {days}"),
            _ when hours == 0 => string.Create(CultureInfo.InvariantCulture, $"*/{schedule.Step.TotalMinutes:0} * * * {days}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"0 */{hours} * * {days}"),
        };
    }

    // The lines with their line ends.
    private async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellation)
    {
        // If there is no crontab yet, it fails and says so.
        var answer = await _program.TryRunAsync(["-l"], "", cancellation).ConfigureAwait(false)
            ?? throw new SchedulerException("cron", "it is not installed.", "Install cron, or choose another scheduler with -Scheduler.");
        if (answer.ExitCode == 0)
            return Split(answer.Output);
        return answer.Errors.Contains("no crontab", StringComparison.OrdinalIgnoreCase)
            ? []
            : throw new SchedulerException(
                "cron", answer.Errors, "Fix the problem that it reports, or choose another scheduler with -Scheduler.");
    }

    private static List<string> Split(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            var next = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..next]);
            start = next;
        }

        return lines;
    }

    private Task WriteAsync(string text, CancellationToken cancellation) => _program.RunAsync(["-"], text, cancellation);
}
