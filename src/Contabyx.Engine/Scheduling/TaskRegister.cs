using System.ComponentModel;
using System.Diagnostics;

namespace Contabyx.Engine.Scheduling;

/// <summary>The tasks of this user: their files, and their entries in a scheduler.</summary>
/// <param name="root">The folder of all tasks.</param>
/// <param name="schedulers">The existing schedulers, the best first.</param>
internal sealed class TaskRegister(string root, IReadOnlyList<IScheduler> schedulers)
{
    /// <summary>Plans a task.</summary>
    /// <returns>Its scheduler, and the exact entry and scripts that would be made.</returns>
    /// <exception cref="TaskExistsException">There is one of this name.</exception>
    /// <exception cref="SchedulerException">There is no scheduler.</exception>
    public async Task<(IScheduler Scheduler, string Text)> PlanAsync(TaskRequest request, CancellationToken cancellation)
    {
        var files = new TaskFiles(root, request.Name);
        if (files.Exist && !request.Replace)
            throw new TaskExistsException(request.Name);
        var scheduler = await ChooseAsync(request.Scheduler, cancellation).ConfigureAwait(false);
        var scripts = TaskScripts.Of(request, files).Select(script => $"# {script.Key}\n{script.Value}");
        return (scheduler, string.Join('\n', scripts.Prepend(scheduler.Describe(TaskScripts.Entry(request, files)) + "\n")));
    }

    /// <summary>Registers a task: its files first, its entry last.</summary>
    /// <param name="scheduler">What will start it.</param>
    public async Task<ContabyxTask> AddAsync(TaskRequest request, IScheduler scheduler, CancellationToken cancellation)
    {
        var files = new TaskFiles(root, request.Name);
        if (files.Exist && files.Read().Scheduler is var old && old != scheduler.Kind)
            await Find(old).RemoveAsync(files, cancellation).ConfigureAwait(false);
        var schedule = request.Schedule;
        files.Write(
            new TaskDescription(
                request.Name, scheduler.Kind, schedule.First, (int)schedule.Step.TotalMinutes, schedule.Days, request.Command),
            TaskScripts.Of(request, files));
        await scheduler.AddAsync(TaskScripts.Entry(request, files), cancellation).ConfigureAwait(false);
        return await DescribeAsync(files, cancellation).ConfigureAwait(false);
    }

    /// <summary>The tasks whose names match.</summary>
    /// <param name="fits">Whether a name matches.</param>
    public async Task<IReadOnlyList<ContabyxTask>> ListAsync(Func<string, bool> fits, CancellationToken cancellation)
    {
        var tasks = new List<ContabyxTask>();
        foreach (var name in TaskFiles.Names(root).Where(fits))
            tasks.Add(await DescribeAsync(new TaskFiles(root, name), cancellation).ConfigureAwait(false));
        return tasks;
    }

    /// <summary>Removes a task: its entry first, its files last.</summary>
    /// <exception cref="TaskNotFoundException">There is no such task.</exception>
    public async Task RemoveAsync(string name, CancellationToken cancellation)
    {
        var (files, scheduler) = FindTask(name);
        await scheduler.RemoveAsync(files, cancellation).ConfigureAwait(false);
        files.Delete();
    }

    /// <summary>Lets a task start at its times, or keeps it from that.</summary>
    /// <exception cref="TaskNotFoundException">There is no such task.</exception>
    /// <exception cref="SchedulerException">Its entry is missing, or the scheduler refused.</exception>
    public async Task<ContabyxTask> EnableAsync(string name, bool enabled, CancellationToken cancellation)
    {
        var (files, scheduler) = FindTask(name);
        if (await scheduler.FindAsync(files, cancellation).ConfigureAwait(false) == TaskState.Missing)
        {
            throw new SchedulerException(
                $"{scheduler.Kind}", $"it has no entry for the task '{name}'.", "Register the task again: Register-ContabyxTask -Force.");
        }

        await scheduler.EnableAsync(files, enabled, cancellation).ConfigureAwait(false);
        return await DescribeAsync(files, cancellation).ConfigureAwait(false);
    }

    /// <summary>Starts a task now, whether it is enabled or not, except on Windows. It runs on its own.</summary>
    /// <exception cref="TaskNotFoundException">There is no such task.</exception>
    /// <exception cref="BusyException">It runs already.</exception>
    /// <exception cref="SchedulerException">The scheduler refused.</exception>
    public async Task<ContabyxTask> StartAsync(string name, CancellationToken cancellation)
    {
        var (files, scheduler) = FindTask(name);
        if (files.ReadLastRun() is { Ended: null } last && IsAlive(last))
        {
            throw new BusyException(
                $"the task {name}", TimeSpan.Zero, advice: "It runs already. Get-ContabyxTask shows when it has ended.");
        }

        await scheduler.StartAsync(files, cancellation).ConfigureAwait(false);
        return await DescribeAsync(files, cancellation).ConfigureAwait(false);
    }

    private (TaskFiles Files, IScheduler Scheduler) FindTask(string name)
    {
        var files = new TaskFiles(root, name);
        return files.Exist ? (files, Find(files.Read().Scheduler)) : throw new TaskNotFoundException(name);
    }

    private async Task<ContabyxTask> DescribeAsync(TaskFiles files, CancellationToken cancellation)
    {
        var description = files.Read();
        var scheduler = Find(description.Scheduler);
        var entry = await scheduler.FindAsync(files, cancellation).ConfigureAwait(false);
        var last = files.ReadLastRun();
        return new ContabyxTask
        {
            Name = description.Name,
            Scheduler = description.Scheduler,
            Schedule = description.Schedule.ToString(),
            State = last is { Ended: null } && IsAlive(last) ? TaskState.Running
                : entry == TaskState.Ready && last is { Ended: null } ? TaskState.Interrupted
                : entry,
            NextRun = entry == TaskState.Ready ? description.Schedule.NextAfter(DateTimeOffset.UtcNow, TimeZoneInfo.Local) : null,
            LastRun = last?.Started,
            LastEnd = last?.Ended,
            LastExitCode = last?.ExitCode,
            LogPath = files.Log,
            Command = description.Command,
            Entry = scheduler.EntryOf(files),
        };
    }

    private async Task<IScheduler> ChooseAsync(SchedulerKind? kind, CancellationToken cancellation)
    {
        foreach (var scheduler in schedulers.Where(scheduler => kind is null || scheduler.Kind == kind))
        {
            if (await scheduler.IsAvailableAsync(cancellation).ConfigureAwait(false))
                return scheduler;
        }

        throw new SchedulerException(
            kind?.ToString() ?? "default",
            kind is null ? "this user has none on this machine." : "this user cannot use it on this machine.",
            "On Linux, install cron, or log in with a systemd session (loginctl enable-linger USER keeps it).");
    }

    private IScheduler Find(SchedulerKind kind) => schedulers.First(scheduler => scheduler.Kind == kind);

    // A process that is younger than the run has only got its number. A run notes its beginning to the second.
    private static bool IsAlive(TaskRun run)
    {
        try
        {
            using var process = Process.GetProcessById(run.Pid);
            return process.StartTime.ToUniversalTime() <= run.Started.UtcDateTime + TimeSpan.FromMinutes(1);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false; // There is none any more, or it is another user's.
        }
    }
}
