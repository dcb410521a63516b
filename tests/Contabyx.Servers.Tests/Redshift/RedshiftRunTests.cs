using System.Collections.Concurrent;
using System.Diagnostics;
using Contabyx.Engine.Load;
using Contabyx.Engine.Outcomes;
using Contabyx.Engine.Pipeline;
using Contabyx.RedshiftEmulator;

namespace Contabyx.ServerTests;

/// <summary>What became of runs, on a real store and the emulator: what is asked for, and at what cost.</summary>
public sealed class RedshiftRunTests(Servers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_are_told_from_folders_and_the_documents_of_those_that_are_shown()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        var older = await LoadAsync(pipeline);
        var newer = await LoadAsync(pipeline);

        var (runs, requests) = await ReadAsync(pipeline, new RunFilter { Last = 1 });

        var run = Assert.Single(runs);
        Assert.Equal((newer, "Loaded", "Proven", true), (run.Run, run.Status, run.Proof, run.IsLast));
        Assert.Equal(run.RowsExpected, run.RowsLoaded);
        Assert.Equal("3 ListObjectsV2, 1 GetObject", requests);

        var (all, _) = await ReadAsync(pipeline, new RunFilter());
        Assert.Equal([newer, older], all.Select(one => one.Run));
        var (day, _) = await ReadAsync(pipeline, new RunFilter { RunPrefix = older[..8], Run = name => name == older });
        Assert.Equal([older], day.Select(one => one.Run));
    }

    [Fact]
    public async Task A_run_that_was_removed_is_told_by_the_history_which_stays()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        var run = await LoadAsync(pipeline);
        var history = await new LoadHistory(pipeline.Connection).ReadAsync(null, Stop);
        await using (var removal = new RunRemoval(pipeline.Connection, new Progress<string>()))
        {
            Assert.Empty(await removal.FindOlderAsync(TimeSpan.FromDays(1), Stop).ToListAsync(Stop));
            var objects = await removal.FindAsync("", name => name == run, Stop).SingleAsync(Stop);
            Assert.True(objects.Objects.Count > 16);
            Assert.False(await removal.RemoveAsync(objects, Stop));
        }

        var (runs, _) = await ReadAsync(pipeline, new RunFilter());

        Assert.Equal((run, "Loaded", true), (runs[0].Run, runs[0].Status, runs[0].InHistory));
        Assert.Empty(runs[0].Places!);
        Assert.Equal(history, await new LoadHistory(pipeline.Connection).ReadAsync(null, Stop));
    }

    [Fact]
    public async Task A_warehouse_that_is_lost_for_each_table_in_other_words_is_one_run_that_waits()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        foreach (var time in Enumerable.Range(0, 20))
        {
            pipeline.Emulator.Faults.Add(new Fault(
                FaultKind.Refusal, sql => sql.StartsWith("COPY", StringComparison.OrdinalIgnoreCase))
            {
                SqlState = "57P01", Message = $"shutdown {time}",
            });
        }

        var request = new PipelineRequest { Days = 1, Export = new ExportOptions { Slices = 1 }, ThrottleLimit = 1 };
        var result = await new DataPipeline(
            pipeline.Connection, request, _ => new Progress<ItemProgress>(), new Progress<string>()).RunAsync(Stop);

        Assert.Equal(PipelineStatus.Failed, result.Status);
        Assert.Equal(8, result.Tables.Where(table => table.Waits).Select(table => table.Error).Distinct().Count());
        var (runs, _) = await ReadAsync(pipeline, new RunFilter());
        var run = Assert.Single(runs);
        Assert.Equal((result.Tables[0].Run, "Waiting", true), (run.Run, run.Status, run.IsLast));
        Assert.All(run.Tables, table => Assert.Contains("shutdown", table.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_that_refuses_leaves_what_the_warehouse_knows()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        var run = await LoadAsync(pipeline);
        pipeline.Connection = pipeline.Connection with
        {
            BucketSettings = pipeline.Connection.BucketSettings with { SecretKey = new Secret("marked-wrong-secret") },
        };

        var (runs, _) = await ReadAsync(pipeline, new RunFilter());

        Assert.Equal((run, "Loaded", null), (runs[0].Run, runs[0].Status, runs[0].Places));
        Assert.Contains("credentials", runs[0].BucketError, StringComparison.Ordinal);
        Assert.DoesNotContain("marked-wrong-secret", runs[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spans_name_the_kinds_of_the_databases()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Contabyx",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        var run = await LoadAsync(pipeline);

        Assert.Equal(
            [("contabyx.export", "duckdb"), ("contabyx.load", "aws.redshift"), ("contabyx.run", null), ("contabyx.upload", null)],
            spans.Where(span => run.Equals(span.GetTagItem("contabyx.run")))
                .Select(span => (span.OperationName, (string?)span.GetTagItem("db.system.name"))).Distinct().Order());
    }

    private static async Task<string> LoadAsync(RedshiftPipeline pipeline)
    {
        var uploads = await pipeline.SendAsync(await pipeline.NewBatchAsync(1));
        Assert.All(await pipeline.CopyAsync(), result => Assert.Equal(LoadStatus.Loaded, result.Status));
        return uploads[0].Run;
    }

    private static async Task<(IReadOnlyList<ContabyxRun> Runs, string Requests)> ReadAsync(RedshiftPipeline pipeline, RunFilter filter)
    {
        var notes = new Notes();
        IReadOnlyList<ContabyxRun> runs;
        await using (var outcomes = new RunOutcomes(pipeline.Connection, notes))
            runs = await outcomes.ReadAsync(filter, Stop).ToListAsync(Stop);
        return (runs, notes.Last[(notes.Last.LastIndexOf(": ", StringComparison.Ordinal) + 2)..].TrimEnd('.'));
    }

    private sealed class Notes : IProgress<string>
    {
        public string Last { get; private set; } = "";

        public void Report(string value) => Last = value;
    }
}
