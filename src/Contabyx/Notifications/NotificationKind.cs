namespace Contabyx;

/// <summary>How a notification is delivered.</summary>
public enum NotificationKind
{
    /// <summary>A webhook of Slack.</summary>
    Slack,

    /// <summary>A webhook of a workflow of Microsoft Teams.</summary>
    Teams,

    /// <summary>Any other webhook; it gets a JSON document.</summary>
    Json,

    /// <summary>Electronic mail.</summary>
    Mail,

    /// <summary>A topic of Amazon SNS.</summary>
    Sns,
}
