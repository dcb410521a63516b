namespace Contabyx;

/// <summary>What starts a task at its times.</summary>
public enum SchedulerKind
{
    /// <summary>The Task Scheduler of Windows.</summary>
    Windows,

    /// <summary>A timer of the user's systemd manager.</summary>
    Systemd,

    /// <summary>A line of the user's crontab.</summary>
    Cron,
}
