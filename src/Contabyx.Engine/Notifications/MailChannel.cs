using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Contabyx.Engine.Connections.Secrets;

namespace Contabyx.Engine.Notifications;

/// <summary>Sends notifications by mail.</summary>
/// <param name="target">The entry.</param>
/// <param name="login">Who logs in; NULL for nobody.</param>
/// <param name="trust">Which certificates are trusted; NULL for those that this machine trusts.</param>
internal sealed class MailChannel(NotificationTarget target, NetworkCredential? login, X509ChainPolicy? trust = null) : INotificationChannel
{
    private readonly MailRoute _route = target.Mail!;

    /// <inheritdoc/>
    public async Task SendAsync(Notification notification, CancellationToken cancellation)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(_route.Host, _route.Port, cancellation).ConfigureAwait(false);
            var session = new SmtpSession(client.GetStream(), target.ToString());
            await using (session.ConfigureAwait(false))
            {
                await BeginAsync(session, cancellation).ConfigureAwait(false);
                var refused = await session.SendAsync(_route.From, _route.To, MailMessage.Of(_route, notification), cancellation)
                    .ConfigureAwait(false);
                if (refused.Count > 0)
                    throw new DeliveryException(
                        target.ToString(), $"{_route.Host} took it for the others, but refused {string.Join("; ", refused)}",
                        "Correct these addresses in the entry of Notify.");
            }
        }
        catch (AuthenticationException e)
        {
            throw new DeliveryException(
                target.ToString(), $"TLS with {_route.Host} failed: {e.InnerException?.Message ?? e.Message}",
                "Use the name that is in the server's certificate, and make this machine trust its authority. "
                    + "A server with TLS from the first byte has smtps:// in its address, one with STARTTLS smtp://.",
                e);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new DeliveryException(
                target.ToString(), $"{_route.Host}:{_route.Port} cannot be used: {Redactor.Redact(e.Message)}",
                "Check the server's name and port, and the network.", e)
            {
                MayRetry = true,
            };
        }
    }

    private async Task BeginAsync(SmtpSession session, CancellationToken cancellation)
    {
        if (_route.Transport == MailTransport.Tls)
            await session.ProtectAsync(TlsOptions(), cancellation).ConfigureAwait(false);
        await session.GreetAsync(cancellation).ConfigureAwait(false);
        if (_route.Transport == MailTransport.StartTls)
            await session.StartTlsAsync(TlsOptions(), cancellation).ConfigureAwait(false);
        if (login is not null)
            await session.LogInAsync(login, cancellation).ConfigureAwait(false);
    }

    private SslClientAuthenticationOptions TlsOptions() => new() { TargetHost = _route.Host, CertificateChainPolicy = trust };
}
