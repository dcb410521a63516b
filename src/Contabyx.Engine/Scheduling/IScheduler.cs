namespace Contabyx.Engine.Scheduling;

/// <summary>What starts tasks at their times, for this user.</summary>
internal interface IScheduler
{
    SchedulerKind Kind { get; }

    /// <summary>Where the entry of a task is: a unit, a task's path, or the crontab.</summary>
    string EntryOf(TaskFiles task);

    /// <summary>The exact entry that would be created.</summary>
    string Describe(TaskEntry entry);

    /// <summary>Whether it can be used here.</summary>
    Task<bool> IsAvailableAsync(CancellationToken cancellation);

    /// <summary>Creates the entry, and replaces one of the same task.</summary>
    /// <exception cref="SchedulerException">It refused.</exception>
    Task AddAsync(TaskEntry entry, CancellationToken cancellation);

    /// <summary>Removes the entry; does nothing when there is none.</summary>
    /// <exception cref="SchedulerException">It refused.</exception>
    Task RemoveAsync(TaskFiles task, CancellationToken cancellation);

    /// <summary>Lets the entry start its task at its times, or keeps it from that.</summary>
    /// <exception cref="SchedulerException">It refused, or there is no entry.</exception>
    Task EnableAsync(TaskFiles task, bool enabled, CancellationToken cancellation);

    /// <summary>Starts the task now. It runs on its own; nobody waits for it.</summary>
    /// <exception cref="SchedulerException">It refused.</exception>
    Task StartAsync(TaskFiles task, CancellationToken cancellation);

    /// <summary>The state of the entry: <see cref="TaskState.Ready"/>, disabled or missing.</summary>
    Task<TaskState> FindAsync(TaskFiles task, CancellationToken cancellation);
}
