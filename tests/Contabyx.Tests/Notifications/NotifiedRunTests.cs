using System.Text.Json.Nodes;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Jobs;
using Contabyx.Engine.Load;
using Contabyx.Engine.Logs;
using Contabyx.Engine.Notifications;
using Contabyx.Engine.Outcomes;
using Contabyx.Engine.Pipeline;
using Contabyx.Engine.Runs;

namespace Contabyx.Tests;

/// <summary>What is told about the runs of a job, and where its state is: in the log of this machine, and in the bucket.</summary>
public sealed class NotifiedRunTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 20, 0, TimeSpan.Zero);
    private static readonly FixedClock Clock = new(Now);
    private static readonly TaskSchedule Hourly = TaskSchedule.Every(TimeSpan.FromHours(1), []);

    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_failure_a_recovery_and_nothing_more()
    {
        await using var server = new HookServer(new HookAnswer(200));

        await RunAsync(server, Good);
        await RunAsync(server, Failed);
        await RunAsync(server, Failed);
        await RunAsync(server, Good);
        await RunAsync(server, Good);

        Assert.Equal(["Failure", "Failure", "Recovery"], Events(server));
        Assert.Contains("works again", server.Requests[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_rows_that_were_left_out_are_told_and_a_run_that_was_busy_changes_nothing()
    {
        await using var server = new HookServer(new HookAnswer(200));

        await RunAsync(server, () => Told.Good() with { Status = PipelineStatus.LoadedWithErrors });
        await RunAsync(server, () => Told.Good() with { Status = PipelineStatus.Busy });
        await RunAsync(server, Good);

        Assert.Equal(["Failure", "Recovery"], Events(server));
    }

    [Fact]
    public async Task A_job_hears_nothing_of_another_job()
    {
        await using var server = new HookServer(new HookAnswer(200));

        await RunAsync(server, Failed, job: "other");
        await RunAsync(server, Good);

        Assert.Equal(["Failure"], Events(server));
    }

    [Theory]
    [InlineData(PipelineStatus.Failed, 41)]
    [InlineData(PipelineStatus.Succeeded, 0)]
    public async Task What_is_not_delivered_is_a_warning_and_changes_neither_status_nor_exit_code(PipelineStatus status, int code)
    {
        await using var server = new HookServer(new HookAnswer(400));
        await using var before = new HookServer(new HookAnswer(200));
        await RunAsync(before, Failed);

        var result = await RunAsync(server, status == PipelineStatus.Failed ? Failed : Good);

        Assert.Equal((status, code), (result.Status, result.ExitCode));
        Assert.Contains("was not delivered", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_that_have_not_ended_are_told_by_the_next_run_before_it_begins()
    {
        await using var server = new HookServer(new HookAnswer(200));
        WriteEnd(Now.AddHours(-5));

        await RunAsync(server, () =>
        {
            Assert.Equal(["Silence"], Events(server));
            return Failed();
        }, schedule: Hourly);
        await RunAsync(server, Failed, schedule: Hourly);

        Assert.Equal(["Silence", "Failure", "Failure"], Events(server));
        var silence = JsonNode.Parse(server.Requests[0].Text)!;
        Assert.Equal("nightly: no run has ended since 2026-11-30 08:00, though 4 were due", (string)silence["title"]!);
        Assert.Equal(
            ["2026-11-30T08:00Z", "2026-11-30T09:00Z", "2026-11-30T10:00Z", "2026-11-30T11:00Z"],
            silence["missed"]!.AsArray().Select(time => ((string)time!).Replace("+00:00", "Z", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_run_that_is_only_late_is_no_silence()
    {
        await using var server = new HookServer(new HookAnswer(200));
        WriteEnd(Now.AddHours(-1));

        await RunAsync(server, Good, schedule: Hourly);

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_run_that_never_ends_has_told_of_those_before_it()
    {
        await using var server = new HookServer(new HookAnswer(200));
        WriteEnd(Now.AddHours(-5));
        var never = new TaskCompletionSource<ContabyxPipelineResult>();
        var begun = new TaskCompletionSource();

        var run = new NotifiedRun("nightly", "nightly", Hourly, Told.Notifier(Told.Hook("Json"), server.Url), new Remarks(), Clock)
            .RunAsync(Connection, () =>
            {
                begun.SetResult();
                return never.Task;
            }, Stop);
        await begun.Task.WaitAsync(Stop);

        Assert.False(run.IsCompleted);
        Assert.Equal(["Silence"], Events(server));
        never.SetResult(Good());
        await run;
    }

    [Theory]
    [InlineData(PipelineStatus.Busy)]
    [InlineData(PipelineStatus.Succeeded)] // The other one ended just before this one began.
    public async Task A_run_that_finds_another_one_at_work_tells_nothing_of_the_times_that_have_passed(PipelineStatus status)
    {
        await using var server = new HookServer(new HookAnswer(200));
        WriteEnd(Now.AddHours(-5));
        using var other = PipelineLock.Take(Connection);

        var result = await RunAsync(server, () => Told.Good() with { Status = status }, schedule: Hourly);

        Assert.Equal(status, result.Status);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_run_after_another_one_has_left_its_lock_tells_of_the_times_that_have_passed()
    {
        await using var server = new HookServer(new HookAnswer(200));
        WriteEnd(Now.AddHours(-5));
        PipelineLock.Take(Connection).Dispose();

        await RunAsync(server, () =>
        {
            PipelineLock.Take(Connection).Dispose();
            return Good();
        }, schedule: Hourly);

        Assert.Equal(["Silence"], Events(server));
    }

    [Fact]
    public async Task A_bucket_that_cannot_be_read_is_no_silence_and_the_log_of_this_machine_still_knows_the_last_run()
    {
        await using var server = new HookServer(new HookAnswer(200));
        WriteEnd(Now.AddHours(-5), PipelineStatus.Failed);
        await using (var bucket = Addresses.OpenBucket(Connection))
            await bucket.PutAsync(BucketLayout.EndKey("nightly"), "{"u8.ToArray(), Stop);

        await new NotifiedRun("nightly", "nightly", Hourly, Told.Notifier(Told.Hook("Json"), server.Url), new Remarks(), Clock)
            .RunAsync(Connection, () => Task.FromResult(Good()), Stop);

        Assert.Equal(["Recovery"], Events(server));
    }

    [Fact]
    public async Task A_machine_without_a_log_knows_the_last_run_from_the_bucket()
    {
        await using var server = new HookServer(new HookAnswer(200));
        await RunAsync(server, Failed);
        File.Delete(Connection.LogPath);

        await RunAsync(server, Good);

        Assert.Equal(["Failure", "Recovery"], Events(server));
    }

    [Fact]
    public async Task The_pipeline_itself_logs_its_end_here_and_in_the_bucket()
    {
        var pipeline = new Pipeline(_home.Path);
        await pipeline.NewBatchesAsync(new BatchRequest { Days = 1, RoundsPerDay = 1 });
        var request = new PipelineRequest { Days = 1, Export = new ExportOptions { Job = "nightly", Slices = 0 } };

        var result = await new DataPipeline(Connection, request, _ => new Progress<ItemProgress>(), new Remarks()).RunAsync(Stop);

        Assert.Equal(PipelineStatus.Succeeded, result.Status);
        Assert.Equal(PipelineStatus.Succeeded, PipelineEnds.Last(Connection, "nightly")!.Status);
        Assert.Null(PipelineEnds.Last(Connection, null));
        await using var bucket = Addresses.OpenBucket(Connection);
        Assert.Equal(PipelineStatus.Succeeded, (await new PipelineEndStore(bucket).ReadAsync("nightly", Stop))!.Status);
        Assert.Null(await new PipelineEndStore(bucket).ReadAsync(null, Stop));
    }

    [Fact]
    public async Task A_copy_from_another_machine_puts_its_log_over_this_one_and_the_end_stays_known()
    {
        var pipeline = new Pipeline(_home.Path);
        await pipeline.NewBatchesAsync(new BatchRequest { Days = 1, RoundsPerDay = 1 });
        var request = new PipelineRequest { Days = 1, Export = new ExportOptions { Job = "nightly", Slices = 0 } };
        await new DataPipeline(Connection, request, _ => new Progress<ItemProgress>(), new Remarks()).RunAsync(Stop);

        await using (var load = new DataLoad(Elsewhere, new LoadOptions(), new Progress<ItemProgress>(), new Remarks()))
        {
            load.LogFailure(new InvalidOperationException("Anything."));
            await load.UploadLogAsync(Stop);
        }

        Assert.Equal(PipelineStatus.Succeeded, (await new LastRun(Elsewhere, "nightly").FindLatestAsync(Stop)).End!.Status);
        var runs = new RunRemoval(Connection, new Remarks());
        await using (runs)
        {
            await foreach (var run in runs.FindAsync("", _ => true, Stop))
                Assert.All(run.Objects, item => Assert.NotEqual(BucketLayout.EndKey("nightly"), item.Key));
        }

        Assert.Empty(await pipeline.CopyAsync());
    }

    [Fact]
    public async Task An_end_that_somebody_damaged_is_named()
    {
        await using var bucket = Addresses.OpenBucket(Connection);
        await bucket.PutAsync(BucketLayout.EndKey("nightly"), "{\"endedAt\": 7}"u8.ToArray(), Stop);

        var (end, unread) = await new LastRun(Connection, "nightly").FindLatestAsync(Stop);

        Assert.Null(end);
        Assert.Contains("ends/nightly.json: it does not say how a pipeline ended", unread!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_end_that_an_earlier_version_put_elsewhere_counts_until_there_is_a_later_one()
    {
        await using var bucket = Addresses.OpenBucket(Connection);
        var old = new PipelineEnd(Now.AddMinutes(-2), PipelineStatus.Failed);
        await bucket.PutAsync("error/last-end-nightly.json", RunJson.Write(old), Stop);

        Assert.Equal(old, (await new LastRun(Elsewhere, "nightly").FindLatestAsync(Stop)).End);
        Assert.Null((await new LastRun(Elsewhere, null).FindLatestAsync(Stop)).End);

        await PutEndAsync(Now.AddMinutes(-1));
        Assert.Equal(PipelineStatus.Succeeded, (await new LastRun(Elsewhere, "nightly").FindLatestAsync(Stop)).End!.Status);

        // Both versions side by side.
        old = new PipelineEnd(Now, PipelineStatus.Failed);
        await bucket.PutAsync("error/last-end-nightly.json", RunJson.Write(old), Stop);
        Assert.Equal(old, (await new LastRun(Elsewhere, "nightly").FindLatestAsync(Stop)).End);
    }

    [Fact]
    public async Task What_another_machine_did_since_is_neither_silence_nor_forgotten()
    {
        await using var server = new HookServer(new HookAnswer(200));
        WriteEnd(Now.AddHours(-5), PipelineStatus.Failed);
        await PutEndAsync(Now.AddMinutes(-1));

        await RunAsync(server, Good, schedule: Hourly);

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_pipeline_that_was_stopped_has_no_end()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        var pipeline = new DataPipeline(
            Connection, new PipelineRequest { Days = 1 }, _ => new Progress<ItemProgress>(), new Remarks());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pipeline.RunAsync(stopped.Token));

        Assert.Null(PipelineEnds.Last(Connection, null));
    }

    [Fact]
    public async Task The_watch_notices_a_run_that_did_not_end_in_its_time()
    {
        WriteEnd(Now.AddHours(-3));
        var (check, silence) = await WatchAsync();
        Assert.Equal(CheckOutcome.Failed, check.Outcome);
        Assert.Equal(2, silence!.Missed.Count);

        WriteEnd(Now.AddMinutes(-1));
        (check, silence) = await WatchAsync();
        Assert.Equal((CheckOutcome.Passed, null), (check.Outcome, silence));

        WriteEnd(Now.AddSeconds(-1), PipelineStatus.Failed);
        (check, silence) = await WatchAsync();
        Assert.Equal((CheckOutcome.Warning, null), (check.Outcome, silence));
    }

    [Fact]
    public async Task A_job_of_which_no_run_is_known_is_told_as_that_and_not_as_a_week_of_silence()
    {
        var (check, silence) = await WatchAsync();

        Assert.Equal((CheckOutcome.Failed, "No run of nightly is known."), (check.Outcome, check.Detail));
        Assert.Equal("No run of nightly is known", silence!.Title);
        Assert.Single(silence.Missed);
    }

    [Fact]
    public async Task A_watch_that_cannot_read_the_bucket_tells_no_silence()
    {
        await using (var bucket = Addresses.OpenBucket(Connection))
            await bucket.PutAsync(BucketLayout.EndKey("nightly"), "{"u8.ToArray(), Stop);

        WriteEnd(Now.AddHours(-3));
        var (check, silence) = await WatchAsync();
        Assert.Equal((CheckOutcome.Failed, null), (check.Outcome, silence));
        Assert.StartsWith("It is not known whether nightly ran: ", check.Detail, StringComparison.Ordinal);
        Assert.Contains("Remove it", check.Advice, StringComparison.Ordinal);

        WriteEnd(Now.AddMinutes(-1));
        (check, silence) = await WatchAsync();
        Assert.Equal((CheckOutcome.Passed, null), (check.Outcome, silence));
        Assert.Contains("It is not known whether a later one ended: ", check.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_hides_no_end_in_the_bucket()
    {
        await using var server = new HookServer(new HookAnswer(200));
        WriteEnd(Now.AddHours(-3), PipelineStatus.Failed);
        await PutEndAsync(Now.AddMinutes(-1));
        await using var held = new FileStream(Connection.LogPath, FileMode.Open, FileAccess.Read, FileShare.None);

        var (check, silence) = await WatchAsync();
        await new NotifiedRun("nightly", "nightly", Hourly, Told.Notifier(Told.Hook("Json"), server.Url), new Remarks(), Clock)
            .RunAsync(Connection, () => Task.FromResult(Good()), Stop);

        Assert.Equal((CheckOutcome.Passed, null), (check.Outcome, silence));
        Assert.Contains("It is not known whether a later one ended: ", check.Detail, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_watch_that_can_read_neither_says_what_to_do_about_the_log_only_if_the_bucket_is_well()
    {
        WriteEnd(Now.AddHours(-3));
        await using var held = new FileStream(Connection.LogPath, FileMode.Open, FileAccess.Read, FileShare.None);

        var (check, silence) = await WatchAsync();
        Assert.Equal((CheckOutcome.Failed, null), (check.Outcome, silence));
        Assert.Contains("no other program is using the file", check.Advice, StringComparison.Ordinal);

        await using var bucket = Addresses.OpenBucket(Connection);
        await bucket.PutAsync(BucketLayout.EndKey("nightly"), "{"u8.ToArray(), Stop);
        (check, silence) = await WatchAsync();
        Assert.Equal((CheckOutcome.Failed, null), (check.Outcome, silence));
        Assert.Contains("Remove it", check.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_watch_on_another_machine_reads_the_bucket_and_tells()
    {
        await using var server = new HookServer(new HookAnswer(200));
        var now = DateTimeOffset.UtcNow;
        await PutEndAsync(now.AddHours(-26));
        var job = Job(TaskSchedule.Once(new TimeOnly(now.AddHours(-3).LocalDateTime.Hour, 0), []));
        var freshness = new JobFreshness(job, new JobTarget(job.Databases[0], Elsewhere), TimeSpan.FromHours(1));
        var notifier = Told.Notifier(Told.Hook("Json"), server.Url, Elsewhere);

        var check = Assert.Single(await JobTelling.CheckAsync(freshness, notifier, Stop).ToListAsync(Stop));

        Assert.Equal(CheckOutcome.Failed, check.Outcome);
        Assert.Equal(["Silence"], Events(server));
        Assert.Contains("The last run ended at ", check.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_cannot_read_its_source_is_told_and_its_end_is_logged_and_sent()
    {
        await using var server = new HookServer(new HookAnswer(200));
        var job = Job(null);
        var target = new JobTarget(job.Databases[0], Connection);

        var result = await new JobPipeline(job, target, Told.Notifier(Told.Hook("Json"), server.Url), new Remarks())
            .RunAsync(_ => new Progress<ItemProgress>(), Stop);

        Assert.Equal(PipelineStatus.Failed, result.Status);
        Assert.Equal(["Failure"], Events(server));
        Assert.Equal(PipelineStatus.Failed, PipelineEnds.Last(Connection, "nightly")!.Status);
        await using var bucket = Addresses.OpenBucket(Connection);
        Assert.Equal(PipelineStatus.Failed, (await new PipelineEndStore(bucket).ReadAsync("nightly", Stop))!.Status);
        Assert.NotNull(await Documents.ReadAsync(bucket, BucketLayout.Log, Stop));
    }

    [Theory]
    [InlineData("Nothing")]
    [InlineData("Nothing*")]
    public async Task A_setting_that_the_warehouse_refuses_is_a_failure_like_any_other(string table)
    {
        await using var server = new HookServer(new HookAnswer(200));
        var job = Job(null, table);
        var connection = Connection with
        {
            Warehouse = "redshift://loader@127.0.0.1:9/dev",
            WarehouseSettings = new WarehouseSettings { CopyOptions = "NOSUCHOPTION" },
        };

        var result = await new JobPipeline(
            job, new JobTarget(job.Databases[0], connection), Told.Notifier(Told.Hook("Json"), server.Url), new Remarks())
            .RunAsync(_ => new Progress<ItemProgress>(), Stop);

        Assert.Equal(PipelineStatus.Failed, result.Status);
        Assert.Equal(["Failure"], Events(server));
        Assert.Equal(PipelineStatus.Failed, PipelineEnds.Last(connection, "nightly")!.Status);
        await using var bucket = Addresses.OpenBucket(Connection);
        Assert.Equal(PipelineStatus.Failed, (await new PipelineEndStore(bucket).ReadAsync("nightly", Stop))!.Status);
        Assert.NotNull(await Documents.ReadAsync(bucket, BucketLayout.Log, Stop));
        Assert.Null(result.LogError);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ContabyxConnection Connection => EmbeddedTwin.Connection(_home.Path);

    // Another machine of the same job.
    private ContabyxConnection Elsewhere => Connection with { Home = Path.Combine(_home.Path, "elsewhere") };

    private static IEnumerable<string> Events(HookServer server) =>
        server.Requests.Select(request => (string)JsonNode.Parse(request.Text)!["event"]!);

    private static ContabyxPipelineResult Good() => Told.Good();

    private static ContabyxPipelineResult Failed() => Told.Failed();

    // A run whose pipeline logs its end, as each does.
    private Task<ContabyxPipelineResult> RunAsync(
        HookServer server, Func<ContabyxPipelineResult> run, string job = "nightly", TaskSchedule? schedule = null) =>
        new NotifiedRun(job, job, schedule, Told.Notifier(Told.Hook("Json"), server.Url), new Remarks(), Clock).RunAsync(
            Connection,
            async () =>
            {
                var result = run();
                if (result.Status == PipelineStatus.Busy)
                    return result;
                WriteEnd(Now, result.Status, job);
                await PutEndAsync(Now, result.Status, job);
                return result;
            },
            Stop);

    private async Task<(ContabyxJobCheck Check, Notification? Silence)> WatchAsync()
    {
        var job = Job(Hourly);
        var freshness = new JobFreshness(job, new JobTarget(job.Databases[0], Connection), TimeSpan.FromHours(1));
        return (await freshness.CheckAsync(Now, Stop), freshness.Silence);
    }

    private async Task PutEndAsync(DateTimeOffset moment, PipelineStatus status = PipelineStatus.Succeeded, string job = "nightly")
    {
        await using var bucket = Addresses.OpenBucket(Connection);
        await new PipelineEndStore(bucket).PutAsync(job, new PipelineEnd(moment, status), Stop);
    }

    // As PipelineEnds writes it, at another time.
    private void WriteEnd(DateTimeOffset moment, PipelineStatus status = PipelineStatus.Succeeded, string job = "nightly")
    {
        var result = Told.Good() with { Status = status, Bucket = Connection.Bucket };
        PipelineEnds.Write(new LoadLog(Connection.LogPath), job, result);
        var lines = File.ReadAllLines(Connection.LogPath);
        lines[^1] = moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'") + lines[^1][lines[^1].IndexOf('\t')..];
        File.WriteAllLines(Connection.LogPath, lines);
    }

    private static JobDefinition Job(TaskSchedule? schedule, string table = "Nothing") => new()
    {
        Path = "/nightly.job.psd1", Name = "nightly", Schedule = schedule,
        Databases =
        [
            new JobDatabase
            {
                Place = default,
                Tables = [new JobTable { Selection = new TableSelection { Table = table }, Place = default }],
            },
        ],
    };
}
