namespace Contabyx;

/// <summary>How a task stands.</summary>
public enum TaskState
{
    /// <summary>It waits for its next time.</summary>
    Ready,

    /// <summary>It runs now.</summary>
    Running,

    /// <summary>It waits for its next time; its last run began and never told of an end.</summary>
    Interrupted,

    /// <summary>Its entry is there, and has been switched off.</summary>
    Disabled,

    /// <summary>Its entry has gone from the scheduler: nothing will start it.</summary>
    Missing,
}
