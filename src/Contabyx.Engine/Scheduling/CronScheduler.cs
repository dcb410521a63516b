using System.Globalization;

namespace Contabyx.Engine;

/// <summary>
/// The user's crontab: one line for each task, which a comment names. All other lines stay as they are ("crontab(5)").
/// </summary>
/// <param name="crontab">The program that reads and writes it.</param>
internal sealed class CronScheduler(string crontab = "crontab") : IScheduler
{
    private readonly SystemProgram _program = new(crontab);

    /// <inheritdoc/>
    public SchedulerKind Kind => SchedulerKind.Cron;

    /// <inheritdoc/>
    public string EntryOf(TaskFiles task) => "crontab";

    /// <inheritdoc/>
    public string Describe(TaskEntry entry) =>
        $"{Times(entry.Schedule)} {Escape(string.Join(' ', entry.CommandLine.Select(TaskScripts.ShellQuote)))} {MarkOf(entry.Files)}";

    /// <inheritdoc/>
    public async Task<bool> IsAvailableAsync(CancellationToken cancellation) =>
        !OperatingSystem.IsWindows() && await _program.TryRunAsync(["-l"], "", cancellation).ConfigureAwait(false) is not null;

    /// <inheritdoc/>
    public async Task AddAsync(TaskEntry entry, CancellationToken cancellation)
    {
        var others = await ReadOthersAsync(entry.Files, cancellation).ConfigureAwait(false);
        await WriteAsync([.. others, Describe(entry)], cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(TaskFiles task, CancellationToken cancellation)
    {
        if (await FindAsync(task, cancellation).ConfigureAwait(false) == TaskState.Missing)
            return;
        await WriteAsync(await ReadOthersAsync(task, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<TaskState> FindAsync(TaskFiles task, CancellationToken cancellation)
    {
        var mine = (await ReadAsync(cancellation).ConfigureAwait(false)).FirstOrDefault(line => IsOf(line, task));
        return mine is null ? TaskState.Missing : mine.TrimStart().StartsWith('#') ? TaskState.Disabled : TaskState.Ready;
    }

    private static string MarkOf(TaskFiles task) => $"# contabyx:{task.Name}";

    private static bool IsOf(string line, TaskFiles task) =>
        line.TrimEnd().EndsWith(" " + MarkOf(task), StringComparison.Ordinal);

    // A per cent sign would end the command and begin its input.
    private static string Escape(string command) => command.Replace("%", @"\%", StringComparison.Ordinal);

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

    private async Task<string[]> ReadAsync(CancellationToken cancellation)
    {
        // Without a crontab yet it fails, and says so.
        var answer = await _program.TryRunAsync(["-l"], "", cancellation).ConfigureAwait(false)
            ?? throw new SchedulerException("cron", "it is not installed.", "Install cron, or choose another one with -Scheduler.");
        if (answer.ExitCode != 0 && !answer.Errors.Contains("no crontab", StringComparison.OrdinalIgnoreCase))
            throw new SchedulerException("cron", answer.Errors, "Mend what it says, or choose another one with -Scheduler.");
        return answer.ExitCode != 0 ? [] : answer.Output.TrimEnd('\n').Split('\n');
    }

    private async Task<IReadOnlyList<string>> ReadOthersAsync(TaskFiles task, CancellationToken cancellation) =>
        [.. (await ReadAsync(cancellation).ConfigureAwait(false)).Where(line => line.Length > 0 && !IsOf(line, task))];

    private Task WriteAsync(IReadOnlyList<string> lines, CancellationToken cancellation) => _program.RunAsync(
        ["-"], string.Concat(lines.Select(line => line + "\n")), cancellation);
}
