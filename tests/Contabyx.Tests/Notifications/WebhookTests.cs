using System.Text;
using System.Text.Json.Nodes;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Logs;
using Contabyx.Engine.Notifications;
using Contabyx.Engine.Waits;

namespace Contabyx.Tests;

/// <summary>What webhooks get, and what happens when they do not take it.</summary>
public sealed class WebhookTests : IDisposable
{
    private const string Path = "T0KEN/B0T/s3cr3t-of-a-hook";

    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Slack_gets_blocks_of_plain_text()
    {
        var request = await SendAsync("Slack", NotificationText.OfFailure("nightly", Told.Failed()));

        Assert.Equal(("POST", "/" + Path, "application/json; charset=utf-8"), (request.Method, request.Path, request.ContentType));
        var json = JsonNode.Parse(request.Text)!;
        Assert.Equal("nightly failed", (string?)json["text"]);
        Assert.Equal("header", (string?)json["blocks"]![0]!["type"]);
        Assert.All([json["blocks"]![0]!, json["blocks"]![1]!], block => Assert.Equal("plain_text", (string?)block["text"]!["type"]));
        var text = (string?)json["blocks"]![1]!["text"]!["text"];
        Assert.StartsWith(
            "Error: The table 'Orders' failed: <!channel> *line* [7](http://x) of Orders-0001.csv.zst\n"
            + "What to do: Mend the row.\nFailed tables: Orders\nWaiting tables: Items\n"
            + "Next: The files of the failed tables are in error/. ",
            text, StringComparison.Ordinal);
        Assert.Contains(
            "\nLoaded: 1 table, 12,345 rows\nWhen: 2026-11-30 02:30:04 UTC, for 12 s, exit code 41\nRun: 20261130T023004Z-1\n",
            text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_title_of_Slack_mentions_nobody()
    {
        var request = await SendAsync("Slack", NotificationText.OfFailure("<!here> & co", Told.Failed()));

        Assert.Equal("&lt;!here&gt; &amp; co failed", (string?)JsonNode.Parse(request.Text)!["text"]);
    }

    [Fact]
    public async Task Teams_gets_an_adaptive_card_whose_texts_are_no_Markdown()
    {
        var request = await SendAsync("Teams", NotificationText.OfFailure("nightly", Told.Failed()));

        var json = JsonNode.Parse(request.Text)!;
        Assert.Equal("message", (string?)json["type"]);
        var attachment = json["attachments"]!.AsArray().Single()!;
        Assert.Equal("application/vnd.microsoft.card.adaptive", (string?)attachment["contentType"]);
        var body = attachment["content"]!["body"]!.AsArray();
        Assert.Equal("AdaptiveCard", (string?)attachment["content"]!["type"]);
        Assert.All(body, block => Assert.Equal("RichTextBlock", (string?)block!["type"]));
        Assert.All(body.SelectMany(block => block!["inlines"]!.AsArray()), run => Assert.Equal("TextRun", (string?)run!["type"]));
        Assert.Equal("nightly failed", (string?)body[0]!["inlines"]![0]!["text"]);
        Assert.Equal("Attention", (string?)body[0]!["inlines"]![0]!["color"]);
        Assert.Equal(["Error: ", "The table 'Orders' failed: <!channel> *line* [7](http://x) of Orders-0001.csv.zst"],
            body[1]!["inlines"]!.AsArray().Select(run => (string?)run!["text"]));
    }

    [Fact]
    public void Files_in_error_are_told_only_of_tables_that_have_files()
    {
        var result = Told.Failed();
        var refused = result with { Tables = [.. result.Tables.Where(table => !table.Waits).Select(table => table with { Files = 0 })] };

        Assert.StartsWith("The files of the failed tables are in error/.", Next(result), StringComparison.Ordinal);
        Assert.Equal("Mend what the error names; the next run exports the table again.", Next(refused));

        static string Next(ContabyxPipelineResult result) =>
            NotificationText.OfFailure("nightly", result).Facts.Single(fact => fact.Name == "Next").Value;
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    public void A_text_that_is_too_long_is_cut_between_two_characters(string first)
    {
        var text = first + string.Concat(Enumerable.Repeat("\U0001f319", 2000));
        var failure = NotificationText.OfFailure("nightly", Told.Failed() with { Error = text });
        var slack = WebhookPayload.Of(
            NotificationKind.Slack, failure with { Title = text, Facts = [new NotificationFact("Error", text)] });

        Assert.All(failure.Facts.Where(fact => fact.Name == "Error"), fact => AssertWhole(fact.Value));
        foreach (var block in JsonNode.Parse(slack)!["blocks"]!.AsArray())
            AssertWhole((string)block!["text"]!["text"]!);

        static void AssertWhole(string cut)
        {
            Assert.EndsWith("\U0001f319...", cut, StringComparison.Ordinal);
            Assert.DoesNotContain(Rune.ReplacementChar, cut.EnumerateRunes());
        }
    }

    [Fact]
    public async Task Any_other_webhook_gets_a_document()
    {
        var missed = new[] { new DateTimeOffset(2026, 11, 28, 2, 30, 0, TimeSpan.FromHours(-3)) };
        var failure = JsonNode.Parse((await SendAsync("Json", NotificationText.OfFailure("nightly", Told.Failed()))).Text)!;
        var silence = JsonNode.Parse((await SendAsync("Json", NotificationText.OfSilence("nightly", missed, Told.End))).Text)!;

        Assert.Equal((1, "Failure", "nightly"), ((int)failure["version"]!, (string)failure["event"]!, (string)failure["job"]!));
        Assert.Equal(("Failed", 41), ((string)failure["status"]!, (int)failure["exitCode"]!));
        Assert.Equal((12_345, 1, 2), ((int)failure["rowsLoaded"]!, (int)failure["tablesLoaded"]!, (int)failure["tablesFailed"]!));
        Assert.Equal("Mend the row.", (string)failure["facts"]!["What to do"]!);
        Assert.Equal(
            ("Silence", "nightly: no run has ended since 2026-11-28 02:30, when one was due"),
            ((string)silence["event"]!, (string)silence["title"]!));
        Assert.Equal(["2026-11-28T02:30-03:00"], silence["missed"]!.AsArray().Select(time => (string)time!));
        Assert.Null(silence["status"]);
    }

    [Theory]
    [InlineData(500, 3)]
    [InlineData(503, 3)]
    [InlineData(429, 3)]
    [InlineData(400, 1)]
    [InlineData(404, 1)]
    [InlineData(302, 1)]
    public async Task A_refusal_is_a_warning_here_and_in_the_log_and_only_some_are_tried_again(int status, int attempts)
    {
        await using var server = new HookServer(new HookAnswer(status, $"no_service at /{Path}"));
        var connection = EmbeddedConnection();
        var notes = new Remarks();
        var target = Told.Hook("Slack");
        var notifier = new Notifier([target], Told.Secrets(target, server.Url + Path), connection, notes, Told.AtOnce);

        var warnings = await notifier.SendAsync(NotificationText.OfFailure("nightly", Told.Failed()), Stop);

        var warning = Assert.Single(warnings);
        Assert.Equal(attempts, server.Requests.Count);
        Assert.StartsWith(
            $"The notification to the Slack webhook 'secret:hook' was not delivered: the answer is {status}: no_service at ***",
            warning, StringComparison.Ordinal);
        var entry = Assert.Single(LogReader.Read(connection.LogPath));
        Assert.Equal((LogLevel.Warning, warning), (entry.Level, entry.Message));
        Assert.Contains(warning, notes.Warnings);
        Assert.DoesNotContain("s3cr3t", await File.ReadAllTextAsync(connection.LogPath, Stop) + warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = new HookServer(new HookAnswer(200));
        await using var server = new HookServer(
            new HookAnswer(302) { Headers = new Dictionary<string, string> { ["Location"] = elsewhere.Url + "hook" } });

        var warning = Assert.Single(await Told.Notifier(Told.Hook("Json"), server.Url + Path)
            .SendAsync(NotificationText.OfFailure("nightly", Told.Failed()), Stop));

        Assert.Contains("Put the URL that it redirects to into secret:hook.", warning, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_server_that_is_busy_is_asked_again_and_its_wish_to_wait_is_kept_within_a_limit()
    {
        await using var server = new HookServer(
            new HookAnswer(429) { Headers = new Dictionary<string, string> { ["Retry-After"] = "86400" } }, new HookAnswer(200, "ok"));
        var notifier = Told.Notifier(Told.Hook("Slack"), server.Url + Path);

        Assert.Empty(await notifier.SendAsync(NotificationText.OfFailure("nightly", Told.Failed()), Stop));

        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(server.Requests[0].Text, server.Requests[1].Text);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        await using var server = new HookServer((HookAnswer?)null);
        var clock = new ManualClock();
        var policy = Told.AtOnce with { Retry = new RetryPolicy(1, TimeSpan.Zero), Answer = TimeSpan.FromSeconds(15), Clock = clock };
        var sending = Told.Notifier(Told.Hook("Json"), server.Url + Path, policy: policy)
            .SendAsync(NotificationText.OfFailure("nightly", Told.Failed()), Stop);
        await server.FirstRequest;

        clock.MoveOn(TimeSpan.FromSeconds(14));
        Assert.False(sending.IsCompleted);
        clock.MoveOn(TimeSpan.FromSeconds(1));

        Assert.Contains("there was no answer within 15 s.", Assert.Single(await sending), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named_without_the_secret()
    {
        string url;
        await using (var server = new HookServer(new HookAnswer(200)))
            url = server.Url;

        var warning = Assert.Single(await Told.Notifier(Told.Hook("Json"), url + Path)
            .SendAsync(NotificationText.OfFailure("nightly", Told.Failed()), Stop));

        Assert.Contains("Check the network", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no url")]
    [InlineData("http://hooks.example/T0/xyzzy-xyzzy")]
    [InlineData("ftp://127.0.0.1/xyzzy-xyzzy")]
    public async Task A_secret_that_is_no_protected_URL_is_refused(string secret)
    {
        var warning = Assert.Single(await Told.Notifier(Told.Hook("Json"), secret)
            .SendAsync(NotificationText.OfFailure("nightly", Told.Failed()), Stop));

        Assert.Contains("is not the URL of a webhook", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("xyzzy", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_is_read_and_a_missing_one_is_named()
    {
        await using var server = new HookServer(new HookAnswer(200));
        var target = Told.Target(("Webhook", "env:CONTABYX_TEST_HOOK"));
        NotificationSecrets Secrets(Dictionary<string, string> variables) => new(
            new Dictionary<NotificationTarget, System.Net.NetworkCredential>(),
            new Dictionary<NotificationTarget, ContabyxException>(), variables);

        var sent = await new Notifier([target], Secrets(new() { ["CONTABYX_TEST_HOOK"] = server.Url }), null, new Remarks(), Told.AtOnce)
            .SendAsync(NotificationText.OfFailure("nightly", Told.Failed()), Stop);
        var missing = await new Notifier([target], Secrets([]), null, new Remarks(), Told.AtOnce)
            .SendAsync(NotificationText.OfFailure("nightly", Told.Failed()), Stop);

        Assert.Empty(sent);
        Assert.Single(server.Requests);
        Assert.Contains("CONTABYX_TEST_HOOK is not set", Assert.Single(missing), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_told_what_he_did_not_ask_for()
    {
        await using var server = new HookServer(new HookAnswer(200));
        var target = Told.Target(("Webhook", "secret:x"), ("On", "Recovery,Silence"));

        Assert.Empty(await Told.Notifier(target, server.Url).SendAsync(NotificationText.OfFailure("nightly", Told.Failed()), Stop));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public void A_text_has_no_secret_and_no_signature_and_fits()
    {
        Redactor.Remember("pass-phrase-77");
        const string Signed = "https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA1%2Fx"
            + "&X-Amz-Security-Token=tok&X-Amz-Signature=0f3a";
        var notification = NotificationText.OfFailure("nightly", Told.Failed() with
        {
            Error = $"pass-phrase-77 {Signed}\u001b[2J\n" + new string('x', 5000),
            Advice = new string('y', 5000),
        });

        var text = NotificationText.Lines(notification);
        Assert.DoesNotContain("pass-phrase-77", text, StringComparison.Ordinal);
        Assert.DoesNotContain("0f3a", text, StringComparison.Ordinal);
        Assert.DoesNotContain("=tok", text, StringComparison.Ordinal);
        Assert.DoesNotContain("AKIA1", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
        Assert.True(text.Length < 3000);
        Assert.Contains("\nMachine: ", text, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<HookRequest> SendAsync(string kind, Notification notification)
    {
        await using var server = new HookServer(new HookAnswer(202));
        Assert.Empty(await Told.Notifier(Told.Hook(kind), server.Url + Path).SendAsync(notification, Stop));
        return Assert.Single(server.Requests);
    }

    private ContabyxConnection EmbeddedConnection() => Engine.Connections.EmbeddedTwin.Connection(_home.Path);
}
