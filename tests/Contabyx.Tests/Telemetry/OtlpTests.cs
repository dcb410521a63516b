using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Contabyx.Tests;

/// <summary>The exporter of OpenTelemetry, which the module does not bring, sends what is measured to a receiver.</summary>
public sealed class OtlpTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Spans_and_metrics_reach_a_receiver_of_otlp()
    {
        using var receiver = new Receiver();
        using var twin = new SyncTwin();
        twin.Source("CREATE TABLE otlp_table (id INTEGER PRIMARY KEY); INSERT INTO otlp_table VALUES (1), (2), (3)");
        ContabyxCopyResult result;
        using (var traces = Sdk.CreateTracerProviderBuilder().AddSource("Contabyx")
            .AddOtlpExporter(options => receiver.Receive(options, "traces")).Build())
        using (var metrics = Sdk.CreateMeterProviderBuilder().AddMeter("Contabyx")
            .AddOtlpExporter(options => receiver.Receive(options, "metrics")).Build())
        {
            result = await twin.LoadAsync(new TableSelection { Table = "otlp_table" });
            Assert.True(traces.ForceFlush());
            Assert.True(metrics.ForceFlush());
        }

        // ExportTraceServiceRequest.resource_spans(1).scope_spans(2).spans(2): trace_id(1), parent_span_id(4), name(5), attributes(9).
        var spans = receiver.Bodies("/v1/traces").SelectMany(body => Fields(body, 1)).SelectMany(one => Fields(one, 2))
            .SelectMany(one => Fields(one, 2)).Where(span => Fields(span, 9).Any(tag => Holds(tag, result.Run))).ToList();
        Assert.Equal(
            ["contabyx.export", "contabyx.load", "contabyx.run", "contabyx.upload"],
            spans.Select(span => Encoding.UTF8.GetString(Fields(span, 5).Single().Span)).Order());
        Assert.Single(spans.Select(span => Convert.ToHexString(Fields(span, 1).Single().Span)).Distinct());
        Assert.Contains(spans, span => Fields(span, 9).Any(tag => Holds(tag, "otlp_table")));

        // ExportMetricsServiceRequest.resource_metrics(1).scope_metrics(2).metrics(2): name(1), unit(3).
        var names = receiver.Bodies("/v1/metrics").SelectMany(body => Fields(body, 1)).SelectMany(one => Fields(one, 2))
            .SelectMany(one => Fields(one, 2)).Select(metric => Encoding.UTF8.GetString(Fields(metric, 1).Single().Span));
        Assert.Equal(
            ["contabyx.io", "contabyx.operation.duration", "contabyx.rows", "contabyx.tables"], names.Distinct().Order());
    }

    private static bool Holds(ReadOnlyMemory<byte> message, string text) => message.Span.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    // The values of a length-delimited field of a message ("Encoding", Protocol Buffers documentation).
    private static IEnumerable<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int number)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message.Span, ref at);
            var size = (key & 7) switch
            {
                0 => SizeOfVarint(message.Span, at),
                1 => 8,
                2 => (int)Varint(message.Span, ref at),
                5 => 4,
                _ => throw new InvalidDataException($"The kind {key & 7} of a field is unknown."),
            };
            if (key >> 3 == (ulong)number)
                yield return message.Slice(at, size);
            at += size;
        }
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var (value, shift) = (0UL, 0);
        while (true)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7f) << shift;
            shift += 7;
            if (next < 0x80)
                return value;
        }
    }

    private static int SizeOfVarint(ReadOnlySpan<byte> bytes, int at)
    {
        var end = at;
        Varint(bytes, ref end);
        return end - at;
    }

    /// <summary>A receiver of OTLP over HTTP on the loopback address; it keeps the bodies, and answers with success.</summary>
    private sealed class Receiver : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly ConcurrentQueue<(string Path, byte[] Body)> _requests = new();
        private readonly Task _work;
        private readonly string _address;

        public Receiver()
        {
            _address = FormattableString.Invariant($"http://127.0.0.1:{FreePort()}/");
            _listener.Prefixes.Add(_address);
            _listener.Start();
            _work = Task.Run(WorkAsync);
        }

        public void Receive(OtlpExporterOptions options, string kind)
        {
            options.Protocol = OtlpExportProtocol.HttpProtobuf;
            options.Endpoint = new Uri($"{_address}v1/{kind}");
        }

        public IReadOnlyList<ReadOnlyMemory<byte>> Bodies(string path) =>
            [.. _requests.Where(request => request.Path == path).Select(request => new ReadOnlyMemory<byte>(request.Body))];

        public void Dispose()
        {
            _listener.Close();
            // It ends when the listener is closed.
            _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        }

        private async Task WorkAsync()
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body, Stop);
                _requests.Enqueue((context.Request.Url!.AbsolutePath, body.ToArray()));
                context.Response.Close();
            }
        }

        private static int FreePort()
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            return ((IPEndPoint)probe.LocalEndpoint).Port;
        }
    }
}
