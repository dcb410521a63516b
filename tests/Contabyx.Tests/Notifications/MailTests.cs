using System.Net;
using System.Net.Sockets;
using System.Text;
using Contabyx.Engine.Notifications;

namespace Contabyx.Tests;

/// <summary>Mail arrives at a real server, protected, or not at all.</summary>
public sealed class MailTests
{
    private static readonly NetworkCredential Login = new(MailServer.User, MailServer.Password);

    [Theory]
    [InlineData(false, "PLAIN LOGIN", "AUTH PLAIN ")]
    [InlineData(false, "LOGIN CRAM-MD5", "AUTH LOGIN")]
    [InlineData(true, "PLAIN", "AUTH PLAIN ")]
    public async Task A_mail_arrives_over_TLS_after_a_login(bool isTls, string logins, string way)
    {
        await using var server = new MailServer { IsTls = isTls, OffersStartTls = !isTls, Logins = logins };

        await SendAsync(server, isTls ? "smtps" : "smtp", Login);

        var mail = Assert.Single(server.Mails);
        Assert.Equal(("night@x.example", true, true), (mail.From, mail.IsTls, mail.IsLoggedIn));
        Assert.Equal(["a@x.example", "b@x.example"], mail.To);
        Assert.Contains(server.Commands, command => command.StartsWith("tls " + way, StringComparison.Ordinal));
        Assert.DoesNotContain(server.Commands, command => command.StartsWith("clear AUTH", StringComparison.Ordinal));
        Assert.Equal(("Contabyx <night@x.example>", "a@x.example, b@x.example"), (mail.Header("From"), mail.Header("To")));
        Assert.Equal("Contabyx: nightly failed", mail.Subject);
        Assert.Equal("Failure", mail.Header("X-Contabyx-Event"));
        Assert.Equal(NotificationText.Lines(Notification).Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n", mail.Body);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task A_server_that_repeats_a_login_puts_no_password_into_an_error(string way)
    {
        await using var server = new MailServer { Logins = way, RepeatsLogins = true };
        var password = "horse-of-" + way;

        var refused = await Assert.ThrowsAsync<DeliveryException>(
            () => SendAsync(server, "smtp", new NetworkCredential(MailServer.User, password)));

        Assert.Contains("***", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Base64(password), refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Base64($"\0{MailServer.User}\0{password}"), refused.Message, StringComparison.Ordinal);

        static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
    }

    [Fact]
    public async Task A_subject_in_any_characters_arrives_whole_in_short_lines()
    {
        await using var server = new MailServer { Logins = "" };
        var title = string.Concat(Enumerable.Repeat("not\u00edcias \u65e5\u672c \U0001f319 ", 12)).Trim();

        await SendAsync(server, "smtp", null, Notification with { Title = title });

        var mail = Assert.Single(server.Mails);
        Assert.Equal("Contabyx: " + title, mail.Subject);
        Assert.All(mail.Lines, line => Assert.True(line.Length <= 76, line));
    }

    [Fact]
    public async Task A_server_in_a_trusted_network_gets_it_without_TLS_where_the_entry_says_so()
    {
        await using var server = new MailServer { OffersStartTls = false, Logins = "" };

        await new MailChannel(Target(server, "smtp", ("Tls", "None")), null).SendAsync(Notification, Stop);

        Assert.False(Assert.Single(server.Mails).IsTls);
    }

    [Fact]
    public async Task Without_STARTTLS_nothing_is_sent()
    {
        await using var server = new MailServer { OffersStartTls = false, Logins = "" };

        var refused = await Assert.ThrowsAsync<DeliveryException>(() => SendAsync(server, "smtp", Login));

        Assert.Contains("does not offer STARTTLS", refused.Message, StringComparison.Ordinal);
        Assert.Contains("smtps://", refused.Advice, StringComparison.Ordinal);
        Assert.All(server.Commands, command => Assert.True(
            command.StartsWith("clear EHLO ", StringComparison.Ordinal) || command == "clear QUIT", command));
    }

    [Fact]
    public async Task What_somebody_added_before_TLS_began_ends_it()
    {
        await using var server = new MailServer { Injected = "250 queued" };

        var refused = await Assert.ThrowsAsync<DeliveryException>(() => SendAsync(server, "smtp", Login));

        Assert.Contains("before TLS began", refused.Message, StringComparison.Ordinal);
        Assert.Empty(server.Mails);
    }

    [Theory]
    [InlineData("smtp")]
    [InlineData("smtps")]
    public async Task A_certificate_that_is_not_trusted_ends_it(string scheme)
    {
        await using var server = new MailServer { IsTls = scheme == "smtps" };

        var refused = await Assert.ThrowsAsync<DeliveryException>(
            () => new MailChannel(Target(server, scheme), Login).SendAsync(Notification, Stop));

        Assert.Contains("TLS with localhost failed", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.MayRetry);
        Assert.DoesNotContain(server.Commands, command => command.Contains("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_password_is_said_once_and_not_shown()
    {
        await using var server = new MailServer();

        var refused = await Assert.ThrowsAsync<DeliveryException>(
            () => SendAsync(server, "smtp", new NetworkCredential(MailServer.User, "wrong-wrong-wrong")));

        Assert.Contains("the server's answer to the login is 535", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Password", refused.Advice, StringComparison.Ordinal);
        Assert.False(refused.MayRetry);
        Assert.DoesNotContain("wrong-wrong", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("smtp://night@localhost", "", null)]
    [InlineData("smtp://localhost", "night", null)]
    [InlineData("smtp://localhost", "", "nobody says who logs in")]
    public async Task Who_logs_in_is_said_by_the_address_or_by_the_secret(string address, string user, string? says)
    {
        await using var server = new MailServer { OffersStartTls = false };
        var target = Told.Target(
            ("Mail", $"{address}:{server.Port}"), ("Password", "secret:mail"), ("From", "night@x.example"), ("To", "a@x.example"));
        var notifier = new Notifier([target], Told.Secrets(target, "x-x-x-x", user), null, new Remarks(), Told.AtOnce);

        var warning = Assert.Single(await notifier.SendAsync(Notification, Stop));

        Assert.Contains(says ?? "does not offer STARTTLS", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_that_only_others_know_is_named()
    {
        await using var server = new MailServer { Logins = "XOAUTH2 GSSAPI" };

        var refused = await Assert.ThrowsAsync<DeliveryException>(() => SendAsync(server, "smtp", Login));

        Assert.Contains("it takes only the logins XOAUTH2, GSSAPI.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recipients_that_are_refused_are_named_and_the_others_get_it()
    {
        await using var server = new MailServer
        {
            Refused = new Dictionary<string, string> { ["b@x.example"] = "550 5.1.1 no such user" },
        };

        var refused = await Assert.ThrowsAsync<DeliveryException>(() => SendAsync(server, "smtp", Login));

        Assert.Equal(["a@x.example"], Assert.Single(server.Mails).To);
        Assert.Contains("b@x.example: 550 5.1.1 no such user", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.MayRetry);
    }

    [Fact]
    public async Task A_server_that_is_busy_is_tried_again()
    {
        await using var server = new MailServer { Greetings = ["421 4.3.2 too busy", "220 mail.test ESMTP"] };
        var target = Target(server, "smtp");
        var channel = new MailChannel(target, Login, server.Trust);

        await Told.AtOnce.RunAsync("x", stop => channel.SendAsync(Notification, stop), Stop);

        Assert.Single(server.Mails);
    }

    [Fact]
    public async Task What_is_no_mail_server_is_said()
    {
        await using var server = new MailServer { Greetings = ["HTTP/1.1 400 Bad Request"] };

        var refused = await Assert.ThrowsAsync<DeliveryException>(() => SendAsync(server, "smtp", Login));

        Assert.Contains("its answer is not SMTP", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_may_be_there_later()
    {
        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        var target = Told.Target(("Mail", $"smtp://localhost:{port}"), ("From", "night@x.example"), ("To", "a@x.example"));
        var refused = await Assert.ThrowsAsync<DeliveryException>(() => new MailChannel(target, null).SendAsync(Notification, Stop));

        Assert.True(refused.MayRetry);
        Assert.Contains($"localhost:{port} cannot be used", refused.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Notification Notification { get; } = NotificationText.OfFailure("nightly", Told.Failed());

    private static NotificationTarget Target(MailServer server, string scheme, params (string, string)[] more) => Told.Target(
    [
        ("Mail", $"{scheme}://localhost:{server.Port}"), ("From", "night@x.example"), ("To", "a@x.example,b@x.example"), .. more,
    ]);

    private static Task SendAsync(MailServer server, string scheme, NetworkCredential? login, Notification? notification = null) =>
        new MailChannel(Target(server, scheme), login, server.Trust).SendAsync(notification ?? Notification, Stop);
}
