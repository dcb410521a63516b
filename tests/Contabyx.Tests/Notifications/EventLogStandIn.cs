using Contabyx.Engine.Notifications;

namespace Contabyx.Tests;

/// <summary>Keeps the events that it gets, or refuses them.</summary>
internal sealed class EventLogStandIn(DeliveryException? refusal = null) : IEventLog
{
    public List<RunEvent> Events { get; } = [];

    public void Write(RunEvent end)
    {
        if (refusal is not null)
            throw refusal;
        Events.Add(end);
    }
}
