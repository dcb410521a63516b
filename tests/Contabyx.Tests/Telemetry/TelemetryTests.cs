using System.Diagnostics;
using System.Reflection;
using Contabyx.Engine.Compare;
using Contabyx.Engine.Telemetry;

namespace Contabyx.Tests;

/// <summary>What tools for observability see of runs, and what they must never see.</summary>
public sealed class TelemetryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pipeline_is_one_trace_of_exports_uploads_a_run_and_loads()
    {
        using var twin = new SyncTwin();
        twin.Source("CREATE TABLE one (id INTEGER PRIMARY KEY, text VARCHAR); INSERT INTO one SELECT i, 'x' FROM range(500) r(i)");
        twin.Options = twin.Options with { Job = "nightly" };
        using var recording = new Recording();

        var result = await twin.LoadAsync(new TableSelection { Table = "one" });

        var pipeline = Assert.Single(recording.SpansOf("contabyx.pipeline"));
        var run = Assert.Single(recording.SpansOf("contabyx.run"));
        var load = Assert.Single(recording.SpansOf("contabyx.load"));
        var export = Assert.Single(recording.SpansOf("contabyx.export"));
        var upload = Assert.Single(recording.SpansOf("contabyx.upload"));
        Assert.All([run, export, upload], span => Assert.Equal(pipeline.SpanId, span.ParentSpanId));
        Assert.Equal(run.SpanId, load.ParentSpanId);
        Assert.All(recording.Spans, span => Assert.Equal(ActivityStatusCode.Unset, span.Status));
        Assert.All([run, export, upload, load], span => Assert.Equal(result.Run, span.GetTagItem("contabyx.run")));
        Assert.All([pipeline, run, export, upload], span => Assert.Equal("nightly", span.GetTagItem("contabyx.job")));
        Assert.All([export, upload, load], span => Assert.Equal("one", span.GetTagItem("db.collection.name")));
        Assert.Equal(
            ["Loaded", "Proven", "Replace", "duckdb", 500L, 1],
            ((string[])["contabyx.status", "contabyx.proof", "contabyx.mode", "db.system.name", "contabyx.rows", "contabyx.files"])
                .Select(load.GetTagItem));
        Assert.Equal(("Succeeded", 500L), (pipeline.GetTagItem("contabyx.status"), pipeline.GetTagItem("contabyx.rows")));
        Assert.Equal((500, 500), (
            recording.Sum("contabyx.rows", "contabyx.operation", "export"), recording.Sum("contabyx.rows", "contabyx.operation", "load")));
        Assert.All((string[])["export", "upload", "load"], step =>
            Assert.Equal(result.Bytes, recording.Sum("contabyx.io", "contabyx.operation", step)));
        Assert.Equal(1, recording.Sum("contabyx.tables", "contabyx.status", "Loaded"));
        Assert.Equal(
            recording.Spans.Select(span => span.OperationName["contabyx.".Length..]).Order(),
            recording.Measurements.Where(one => one.Name == "contabyx.operation.duration")
                .Select(one => (string)one.Tags["contabyx.operation"]!).Order());
    }

    [Fact]
    public async Task A_failure_has_its_kind_and_no_value_message_address_or_secret()
    {
        using var twin = new RunTwin();
        await twin.LoadAsync();
        await File.WriteAllTextAsync(twin.Path("data", "TransactionTypes.csv"), "marked-value,income,other\n", Stop);
        using var recording = new Recording();

        Assert.Equal(LoadStatus.Failed, Assert.Single(await twin.Pipeline.CopyAsync()).Status);

        var load = Assert.Single(recording.SpansOf("contabyx.load"));
        Assert.Equal((ActivityStatusCode.Error, null), (load.Status, load.StatusDescription));
        Assert.Equal(("Contabyx.Warehouse", "Failed"), (load.GetTagItem("error.type"), load.GetTagItem("contabyx.status")));
        Assert.Equal(1, recording.Sum("contabyx.tables", "contabyx.status", "Failed"));
        Assert.Equal(0, recording.Sum("contabyx.rows", "contabyx.operation", "load"));
        Assert.Contains(recording.Measurements, one =>
            one.Name == "contabyx.operation.duration" && "Contabyx.Warehouse".Equals(one.Tags.GetValueOrDefault("error.type")));
        var shown = recording.Spans.SelectMany(span => span.TagObjects).Select(tag => $"{tag.Value}")
            .Concat(recording.Spans.SelectMany(span => span.Events).Select(one => one.Name))
            .Concat(recording.Measurements.SelectMany(one => one.Tags.Values).Select(value => $"{value}")).ToList();
        Assert.NotEmpty(shown);
        Assert.DoesNotContain(shown, text => text.Contains("marked-", StringComparison.Ordinal)
            || text.Contains('/', StringComparison.Ordinal) || text.Contains(' ', StringComparison.Ordinal));
        Assert.All(recording.Spans, span => Assert.Empty(span.Events));
    }

    [Fact]
    public async Task A_table_that_is_refused_counts_as_failed()
    {
        using var twin = new SyncTwin();
        twin.Source("CREATE TABLE one (id INTEGER PRIMARY KEY)");
        using var recording = new Recording();

        Assert.Equal(LoadStatus.Failed, Assert.Single(await twin.RunAsync(new TableSelection { Table = "none" })).Status);

        Assert.Equal(1, recording.Sum("contabyx.tables", "contabyx.status", "Failed"));
        var pipeline = Assert.Single(recording.SpansOf("contabyx.pipeline"));
        Assert.Equal((ActivityStatusCode.Error, 1), (pipeline.Status, pipeline.GetTagItem("contabyx.tables.failed")));
    }

    [Fact]
    public async Task Tables_that_are_loaded_together_are_spans_of_their_own()
    {
        using var twin = new RunTwin();
        await twin.SendAsync();
        using var recording = new Recording();

        await twin.Pipeline.CopyAsync(new LoadOptions { AllOrNothing = true });

        var run = Assert.Single(recording.SpansOf("contabyx.run"));
        Assert.Equal(8, recording.SpansOf("contabyx.load").Count(span => span.ParentSpanId == run.SpanId));
        Assert.Equal(8, run.GetTagItem("contabyx.tables"));
        Assert.Equal(8, recording.Sum("contabyx.tables", "contabyx.status", "Loaded"));
    }

    [Fact]
    public async Task A_comparison_says_whether_both_sides_are_equal()
    {
        using var twin = new SyncTwin();
        twin.Source("CREATE TABLE one (id INTEGER PRIMARY KEY); INSERT INTO one VALUES (1), (2)");
        await twin.LoadAsync(new TableSelection { Table = "one" });
        twin.Warehouse("DELETE FROM one WHERE id = 2");
        using var recording = new Recording();

        await using (var comparison = new DataComparison(twin.Connection, new Progress<ItemProgress>(), twin.Notes))
            Assert.False((await comparison.CompareAsync(new TableSelection { Table = "one" }, 0, Stop)).Equal);
        await twin.LoadAsync(new TableSelection { Table = "one", Mode = ReadMode.Differences });

        Assert.Equal(
            [("one", "Different", 2L), ("one", "Different", 2L)],
            recording.SpansOf("contabyx.compare").Select(span => (
                (string)span.GetTagItem("db.collection.name")!, (string)span.GetTagItem("contabyx.status")!,
                (long)span.GetTagItem("contabyx.rows")!)));
    }

    [Fact]
    public async Task Every_name_is_documented()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Golden", "telemetry.md"), Stop);
        var tags = typeof(TagNames).GetFields(BindingFlags.Static | BindingFlags.Public)
            .Select(field => (string)field.GetRawConstantValue()!);
        var instruments = typeof(Instruments).GetFields(BindingFlags.Static | BindingFlags.Public)
            .Select(field => field.GetValue(null)).OfType<System.Diagnostics.Metrics.Instrument>().Select(instrument => instrument.Name);
        string[] spans = ["pipeline", "compare", "export", "upload", "run", "load"];

        Assert.All([.. tags, .. instruments, .. spans.Select(name => "contabyx." + name)], name =>
            Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
    }
}
