using System.Text.RegularExpressions;

namespace Contabyx.Engine.Jobs;

/// <summary>Reads the entries of <c>Notify</c>, in a job file and in the parameter of that name.</summary>
public static partial class NotifyReader
{
    private const int SubmissionPort = 587;
    private const int TlsPort = 465;
    private const string Example = "Mail = 'smtp://USER@HOST:587'";

    private static readonly string[] Webhooks =
        [nameof(NotificationKind.Slack), nameof(NotificationKind.Teams), nameof(NotificationKind.Json)];

    /// <summary>The targets of entries that are no part of a file.</summary>
    /// <param name="entries">The entries.</param>
    /// <exception cref="InputException">One of them cannot be used.</exception>
    public static IReadOnlyList<NotificationTarget> Read(IReadOnlyList<JobValue> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var problems = new JobProblems("-Notify");
        var targets = Read(entries, null, problems);
        return problems.Found.Count == 0 ? targets : throw new InputException(
            "-Notify", string.Join(" ", problems.Found.Select(problem => problem.Message)),
            "about_Contabyx_Jobs explains the entries of Notify.");
    }

    /// <summary>The targets of a file's entries; those that cannot be used become problems.</summary>
    /// <param name="vault">The vault of secrets; NULL for the default one.</param>
    internal static IReadOnlyList<NotificationTarget> Read(IReadOnlyList<JobValue> entries, string? vault, JobProblems problems) =>
        [.. entries.Select(entry => ReadEntry(entry, vault, problems)).OfType<NotificationTarget>()];

    private static NotificationTarget? ReadEntry(JobValue value, string? vault, JobProblems problems)
    {
        var section = new JobSection("An entry of Notify", value, JobNames.NotifyEntry, problems);
        string[] places = [.. new[] { JobNames.Webhook, JobNames.Mail, JobNames.Sns }.Where(section.Has)];
        if (places is not [var place])
        {
            problems.Add(value.Place, "An entry of Notify needs one of Webhook = 'secret:NAME', "
                + $"{Example}, Sns = 'arn:aws:sns:REGION:ACCOUNT:TOPIC'.");
            return null;
        }

        var target = new NotificationTarget
        {
            Kind = NotificationKind.Json,
            On = section.Choices<NotificationEvent>(JobNames.On) is { Count: > 0 } on ? on : Enum.GetValues<NotificationEvent>(),
            Vault = section.Text(JobNames.Vault) ?? vault,
            Entry = [.. (value.Entries ?? []).Select(entry => KeyValuePair.Create(entry.Name, TextsOf(entry.Value)))],
        };
        RefuseStrays(section, place);
        return place switch
        {
            JobNames.Webhook => WithWebhook(target, section),
            JobNames.Mail => WithMail(target, section),
            _ => WithTopic(target, section),
        };
    }

    private static IReadOnlyList<string> TextsOf(JobValue value) => [.. (value.List ?? [value]).Select(item => item.Text ?? "")];

    private static void RefuseStrays(JobSection section, string place)
    {
        foreach (var name in new[] { JobNames.From, JobNames.To, JobNames.Password, JobNames.Tls }.Where(section.Has))
        {
            if (place != JobNames.Mail)
                section.Refuse(name, $"is for Mail, and cannot be used with {place}");
        }

        if (place != JobNames.Webhook && section.Has(JobNames.Kind))
            section.Refuse(JobNames.Kind, $"is for Webhook, and cannot be used with {place}");
    }

    private static NotificationTarget? WithWebhook(NotificationTarget target, JobSection section)
    {
        var secret = SecretOf(section, JobNames.Webhook);
        var kind = section.Text(JobNames.Kind);
        var known = Webhooks.FirstOrDefault(name => name.Equals(kind, StringComparison.OrdinalIgnoreCase));
        if (kind is not null && known is null)
            section.Refuse(JobNames.Kind, $"is '{kind}'; it must be one of {string.Join(", ", Webhooks.Select(name => $"'{name}'"))}");
        return secret is null ? null : target with
        {
            Kind = known is null ? NotificationKind.Json : Enum.Parse<NotificationKind>(known),
            Secret = secret,
        };
    }

