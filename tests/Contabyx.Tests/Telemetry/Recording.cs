using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Contabyx.Tests;

/// <summary>Records the spans and measurements of what one test does; others run in this process at the same time.</summary>
internal sealed class Recording : IDisposable
{
    private static readonly ActivitySource Tests = new("Contabyx.Tests");

    private readonly ActivityListener _spans;
    private readonly MeterListener _meter = new();
    private readonly Activity _root;

    public Recording()
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Contabyx" or "Contabyx.Tests",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == _root?.TraceId && span != _root)
                    Spans.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(_spans);
        _root = Tests.StartActivity("test")!;
        _meter.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Contabyx")
                listener.EnableMeasurementEvents(instrument);
        };
        _meter.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meter.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meter.Start();
    }

    public ConcurrentQueue<Activity> Spans { get; } = new();

    public ConcurrentQueue<(string Name, double Value, IReadOnlyDictionary<string, object?> Tags)> Measurements { get; } = new();

    public IReadOnlyList<Activity> SpansOf(string name) => [.. Spans.Where(span => span.OperationName == name)];

    public double Sum(string name, string tag, string value) =>
        Measurements.Where(one => one.Name == name && value.Equals(one.Tags.GetValueOrDefault(tag))).Sum(one => one.Value);

    public void Dispose()
    {
        _root.Dispose();
        _meter.Dispose();
        _spans.Dispose();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Activity.Current?.TraceId == _root.TraceId)
            Measurements.Enqueue((instrument.Name, value, tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value)));
    }
}
