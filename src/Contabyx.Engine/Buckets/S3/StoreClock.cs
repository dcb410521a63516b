using System.Diagnostics;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>A store's own clock, as the headers of its answers show it. It may differ from this machine's clock.</summary>
internal sealed class StoreClock
{
    private (DateTimeOffset Told, long At)? _last;
    private readonly Lock _lock = new();

    /// <summary>The store's time now; NULL when it has never reported it.</summary>
    public DateTimeOffset? Now
    {
        get
        {
            lock (_lock)
                return _last is { } last ? last.Told + Stopwatch.GetElapsedTime(last.At) : null;
        }
    }

    /// <summary>Notes the time in an answer.</summary>
    /// <param name="date">Its Date header; NULL when it has none.</param>
    public void Note(DateTimeOffset? date)
    {
        if (date is not { } told)
            return;
        lock (_lock)
            _last = (told, Stopwatch.GetTimestamp());
    }
}
