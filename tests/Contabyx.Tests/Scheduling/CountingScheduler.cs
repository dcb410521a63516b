using Contabyx.Engine.Scheduling;

namespace Contabyx.Tests;

/// <summary>A scheduler that has an entry for each task, and counts what it is asked to start.</summary>
internal sealed class CountingScheduler : IScheduler
{
    public int Starts { get; private set; }

    public SchedulerKind Kind => SchedulerKind.Cron;

    public string EntryOf(TaskFiles task) => task.Name;

    public string Describe(TaskEntry entry) => entry.Name;

    public Task<bool> IsAvailableAsync(CancellationToken cancellation) => Task.FromResult(true);

    public Task AddAsync(TaskEntry entry, CancellationToken cancellation) => Task.CompletedTask;

    public Task RemoveAsync(TaskFiles task, CancellationToken cancellation) => Task.CompletedTask;

    public Task EnableAsync(TaskFiles task, bool enabled, CancellationToken cancellation) => Task.CompletedTask;

    public Task StartAsync(TaskFiles task, CancellationToken cancellation)
    {
        Starts++;
        return Task.CompletedTask;
    }

    public Task<TaskState> FindAsync(TaskFiles task, CancellationToken cancellation) => Task.FromResult(TaskState.Ready);
}
