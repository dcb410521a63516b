using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Contabyx.Engine.Notifications;

namespace Contabyx.Tests;

/// <summary><c>docs/notifications.md</c> shows exactly what is sent.</summary>
public sealed class NotificationPageTests
{
    private static readonly string Page = File.ReadAllText(
        Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "docs", "notifications.md"));

    [Theory]
    [InlineData(NotificationKind.Slack)]
    [InlineData(NotificationKind.Teams)]
    [InlineData(NotificationKind.Json)]
    public void A_webhook_gets_the_document_of_the_page(NotificationKind kind)
    {
        var sent = WebhookPayload.Of(kind, Example());

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(sent), JsonNode.Parse(Block($"## {kind}"))), sent);
    }

    [Fact]
    public void A_mail_and_a_topic_get_the_text_of_the_page() =>
        Assert.Equal(Block("## Mail and Amazon SNS"), NotificationText.Lines(Example()));

    private static Notification Example()
    {
        var made = NotificationText.OfFailure("nightly", Told.Failed() with
        {
            Error = "Orders-0003.csv.zst, line 812, column 'city': the value has 31 bytes, and the column is VARCHAR(30).",
            Advice = "Widen the column, or mend the row.",
        });
        return made with
        {
            Time = new DateTimeOffset(2026, 11, 30, 2, 30, 17, TimeSpan.Zero),
            Facts = [.. made.Facts.Select(fact => fact.Name == "Machine" ? fact with { Value = "etl-1" } : fact)],
        };
    }

    // The first block of code below a heading.
    private static string Block(string heading)
    {
        var start = Page.IndexOf("```", Page.IndexOf(heading + "\n", StringComparison.Ordinal), StringComparison.Ordinal);
        var first = Page.IndexOf('\n', start) + 1;
        return Page[first..Page.IndexOf("\n```", first, StringComparison.Ordinal)];
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
