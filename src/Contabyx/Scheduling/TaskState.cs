namespace Contabyx;

/// <summary>The state of a task.</summary>
public enum TaskState
{
    /// <summary>It waits for its next time.</summary>
    Ready,

    /// <summary>It runs now.</summary>
    Running,

    /// <summary>It waits for its next time; its last run began but did not record an end.</summary>
    Interrupted,

    /// <summary>Its entry exists but is disabled.</summary>
    Disabled,

    /// <summary>Its entry is missing in the scheduler: nothing will start it.</summary>
    Missing,
}
