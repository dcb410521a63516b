namespace Contabyx;

/// <summary>Where a job tells how it went: an entry of <c>Notify</c>. It holds no secret, only the names of secrets.</summary>
public sealed record NotificationTarget
{
    /// <summary>How it is delivered.</summary>
    public required NotificationKind Kind { get; init; }

    /// <summary>What it is told; everything by default.</summary>
    public IReadOnlyList<NotificationEvent> On { get; init; } = Enum.GetValues<NotificationEvent>();

    /// <summary>The secret: the URL of a webhook, or the password of a mail server; NULL for none.</summary>
    public NamedSecret? Secret { get; init; }

    /// <summary>The vault of the secret; NULL for the default one.</summary>
    public string? Vault { get; init; }

    /// <summary>How mail is sent; NULL for the other kinds.</summary>
    public MailRoute? Mail { get; init; }

    /// <summary>The ARN of an Amazon SNS topic; NULL for the other kinds.</summary>
    public string? Topic { get; init; }

    /// <summary>The entry as it is written, name by name, so that it can be written again.</summary>
    public required IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Entry { get; init; }

    /// <summary>What it is, for messages.</summary>
    public override string ToString() => Kind switch
    {
        NotificationKind.Mail => $"{string.Join(", ", Mail!.To)} by mail",
        NotificationKind.Sns => Topic!,
        _ => $"the {(Kind == NotificationKind.Json ? "JSON" : Kind)} webhook '{Secret}'",
    };
}