    private static NotificationTarget? WithMail(NotificationTarget target, JobSection section)
    {
        var secret = section.Has(JobNames.Password) ? SecretOf(section, JobNames.Password) : null;
        var from = AddressesOf(section, JobNames.From);
        if (from.Count > 1)
            section.Refuse(JobNames.From, "must be one address");
        var to = AddressesOf(section, JobNames.To);
        var tls = section.Text(JobNames.Tls);
        var clear = nameof(MailTransport.None).Equals(tls, StringComparison.OrdinalIgnoreCase);
        if (tls is not null && !clear)
            section.Refuse(JobNames.Tls, "can only be 'None': smtp:// means STARTTLS, and smtps:// TLS from the first byte");
        if (clear && secret is not null)
            section.Refuse(JobNames.Password, "cannot be used with Tls = 'None': it would be sent in clear text");
        return section.Text(JobNames.Mail) is { } server && RouteOf(section, server, clear) is { } route && from is [var sender]
            && to.Count > 0
            ? target with { Kind = NotificationKind.Mail, Secret = secret, Mail = route with { From = sender, To = to } } : null;
    }

    private static MailRoute? RouteOf(JobSection section, string server, bool clear)
    {
        if (!Uri.TryCreate(server, UriKind.Absolute, out var uri) || uri.Scheme is not ("smtp" or "smtps") || uri.Host.Length == 0
            || uri.AbsolutePath.Length > 1 || uri.Query.Length > 0)
        {
            section.Refuse(
                JobNames.Mail, $"is not the address of a mail server, such as {Example}, or smtps://HOST for TLS from the first byte");
            return null;
        }

        if (uri.UserInfo.Contains(':', StringComparison.Ordinal))
        {
            section.Refuse(JobNames.Mail, $"holds a password. Name it instead: Password = {NamedSecret.Forms}");
            return null;
        }

        var isTls = uri.Scheme == "smtps";
        if (isTls && clear)
            section.Refuse(JobNames.Tls, "cannot be 'None' with smtps://");
        return new MailRoute(
            uri.Host.Trim('[', ']'), uri.Port > 0 ? uri.Port : isTls ? TlsPort : SubmissionPort,
            isTls ? MailTransport.Tls : clear ? MailTransport.None : MailTransport.StartTls,
            uri.UserInfo.Length > 0 ? Uri.UnescapeDataString(uri.UserInfo) : null, "", []);
    }

    private static IReadOnlyList<string> AddressesOf(JobSection section, string name)
    {
        var addresses = section.Texts(name);
        if (!section.Has(name))
            section.Refuse(name, $"is missing: Mail needs {name} = 'someone@example.com'");
        foreach (var wrong in addresses.Where(address => !MailAddress().IsMatch(address)))
            section.Refuse(name, $"has '{wrong}', which is not an address such as someone@example.com");
        return addresses;
    }

    private static NotificationTarget? WithTopic(NotificationTarget target, JobSection section)
    {
        if (section.Text(JobNames.Sns) is not { } topic)
            return null;
        if (Topic().IsMatch(topic))
            return target with { Kind = NotificationKind.Sns, Topic = topic };
        section.Refuse(JobNames.Sns, $"is '{topic}'; it must be the ARN of a standard topic, arn:aws:sns:REGION:ACCOUNT:TOPIC");
        return null;
    }

    // The text is not shown: it may be the secret itself.
    private static NamedSecret? SecretOf(JobSection section, string name)
    {
        if (section.Text(name) is not { } text)
            return null;
        if (NamedSecret.TryParse(text) is { } secret)
            return secret;
        section.Refuse(name, $"must name a secret, and not hold it: {NamedSecret.Forms}");
        return null;
    }

    [GeneratedRegex(@"\A[\x21-\x7e-[<>@,;:""\\]]+@[A-Za-z0-9.-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex MailAddress();

    [GeneratedRegex(@"\Aarn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Topic();
}
