using System.Text.Json.Nodes;
using Contabyx.Tests;

namespace Contabyx.ModuleTests;

/// <summary>
/// A job that fails and works again, in a pwsh of its own, with everything that can be told: each message arrives at a real server on
/// this machine.
/// </summary>
public sealed class NotificationTests : IDisposable
{
    private const string AccessKey = "AKIDEXAMPLE";
    private const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private readonly string _home = Directory.CreateTempSubdirectory("contabyx-told-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task Slack_Teams_mail_and_SNS_hear_of_a_failure_and_of_the_recovery()
    {
        Assert.SkipWhen(!OperatingSystem.IsLinux(), "Only on Linux a process can be given an authority of its own (SSL_CERT_FILE).");
        await using var slack = new HookServer(new HookAnswer(200, "ok"));
        await using var teams = new HookServer(new HookAnswer(202));
        await using var sns = new HookServer(new HookAnswer(200, "<PublishResponse/>"));
        await using var mail = new MailServer();
        await File.WriteAllTextAsync(Path.Combine(_home, "authority.pem"), mail.Certificate, Stop);
        await File.WriteAllTextAsync(Path.Combine(_home, "night.job.psd1"), $$"""
            @{
                Notify = @(
                    @{ Webhook = 'env:SLACK'; Kind = 'Slack' }
                    @{ Webhook = 'env:TEAMS'; Kind = 'Teams' }
                    @{
                        Mail = 'smtp://{{MailServer.User}}@localhost:{{mail.Port}}'; Password = 'env:MAIL'
                        From = 'night@x.example'; To = 'ops@x.example'
                    }
                    @{ Sns = 'arn:aws:sns:sa-east-1:123456789012:nights' }
                )
                Tables = 'Clients', 'Later'
            }
            """, Stop);

        var run = await PwshRun.CommandAsync(
            $$"""
            $null = Connect-Contabyx -HomePath '{{_home}}'
            $null = New-ContabyxBatch -Days 1 -RoundsPerDay 1
            foreach ($night in 1, 2) {
                $result = Invoke-ContabyxPipeline -Job '{{_home}}/night.job.psd1' -ErrorAction SilentlyContinue
                "$($result.Status) $LASTEXITCODE $($result.Warnings.Count)"
                (Get-Content '{{_home}}/night.job.psd1' -Raw).Replace(", 'Later'", '') | Set-Content '{{_home}}/night.job.psd1'
            }
            """,
            new Dictionary<string, string>
            {
                ["SLACK"] = slack.Url + "T0KEN", ["TEAMS"] = teams.Url + "T0KEN", ["MAIL"] = MailServer.Password,
                ["SSL_CERT_FILE"] = Path.Combine(_home, "authority.pem"),
                ["AWS_ENDPOINT_URL_SNS"] = sns.Url, ["AWS_ACCESS_KEY_ID"] = AccessKey, ["AWS_SECRET_ACCESS_KEY"] = SecretKey,
            });

        Assert.Equal("", run.Errors);
        Assert.Equal(["Failed 41 0", "Succeeded 0 0"], run.Lines);
        string[] titles = ["night failed", "night works again"];
        Assert.Equal(titles, slack.Requests.Select(request => (string)JsonNode.Parse(request.Text)!["text"]!));
        Assert.Equal(titles, teams.Requests.Select(request =>
            (string)JsonNode.Parse(request.Text)!["attachments"]![0]!["content"]!["body"]![0]!["inlines"]![0]!["text"]!));
        Assert.Equal(titles.Select(title => "Contabyx: " + title), mail.Mails.Select(received => received.Subject));
        Assert.All(mail.Mails, received => Assert.True(received is { IsTls: true, IsLoggedIn: true, To: ["ops@x.example"] }));
        Assert.Contains("Error: ", mail.Mails[0].Body, StringComparison.Ordinal);
        Assert.All(sns.Requests, request => Assert.True(SnsSignature.IsOf(request, AccessKey, SecretKey, "sa-east-1")));
        Assert.Equal(
            titles.Select(title => "Contabyx: " + title), sns.Requests.Select(request => SnsSignature.FormOf(request)["Subject"]));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
