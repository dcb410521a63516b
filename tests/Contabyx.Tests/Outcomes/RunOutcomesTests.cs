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
    public async Task Rows_that_another_run_brought_are_told_from_rows_that_the_warehouse_has_lost()
    {
        await _twin.LoadAsync();
        var first = await _twin.LoadTableAsync("TaxType");
        var again = await _twin.LoadTableAsync("TaxType");

        var known = await _twin.ReadAsync(again);
        Assert.Equal(("AlreadyLoaded", false), (known.Status, known.InHistory));
        Assert.Equal(first, known.Tables.Single().OtherRun);
        Assert.Equal(("1 table, 0 rows, 1 already loaded and proven then", "Proven"), (known.Outcome, known.Proof));

        // What the earlier load did not prove is not called proven here.
        _twin.InWarehouse("UPDATE contabyx_load_history SET proof = 'RowCount' WHERE table_name = 'TaxType'");
        var counted = await _twin.ReadAsync(again);
        Assert.Equal(("1 table, 0 rows, 1 already loaded (0 proven then)", "RowCount"), (counted.Outcome, counted.Proof));

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
        Assert.StartsWith("1 of 1 table loaded, with bad rows left out: TransactionTypes: ", found.Outcome, StringComparison.Ordinal);
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
}
