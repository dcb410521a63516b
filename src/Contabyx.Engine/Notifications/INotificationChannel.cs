namespace Contabyx.Engine.Notifications;

/// <summary>Delivers notifications to one place.</summary>
internal interface INotificationChannel
{
    /// <summary>Delivers one, once.</summary>
    /// <exception cref="DeliveryException">It was not delivered.</exception>
    Task SendAsync(Notification notification, CancellationToken cancellation);
}
