namespace Contabyx;

/// <summary>A Contabyx command that runs on a schedule, and how its last run went.</summary>
public sealed record ContabyxTask
{
    public required string Name { get; init; }

    /// <summary>What starts it.</summary>
    public required SchedulerKind Scheduler { get; init; }

    /// <summary>When it runs, in words, in this machine's time zone.</summary>
    public required string Schedule { get; init; }

    /// <summary>Its state.</summary>
    public required TaskState State { get; init; }

    /// <summary>When it runs next; NULL when nothing will start it.</summary>
    public DateTimeOffset? NextRun { get; init; }

    /// <summary>When its last run began; NULL when it never ran.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>When that run ended; NULL when it did not.</summary>
    public DateTimeOffset? LastEnd { get; init; }

    /// <summary>The exit code of that run, 0 for success; NULL when it did not end.</summary>
    public int? LastExitCode { get; init; }

    /// <summary>The file that each run's output and errors are added to.</summary>
    public required string LogPath { get; init; }

    /// <summary>What it runs.</summary>
    public required string Command { get; init; }

    /// <summary>Where its entry is: a unit, a task's path, or the crontab.</summary>
    public required string Entry { get; init; }
}
