using Contabyx.Engine.Logs;
using Contabyx.Engine.Runs;

namespace Contabyx.Tests;

/// <summary>What became of a run, in each state that it can be left in; nothing may look better than it is.</summary>
public sealed class RunOutcomesTests : IDisposable
{
    private readonly RunTwin _twin = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _twin.Dispose();

    [Fact]
    public async Task A_loaded_run_has_its_job_tables_rows_and_proof_and_is_the_last()
    {
        var before = await _twin.LoadAsync();
        var name = await _twin.LoadAsync(days: 2, new ExportOptions { Job = "nightly" });

        var runs = await _twin.ReadAsync();

        Assert.Equal([(name, "nightly", true), (before, null, false)], runs.Select(run => (run.Run!, run.Job, run.IsLast)));
        var run = runs[0];
        Assert.Equal(("Loaded", "Proven", 3, 0), (run.Status, run.Proof, run.TablesLoaded, run.TablesFailed));
        Assert.Equal(run.RowsExpected, run.RowsLoaded);
        Assert.Equal(800, run.Tables.Single(table => table.Table == "Tax").RowsLoaded);
        Assert.Equal(run.Tables.Max(table => table.LoadedAt), run.EndedAt);
        Assert.InRange(run.Elapsed!.Value, TimeSpan.Zero, TimeSpan.FromHours(1));
        Assert.Equal(["processed/"], run.Places!);
        Assert.True(run.InHistory);
        Assert.Equal(FormattableString.Invariant($"3 tables, {run.RowsLoaded:N0} rows, all proven"), run.Outcome);
    }

    [Fact]
    public async Task A_document_of_an_older_version_is_read_without_a_job()
    {
        var run = await _twin.LoadAsync(1, new ExportOptions { Job = "nightly" });
        var path = _twin.Path("processed", run, "run.json");
        var lines = await File.ReadAllLinesAsync(path, Stop);
        Assert.Equal(1, lines.Count(line => line.Contains("\"job\"", StringComparison.Ordinal)));
        var text = string.Join('\n', lines.Where(line => !line.Contains("\"job\"", StringComparison.Ordinal)))
            .Replace("\"levelReason\": null,", "\"levelReason\": null", StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text, Stop);

        var found = await _twin.ReadAsync(run);

        Assert.Equal((null, null, "Loaded"), (found.Job, found.BucketError, found.Status));
    }

    [Fact]
    public async Task A_failed_table_makes_the_run_a_failure_and_says_why()
    {
        var run = await _twin.SendAsync();
        _twin.Damage(run, "Tax");
        await _twin.Pipeline.CopyAsync();

        var found = await _twin.ReadAsync(run);

        Assert.Equal(("Failed", 7, 1, null), (found.Status, found.TablesLoaded, found.TablesFailed, found.WarehouseError));
        Assert.StartsWith("1 of 8 tables failed: Tax: ", found.Outcome, StringComparison.Ordinal);
        Assert.Contains("its bytes were changed", found.Error, StringComparison.Ordinal);
        Assert.Equal("None", found.Proof);
        Assert.Equal(["processed/", "error/"], found.Places!);
        Assert.Equal(400, found.RowsExpected - found.RowsLoaded);
    }

