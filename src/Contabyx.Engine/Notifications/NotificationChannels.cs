using System.Net;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Connections.Secrets;

namespace Contabyx.Engine.Notifications;

/// <summary>Opens what delivers to a target.</summary>
internal static class NotificationChannels
{
    private const int ShortPath = 8;

    /// <param name="secret">The secret that it names; NULL for none.</param>
    /// <param name="connection">Whose AWS credentials are used; NULL for those of this machine.</param>
    /// <exception cref="DeliveryException">The secret is not what it must be.</exception>
    public static INotificationChannel Open(NotificationTarget target, NetworkCredential? secret, ContabyxConnection? connection)
    {
        if (secret is { Password.Length: > 0 })
            Redactor.Remember(secret.Password);
        return target.Kind switch
        {
            NotificationKind.Mail => new MailChannel(target, LoginOf(target, secret)),
            NotificationKind.Sns => new SnsChannel(target.Topic!, () => Addresses.AwsCredentials(target.Topic!, connection)),
            _ => new WebhookChannel(target, UrlOf(target, secret!.Password)),
        };
    }

    private static Uri UrlOf(NotificationTarget target, string text)
    {
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) || !(url.Scheme == Uri.UriSchemeHttps
            || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
        {
            throw new DeliveryException(
                target.ToString(), "what it holds is not the URL of a webhook.", $"Put the whole URL into {target.Secret}: https://...");
        }

        // A server may repeat only the path. A short one could be part of any other path.
        Redactor.Remember(url.AbsoluteUri);
        if (url.PathAndQuery.Length > ShortPath)
            Redactor.Remember(url.PathAndQuery);
        return url;
    }

    private static NetworkCredential? LoginOf(NotificationTarget target, NetworkCredential? secret)
    {
        if (secret is null)
            return null;
        var user = target.Mail!.User ?? secret.UserName;
        return user.Length > 0 ? new NetworkCredential(user, secret.Password) : throw new DeliveryException(
            target.ToString(), "nobody says who logs in.",
            "Put the user into the address, smtp://USER@HOST:587, or store the secret as a credential.");
    }
}
