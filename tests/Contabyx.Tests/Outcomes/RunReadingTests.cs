using Contabyx.Engine.Logs;
using Contabyx.Engine.Runs;

namespace Contabyx.Tests;

/// <summary>Which runs are found, in which order, and what is told when the bucket or the warehouse cannot be asked.</summary>
public sealed class RunReadingTests : IDisposable
{
    private readonly RunTwin _twin = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _twin.Dispose();

    [Fact]
    public async Task Without_the_warehouse_the_place_counts_and_nothing_is_said_of_rows_and_proof()
    {
        var run = await _twin.LoadAsync();
        await File.WriteAllTextAsync(_twin.HomePath("warehouse.duckdb"), "no database", Stop);

        var found = await _twin.ReadAsync(run);

        Assert.Equal(("Loaded", null, null, null), (found.Status, found.RowsLoaded, found.Proof, found.InHistory));
        Assert.NotNull(found.WarehouseError);
        Assert.StartsWith("8 tables; the warehouse could not be asked: ", found.Outcome, StringComparison.Ordinal);
        Assert.True(found.RowsExpected > 0);
    }

    [Fact]
    public async Task Without_the_bucket_the_history_counts_and_the_job_is_unknown()
    {
        var run = await _twin.LoadAsync(1, new ExportOptions { Job = "nightly" });
        Directory.Move(_twin.Path("processed"), _twin.HomePath("elsewhere"));
        Directory.CreateSymbolicLink(_twin.Path("processed"), _twin.HomePath("elsewhere"));

        var found = await _twin.ReadAsync(run);

        Assert.Equal(("Loaded", null, null, null), (found.Status, found.Job, found.RowsExpected, found.Places));
        Assert.Equal(8, found.TablesLoaded);
        Assert.Contains("is a link", found.BucketError, StringComparison.Ordinal);
        Assert.Contains("the bucket could not be asked", found.Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_either_it_is_an_error()
    {
        await _twin.LoadAsync();
        await File.WriteAllTextAsync(_twin.HomePath("warehouse.duckdb"), "no database", Stop);
        Directory.Delete(_twin.Path("processed"), recursive: true);
        Directory.CreateSymbolicLink(_twin.Path("processed"), _twin.HomePath("elsewhere"));

        await Assert.ThrowsAsync<DamagedFileException>(() => _twin.ReadAsync());
    }

    [Fact]
    public async Task A_run_that_only_the_history_has_is_still_shown()
    {
        var run = await _twin.LoadAsync();
        Directory.Delete(_twin.Path("processed", run), recursive: true);

        var found = Assert.Single(await _twin.ReadAsync(new RunFilter { Last = 1 }));

        Assert.Equal((run, "Loaded", "Proven", true), (found.Run, found.Status, found.Proof, found.InHistory));
        Assert.Empty(found.Places!);
    }

    [Fact]
    public async Task A_damaged_document_hides_neither_the_run_nor_what_the_history_says()
    {
        var run = await _twin.LoadAsync();
        await File.WriteAllTextAsync(_twin.Path("processed", run, "run.json"), "{}", Stop);

        var found = await _twin.ReadAsync(run);

        Assert.Equal(("Loaded", 8), (found.Status, found.TablesLoaded));
        Assert.Contains("run.json", found.BucketError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_whose_name_is_no_time_is_found_by_the_time_of_its_document()
    {
        var run = await _twin.LoadAsync();
        var time = RunId.TimeOf(run)!.Value;
        const string Other = "by-hand";
        var text = await File.ReadAllTextAsync(_twin.Path("processed", run, "run.json"), Stop);
        Directory.CreateDirectory(_twin.Path("data", Other));
        await File.WriteAllTextAsync(_twin.Path("data", Other, "run.json"), text.Replace(run, Other, StringComparison.Ordinal), Stop);

        var around = await _twin.ReadAsync(new RunFilter { Since = time.AddMinutes(-1), Until = time.AddMinutes(1) });
        var before = await _twin.ReadAsync(new RunFilter { Since = time.AddHours(-2), Until = time.AddHours(-1) });

        Assert.Equal([run, Other], around.Select(found => found.Run));
        Assert.Empty(before);
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_told_of_with_the_bucket()
    {
        var run = await _twin.LoadAsync();
        await using var held = new FileStream(
            _twin.Path("processed", run, "run.json"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var found = await _twin.ReadAsync(run);

        Assert.Equal(("Loaded", 8), (found.Status, found.TablesLoaded));
        Assert.StartsWith($"The bucket request for '{_twin.Connection.Bucket}' failed: ", found.BucketError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_loaded_while_others_are_read_is_told_as_loaded()
    {
        var older = await _twin.SendAsync();
        var newer = await _twin.SendAsync();
        await using var outcomes = new Engine.Outcomes.RunOutcomes(_twin.Connection, new Remarks());
        await using var runs = outcomes.ReadAsync(new RunFilter(), Stop).GetAsyncEnumerator(Stop);

        Assert.True(await runs.MoveNextAsync());
        Assert.Equal((newer, "Waiting"), (runs.Current.Run, runs.Current.Status));
        await _twin.Pipeline.CopyAsync();
        Assert.True(await runs.MoveNextAsync());

        Assert.Equal((older, "Loaded", "Proven"), (runs.Current.Run, runs.Current.Status, runs.Current.Proof));
        Assert.Equal(["processed/"], runs.Current.Places!);
    }

    [Fact]
    public async Task A_warehouse_that_is_lost_while_runs_are_read_ends_no_reading()
    {
        var older = await _twin.LoadAsync();
        await _twin.LoadAsync();
        _twin.InWarehouse("DELETE FROM contabyx_load_history");
        await using var outcomes = new Engine.Outcomes.RunOutcomes(_twin.Connection, new Remarks());
        await using var runs = outcomes.ReadAsync(new RunFilter(), Stop).GetAsyncEnumerator(Stop);

        Assert.True(await runs.MoveNextAsync());
        Assert.Equal(("Missing", null), (runs.Current.Status, runs.Current.WarehouseError));
        _twin.InWarehouse("ALTER TABLE contabyx_load_history DROP COLUMN content_hash");
        Assert.True(await runs.MoveNextAsync());

        Assert.Equal((older, "Loaded", null), (runs.Current.Run, runs.Current.Status, runs.Current.InHistory));
        Assert.Contains("warehouse.duckdb", runs.Current.WarehouseError, StringComparison.Ordinal);
        Assert.False(await runs.MoveNextAsync());
    }

    [Fact]
    public async Task A_side_that_cannot_be_asked_is_a_warning_even_without_runs()
    {
        await _twin.LoadAsync();
        _twin.InWarehouse("DELETE FROM contabyx_load_history");
        Directory.Delete(_twin.Path("processed"), recursive: true);
        Directory.CreateSymbolicLink(_twin.Path("processed"), _twin.HomePath("elsewhere"));
        var remarks = new Remarks();
        await using var outcomes = new Engine.Outcomes.RunOutcomes(_twin.Connection, remarks);

        Assert.Empty(await outcomes.ReadAsync(new RunFilter(), Stop).ToListAsync(Stop));

        Assert.Contains("The bucket could not be asked", Assert.Single(remarks.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runs_of_one_second_are_two_runs()
    {
        var run = await _twin.LoadAsync();
        var twin = run[..^6] + "zzzzzz";
        Directory.CreateDirectory(_twin.Path("data", twin));
        var text = await File.ReadAllTextAsync(_twin.Path("processed", run, "run.json"), Stop);
        await File.WriteAllTextAsync(_twin.Path("data", twin, "run.json"), text.Replace(run, twin, StringComparison.Ordinal), Stop);

        Assert.Equal(
            [(twin, "Waiting", true), (run, "Loaded", false)],
            (await _twin.ReadAsync()).Select(found => (found.Run!, found.Status, found.IsLast)));
        Assert.Equal("Waiting", (await _twin.ReadAsync(new RunFilter { Last = 1 })).Single().Status);
    }

    [Fact]
    public async Task A_night_that_failed_before_there_was_a_run_comes_first_and_only_for_its_bucket()
    {
        var run = await _twin.LoadAsync();
        var log = new LoadLog(_twin.Connection.LogPath);
        log.WriteFailure("s3://other/KEY", null, "Another bucket's trouble.");
        log.WriteFailure(_twin.Connection.Bucket, "nightly", "The source does not answer.");

        var runs = await _twin.ReadAsync();

        Assert.Equal([(null, true), (run, false)], runs.Select(found => (found.Run, found.IsLast)));
        Assert.Equal(("Failed", "nightly"), (runs[0].Status, runs[0].Job));
        Assert.Equal("failed before a run began: The source does not answer.", runs[0].Outcome);
        Assert.Single(await _twin.ReadAsync(new RunFilter { Failed = true }));
    }

    [Fact]
    public async Task A_pipeline_that_cannot_reach_its_source_leaves_such_a_trace()
    {
        await _twin.LoadAsync();
        await File.WriteAllTextAsync(_twin.HomePath("source.duckdb"), "no database", Stop);
        var request = new PipelineRequest { Days = 1, Export = new ExportOptions { Slices = 0, Job = "nightly" } };
        var result = await new Engine.Pipeline.DataPipeline(
            _twin.Connection, request, _ => new Progress<ItemProgress>(), new Remarks()).RunAsync(Stop);
        Assert.Equal(PipelineStatus.Failed, result.Status);

        var last = (await _twin.ReadAsync(new RunFilter { Last = 1 })).Single();

        Assert.Equal((null, "nightly", true), (last.Run, last.Job, last.IsLast));
        Assert.Contains(result.Error!, last.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_choose_by_table_job_time_and_number()
    {
        var first = await _twin.LoadAsync();
        var types = await _twin.LoadTableAsync("TaxType");
        var last = await _twin.LoadAsync(1, new ExportOptions { Job = "nightly" });
        var time = RunId.TimeOf(types)!.Value;

        async Task<string?[]> NamesAsync(RunFilter filter) => [.. (await _twin.ReadAsync(filter)).Select(run => run.Run)];

        Assert.Equal([last, types], await NamesAsync(new RunFilter { Last = 2 }));
        Assert.Equal([8, 1, 3], (await _twin.ReadAsync(new RunFilter { Last = 3 })).Reverse().Select(run => run.Tables.Count));
        Assert.All(await _twin.ReadAsync(new RunFilter { Last = 2 }), run => Assert.True(run.InHistory));
        Assert.Equal([types], await NamesAsync(new RunFilter { Since = time, Until = RunId.TimeOf(last) }));
        Assert.Equal([last, first], await NamesAsync(new RunFilter { Table = name => name == "Tax" }));
        Assert.Equal([first], await NamesAsync(new RunFilter { Table = name => name == "Clients", Until = time }));
        Assert.Equal([last], await NamesAsync(new RunFilter { Job = name => name == "nightly" }));
        Assert.Equal([types], await NamesAsync(new RunFilter { Run = name => name == types, RunPrefix = types[..8] }));
        Assert.Equal([first], await NamesAsync(new RunFilter { Table = name => name == "Clients", Job = null, Until = time, Last = 1 }));
        Assert.Empty(await NamesAsync(new RunFilter { Failed = true }));
        Assert.False((await _twin.ReadAsync(new RunFilter { Until = time })).Single().IsLast);
    }
}
