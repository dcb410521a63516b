namespace Contabyx;

/// <summary>What a notification is about.</summary>
public enum NotificationEvent
{
    /// <summary>A run failed, or left out bad rows.</summary>
    Failure,

    /// <summary>A run succeeded, and the one before it did not.</summary>
    Recovery,

    /// <summary>A run that was due did not end.</summary>
    Silence,
}
