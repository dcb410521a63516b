namespace Contabyx.Engine.Notifications;

/// <summary>The log of the system, in which administrators look first.</summary>
internal interface IEventLog
{
    /// <summary>Adds an event.</summary>
    /// <exception cref="DeliveryException">It could not be added.</exception>
    void Write(RunEvent end);
}
