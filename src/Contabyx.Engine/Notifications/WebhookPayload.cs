using System.Globalization;
using System.Text.Json.Nodes;

namespace Contabyx.Engine.Notifications;

/// <summary>
/// The documents that webhooks get. Texts of data are plain text in each of them: no mention, link or format in a message of a
/// server becomes one in a chat. <c>docs/notifications.md</c> shows them.
/// </summary>
internal static class WebhookPayload
{
    // "Header block" and "Section block", Block Kit reference, Slack.
    private const int SlackHeader = 150;
    private const int SlackText = 3000;

    /// <summary>The document of a kind of webhook.</summary>
    public static string Of(NotificationKind kind, Notification notification) => (kind switch
    {
        NotificationKind.Slack => Slack(notification),
        NotificationKind.Teams => Teams(notification),
        NotificationKind.Json => Plain(notification),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "It is not a webhook."),
    }).ToJsonString();

    // "Sending messages using incoming webhooks", Slack. The text is for notifications of the system, and is not plain text.
    private static JsonObject Slack(Notification notification) => new()
    {
        ["text"] = NotificationText.Short(notification.Title, SlackHeader).Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal),
        ["blocks"] = new JsonArray(
            new JsonObject { ["type"] = "header", ["text"] = SlackPlain(NotificationText.Short(notification.Title, SlackHeader)) },
            new JsonObject
            {
                ["type"] = "section",
                ["text"] = SlackPlain(NotificationText.Short(
                    string.Join('\n', notification.Facts.Select(fact => $"{fact.Name}: {fact.Value}")), SlackText)),
            }),
    };

    private static JsonObject SlackPlain(string text) => new() { ["type"] = "plain_text", ["text"] = text, ["emoji"] = false };

    // "Create incoming webhooks with Workflows for Microsoft Teams", Microsoft. A text block reads Markdown; a text run does not.
    private static JsonObject Teams(Notification notification) => new()
    {
        ["type"] = "message",
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "application/vnd.microsoft.card.adaptive",
            ["contentUrl"] = null,
            ["content"] = new JsonObject
            {
                ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                ["type"] = "AdaptiveCard",
                ["version"] = "1.4",
                ["body"] = new JsonArray(
                [
                    RichText(new JsonObject
                    {
                        ["type"] = "TextRun", ["text"] = notification.Title, ["size"] = "Large", ["weight"] = "Bolder",
                        ["color"] = notification.Event == NotificationEvent.Recovery ? "Good" : "Attention",
                    }),
                    .. notification.Facts.Select(fact => RichText(
                        new JsonObject { ["type"] = "TextRun", ["text"] = fact.Name + ": ", ["weight"] = "Bolder" },
                        new JsonObject { ["type"] = "TextRun", ["text"] = fact.Value })),
                ]),
            },
        }),
    };

    private static JsonObject RichText(params JsonNode[] runs) => new() { ["type"] = "RichTextBlock", ["inlines"] = new JsonArray(runs) };

    private static JsonObject Plain(Notification notification) => new()
    {
        ["version"] = 1,
        ["event"] = notification.Event.ToString(),
        ["job"] = notification.Job,
        ["title"] = notification.Title,
        ["time"] = notification.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["facts"] = new JsonObject(notification.Facts.Select(fact => KeyValuePair.Create(fact.Name, (JsonNode?)fact.Value))),
        ["status"] = notification.Result?.Status.ToString(),
        ["exitCode"] = notification.Result?.ExitCode,
        ["rowsLoaded"] = notification.Result?.RowsLoaded,
        ["rowsLeftOut"] = notification.Result?.RowsLeftOut,
        ["tablesLoaded"] = notification.Result?.TablesLoaded,
        ["tablesFailed"] = notification.Result?.TablesFailed,
        ["missed"] = new JsonArray([.. notification.Missed.Select(
            time => (JsonNode)time.ToString("yyyy-MM-dd'T'HH:mmK", CultureInfo.InvariantCulture))]),
    };
}
