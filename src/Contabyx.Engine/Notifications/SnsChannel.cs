using System.Text;
using Amazon.Runtime;
using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Secrets;

namespace Contabyx.Engine.Notifications;

/// <summary>Publishes notifications to a topic ("Publish", Amazon Simple Notification Service API Reference).</summary>
/// <param name="topic">The topic's ARN.</param>
/// <param name="credentials">Finds the AWS credentials.</param>
internal sealed class SnsChannel(string topic, Func<AWSCredentials> credentials) : INotificationChannel
{
    private const string Service = "sns";
    private const int LongestSubject = 99;

    /// <inheritdoc/>
    public async Task SendAsync(Notification notification, CancellationToken cancellation)
    {
        var region = topic.Split(':')[3];
        using var request = await SignAsync(notification, region, cancellation).ConfigureAwait(false);
        await WebhookChannel.PostAsync(
            topic, request,
            _ => $"Allow sns:Publish on the topic for your AWS identity ({AwsPassword.WhoAmI}), and check its ARN.",
            cancellation).ConfigureAwait(false);
    }

    private async Task<HttpRequestMessage> SignAsync(Notification notification, string region, CancellationToken cancellation)
    {
        var form = string.Join('&', new (string Name, string Value)[]
        {
            ("Action", "Publish"), ("Version", "2010-03-31"), ("TopicArn", topic),
            ("Subject", Subject(notification.Title)), ("Message", NotificationText.Lines(notification)),
        }.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));
        try
        {
            return await AwsSigner.PostAsync(
                AwsHost.EndpointOf(Service, region), Service, region, Encoding.UTF8.GetBytes(form),
                new Dictionary<string, string> { ["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8" },
                credentials(), cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AmazonClientException or ConnectionException)
        {
            throw new DeliveryException(
                topic, "there are no AWS credentials: " + Redactor.Redact(e.Message),
                "Sign in (aws sso login), name a profile (-ProfileName), or give the machine a role.", e);
        }
    }

    // A subject is less than 100 ASCII characters that begin with a letter, a digit or a sign.
    private static string Subject(string title)
    {
        var text = "Contabyx: " + string.Concat(title.Select(c => c is >= ' ' and <= '~' ? c : '?'));
        return text.Length <= LongestSubject ? text : text[..LongestSubject];
    }
}
