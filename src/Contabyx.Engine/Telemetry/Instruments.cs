using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Contabyx.Engine.Telemetry;

/// <summary>
/// What tools for observability can listen to: one source of spans and one meter, both named <see cref="Name"/>. Nothing is
/// exported here, and nothing is measured if nobody listens. <c>docs/telemetry.md</c> describes every name.
/// </summary>
internal static class Instruments
{
    /// <summary>The name of the source and of the meter.</summary>
    public const string Name = "Contabyx";

    private static readonly string? Version = typeof(Instruments).Assembly.GetName().Version?.ToString(3);

    public static readonly ActivitySource Spans = new(Name, Version);

    private static readonly Meter Meter = new(Name, Version);

    public static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "contabyx.operation.duration", "s", "The duration of an operation.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 600, 1800, 3600] });

    public static readonly Counter<long> Rows = Meter.CreateCounter<long>("contabyx.rows", "{row}", "Rows exported, loaded or compared.");

    public static readonly Counter<long> Bytes = Meter.CreateCounter<long>("contabyx.io", "By", "Bytes of files exported, sent or loaded.");

    public static readonly Counter<long> Tables = Meter.CreateCounter<long>(
        "contabyx.tables", "{table}", "Tables by how their load ended.");
}
