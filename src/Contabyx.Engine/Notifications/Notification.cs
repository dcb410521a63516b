namespace Contabyx.Engine.Notifications;

/// <summary>What is told about a job. The texts are safe to show: secrets are removed, and no value of a row is added.</summary>
/// <param name="Event">What it is about.</param>
/// <param name="Job">The job, or the two ends of a pipeline without one.</param>
/// <param name="Title">One short sentence.</param>
/// <param name="Facts">What is known, in the order in which it is shown.</param>
public sealed record Notification(NotificationEvent Event, string Job, string Title, IReadOnlyList<NotificationFact> Facts)
{
    /// <summary>When it was made.</summary>
    public DateTimeOffset Time { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>How the run ended; NULL if it is not about one that ended.</summary>
    public ContabyxPipelineResult? Result { get; init; }

    /// <summary>The times of the runs that did not end; empty if it is not about them.</summary>
    public IReadOnlyList<DateTimeOffset> Missed { get; init; } = [];
}

/// <param name="Name">What it is, in one or two words.</param>
/// <param name="Value">The value, as text.</param>
public sealed record NotificationFact(string Name, string Value);
