using Contabyx.Engine.Jobs;
using Contabyx.Engine.Scheduling;

namespace Contabyx.Tests;

/// <summary>Entries of <c>Notify</c>.</summary>
public sealed class NotifyReaderTests
{
    [Fact]
    public void A_webhook_is_named_and_gets_everything()
    {
        var target = Told.Target(("Webhook", "secret:night-hook"), ("Kind", "slack"));

        Assert.Equal((NotificationKind.Slack, new NamedSecret("night-hook", false)), (target.Kind, target.Secret));
        Assert.Equal(Enum.GetValues<NotificationEvent>(), target.On);
        Assert.Equal(NotificationKind.Json, Told.Target(("Webhook", "env:HOOK")).Kind);
        Assert.Equal("the Slack webhook 'secret:night-hook'", target.ToString());
    }

    [Theory]
    [InlineData("smtp://ops%40x@mail.example", "mail.example", 587, MailTransport.StartTls, "ops@x")]
    [InlineData("smtp://mail.example:2525", "mail.example", 2525, MailTransport.StartTls, null)]
    [InlineData("smtps://mail.example", "mail.example", 465, MailTransport.Tls, null)]
    public void A_mail_server_has_an_address(string address, string host, int port, MailTransport transport, string? user)
    {
        var target = Told.Target(("Mail", address), ("From", "night@x.example"), ("To", "a@x.example,b@x.example"));

        Assert.Equal((host, port, transport, user), (target.Mail!.Host, target.Mail.Port, target.Mail.Transport, target.Mail.User));
        Assert.Equal(["a@x.example", "b@x.example"], target.Mail.To);
    }

    [Theory]
    [InlineData("", "needs one of Webhook")]
    [InlineData("Webhook=secret:x;Sns=arn:aws:sns:sa-east-1:123456789012:nights", "needs one of Webhook")]
    [InlineData("Webhook=secret:x;Kind=Discord", "Kind is 'Discord'; it must be one of 'Slack', 'Teams', 'Json'")]
    [InlineData("Webhook=secret:", "must name a secret")]
    [InlineData("Webhook=secret:x;On=Sucess", "On is 'Sucess'; it must be one of 'Failure', 'Recovery', 'Silence'")]
    [InlineData("Webhook=secret:x;To=a@x.example", "To is for Mail")]
    [InlineData("Webhook=secret:x;Chanel=y", "no setting 'Chanel'")]
    [InlineData("Mail=smtp://h;To=a@x.example", "From is missing")]
    [InlineData("Mail=smtp://h;From=a@x.example", "To is missing")]
    [InlineData("Mail=smtp://h;From=a@x.example,b@x.example;To=a@x.example", "From must be one address")]
    [InlineData("Mail=smtp://h;From=a@x.example;To=nobody", "has 'nobody', which is not an address")]
    [InlineData("Mail=smtp://h;From=a@x.example;To=a@x.example> SIZE=1\r\nRCPT TO:<b@x.example", "which is not an address")]
    [InlineData("Mail=mail.example;From=a@x.example;To=a@x.example", "is not the address of a mail server")]
    [InlineData("Mail=smtp://u:pass@h;From=a@x.example;To=a@x.example", "holds a password")]
    [InlineData("Mail=smtp://h;From=a@x.example;To=a@x.example;Tls=None;Password=env:P", "would be sent in clear text")]
    [InlineData("Mail=smtps://h;From=a@x.example;To=a@x.example;Tls=None", "cannot be 'None' with smtps://")]
    [InlineData("Mail=smtp://h;From=a@x.example;To=a@x.example;Tls=Tls", "can only be 'None'")]
    [InlineData("Mail=smtp://h;From=a@x.example;To=a@x.example;Kind=Slack", "Kind is for Webhook")]
    [InlineData("Sns=nights", "must be the ARN of a standard topic")]
    [InlineData("Sns=arn:aws:sns:sa-east-1:123456789012:nights.fifo", "must be the ARN of a standard topic")]
    public void What_cannot_be_used_is_named(string entry, string says)
    {
        var refused = Assert.Throws<InputException>(() => NotifyReader.Read([Told.Entry(Pairs(entry))]));

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Tls")]
    [InlineData("yes")]
    public void A_wrong_Tls_is_one_problem(string tls)
    {
        var problems = new JobProblems("job");

        NotifyReader.Read([Told.Entry(
            ("Mail", "smtp://h"), ("From", "a@x.example"), ("To", "a@x.example"), ("Tls", tls))], null, problems);

        Assert.Contains("Tls", Assert.Single(problems.Found).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_webhook_that_is_written_out_is_refused_and_not_repeated()
    {
        var refused = Assert.Throws<InputException>(
            () => NotifyReader.Read([Told.Entry(("Webhook", "https://hooks.example/T0/B0/xyzzy"), ("Kind", "Slack"))]));

        Assert.Contains("must name a secret, and not hold it", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("xyzzy", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_is_written_into_the_command_of_a_task_as_it_was_given()
    {
        var hook = Told.Target(("Webhook", "secret:it's"), ("On", "Failure,Silence"));
        var topic = Told.Target(("Sns", "arn:aws:sns:sa-east-1:123456789012:nights"), ("Vault", "own"));

        Assert.Equal(
            "@{ 'Webhook' = 'secret:it''s'; 'On' = 'Failure', 'Silence'; 'Vault' = 'v' }, "
            + "@{ 'Sns' = 'arn:aws:sns:sa-east-1:123456789012:nights'; 'Vault' = 'own' }",
            ScheduledTasks.Literals([hook, topic], "v"));
    }

    private static (string, string)[] Pairs(string entry) =>
        [.. entry.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[1]))];
}