    [Fact]
    public async Task A_failure_is_that_of_its_table_in_upper_and_lower_case()
    {
        var run = await _twin.SendAsync();
        _twin.Damage(run, "Tax");
        await _twin.Pipeline.CopyAsync();
        var path = _twin.Path("error", run, "Tax", "error.json");
        var text = await File.ReadAllTextAsync(path, Stop);
        Assert.Contains("\"table\": \"Tax\"", text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text.Replace("\"Tax\"", "\"tax\"", StringComparison.Ordinal), Stop);

        var found = await _twin.ReadAsync(run);

        Assert.Equal((8, 1), (found.Tables.Count, found.TablesFailed));
        Assert.Contains("its bytes were changed", found.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_waits_and_one_without_its_document_are_no_successes()
    {
        var waits = await _twin.SendAsync();
        var incomplete = await _twin.SendAsync();
        File.Delete(_twin.Path("data", incomplete, "run.json"));

        var runs = await _twin.ReadAsync(new RunFilter { Failed = true });

        Assert.Equal(
            [(incomplete, "Incomplete", "its upload is not complete"), (waits, "Waiting", "8 of 8 tables not loaded yet")],
            runs.Select(run => (run.Run!, run.Status, run.Outcome)));
        Assert.All(runs, run => Assert.Null(run.EndedAt));
        Assert.Equal(0, runs[1].RowsLoaded);
    }

    [Fact]
    public async Task A_run_whose_files_are_half_moved_counts_by_the_history()
    {
        var run = await _twin.LoadAsync();
        Directory.CreateDirectory(_twin.Path("data", run));
        Directory.Move(_twin.Path("processed", run, "Tax"), _twin.Path("data", run, "Tax"));
        File.Move(_twin.Path("processed", run, "run.json"), _twin.Path("data", run, "run.json"));

        var found = await _twin.ReadAsync(run);

        Assert.Equal(("Loaded", "Proven", 8), (found.Status, found.Proof, found.TablesLoaded));
        Assert.Equal(["data/", "processed/"], found.Places!);

        _twin.InWarehouse("DELETE FROM contabyx_load_history WHERE table_name IN ('Tax', 'Clients')");
        var states = (await _twin.ReadAsync(run)).Tables.ToDictionary(table => table.Table, table => table.Status);
        Assert.Equal(("Waiting", "Missing", "Loaded"), (states["Tax"], states["Clients"], states["Transactions"]));
    }

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
    public async Task Rows_that_another_run_brought_are_told_from_rows_that_the_warehouse_has_lost()
    {
        await _twin.LoadAsync();
        var first = await _twin.LoadTableAsync("TaxType");
        var again = await _twin.LoadTableAsync("TaxType");

        var known = await _twin.ReadAsync(again);
        Assert.Equal(("AlreadyLoaded", false), (known.Status, known.InHistory));
        Assert.Equal(first, known.Tables.Single().OtherRun);
        Assert.Equal(("1 table, 0 rows, 1 already loaded, all proven", "Proven"), (known.Outcome, known.Proof));

        // What the earlier load did not prove is not called proven here.
        _twin.InWarehouse("UPDATE contabyx_load_history SET proof = 'RowCount' WHERE table_name = 'TaxType'");
        var counted = await _twin.ReadAsync(again);
        Assert.Equal(("1 table, 0 rows, 1 already loaded, 0 of 1 proven", "RowCount"), (counted.Outcome, counted.Proof));

        // As after a restore of the warehouse to an earlier state.
        _twin.InWarehouse("DELETE FROM contabyx_load_history WHERE table_name = 'TaxType'");
        var lost = await _twin.ReadAsync(first);
        Assert.Equal(("Missing", 1), (lost.Status, lost.TablesFailed));
        Assert.StartsWith("1 of 1 table failed: TaxType: ", lost.Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loose_file_is_a_run_too_and_its_failure_has_a_reason()
    {
        await _twin.LoadAsync();
        await File.WriteAllTextAsync(_twin.Path("data", "TaxType.csv"), "900,x,y,z,1\n", Stop);
        var failed = Assert.Single(await _twin.Pipeline.CopyAsync());
        Assert.Equal(LoadStatus.Failed, failed.Status);
        await File.WriteAllTextAsync(_twin.Path("data", "TransactionTypes.csv"), "900,income,other\n", Stop);
        var loaded = Assert.Single(await _twin.Pipeline.CopyAsync());
        Assert.Equal(LoadStatus.Loaded, loaded.Status);

        var bad = await _twin.ReadAsync(failed.Run);
        var good = await _twin.ReadAsync(loaded.Run);

        Assert.Equal(("Failed", 1), (bad.Status, bad.TablesFailed));
        Assert.NotNull(bad.Error);
        Assert.Equal(("Loaded", 1L, "RowCount"), (good.Status, good.RowsLoaded, good.Proof));
    }

    [Fact]
    public async Task Rows_that_were_left_out_are_a_state_of_their_own()
    {
        await _twin.LoadAsync();
        await File.WriteAllTextAsync(
            _twin.Path("data", "TransactionTypes.csv"), "900,income,other\nbad,income,two\n", Stop);
        var result = Assert.Single(await _twin.Pipeline.CopyAsync(new LoadOptions { MaxErrors = 1 }));
        Assert.Equal(LoadStatus.LoadedWithErrors, result.Status);

        var found = await _twin.ReadAsync(result.Run);

        Assert.Equal(("LoadedWithErrors", 1L), (found.Status, found.RowsLoaded));
        Assert.StartsWith("1 of 1 table loaded without bad rows: TransactionTypes: ", found.Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_failed_in_part_and_was_loaded_again_says_as_what()
    {
        var run = await _twin.SendAsync(1, new ExportOptions { Job = "nightly" });
        var part = Directory.GetFiles(_twin.Path("data", run, "Tax"), "Tax-*")[0];
        var bytes = await File.ReadAllBytesAsync(part, Stop);
        _twin.Damage(run, "Tax");
        await _twin.Pipeline.CopyAsync();
        await File.WriteAllBytesAsync(part.Replace("/data/", "/error/", StringComparison.Ordinal), bytes, Stop);
        var again = await _twin.RedriveAsync(run);
        Assert.Equal(LoadStatus.Loaded, Assert.Single(again).Status);

        var runs = await _twin.ReadAsync();

        Assert.Equal(
            [($"{run}-m1", "Loaded", "nightly", 1), (run, "Loaded", "nightly", 8)],
            runs.Select(one => (one.Run!, one.Status, one.Job!, one.Tables.Count)));
        var tax = runs[1].Tables.Single(table => table.Table == "Tax");
        Assert.Equal(("Redriven", $"{run}-m1"), (tax.Status, tax.OtherRun));
        Assert.Equal((7, 1), (runs[1].TablesLoaded, runs[0].TablesLoaded));
        Assert.Contains($", 1 moved to {run}-m1, ", runs[1].Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_waits_in_a_later_run_does_not_count_as_loaded()
    {
        var run = await _twin.SendAsync();
        var part = Directory.GetFiles(_twin.Path("data", run, "Tax"), "Tax-*")[0];
        var bytes = await File.ReadAllBytesAsync(part, Stop);
        _twin.Damage(run, "Tax");
        await _twin.Pipeline.CopyAsync();
        await File.WriteAllBytesAsync(part.Replace("/data/", "/error/", StringComparison.Ordinal), bytes, Stop);
        await using (var load = new Engine.Load.DataLoad(
            _twin.Connection, new LoadOptions(), new Progress<ItemProgress>(), new Remarks()))
            await load.RedriveAsync(run, Stop);

        var runs = await _twin.ReadAsync();

        Assert.Equal([($"{run}-m1", "Waiting", 0, 1), (run, "Loaded", 7, 8)],
            runs.Select(one => (one.Run!, one.Status, one.TablesLoaded, one.Tables.Count)));
        Assert.Contains($", 1 moved to {run}-m1, ", runs[1].Outcome, StringComparison.Ordinal);
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
        Assert.Equal("failed without a run: The source does not answer.", runs[0].Outcome);
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
