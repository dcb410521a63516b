using Contabyx.Engine.Load;
using Contabyx.Engine.Runs;
using DuckDB.NET.Data;

namespace Contabyx.Tests;

/// <summary>What the document or the name of a run claims is not believed where the warehouse or the bucket knows better.</summary>
public sealed class RunClaimTests : IDisposable
{
    private static readonly BatchRequest OneDay = new() { Days = 1 };

    private readonly TemporaryFolder _home = new();
    private readonly Pipeline _pipeline;

    public RunClaimTests() => _pipeline = new Pipeline(_home.Path);

    public void Dispose() => _home.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("contabyx_load_history")]
    [InlineData("CONTABYX_Load_History")]
    [InlineData("contabyx_batches")]
    [InlineData("contabyx_books")]
    [InlineData("contabyx_stage_Tax")]
    [InlineData(" contabyx_load_history ")]
    public async Task A_run_that_names_a_table_of_our_own_is_refused(string table)
    {
        var files = await _pipeline.ExportAsync(await _pipeline.NewBatchesAsync(OneDay));
        await _pipeline.SendAsync(files);
        Edit(files[0].Run, document => document with
        {
            Tables = [document.Tables[0] with { Schema = document.Tables[0].Schema with { Name = table } }],
        });

        var result = Assert.Single(await _pipeline.CopyAsync());

        Assert.Equal(LoadStatus.Failed, result.Status);
        Assert.Contains("belong to Contabyx", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("contabyx_load_history.csv")]
    [InlineData("Contabyx_Load_History.txt")]
    public async Task A_loose_file_for_the_load_history_is_refused(string name)
    {
        await _pipeline.RunAsync(OneDay);
        var before = Query("SELECT count(*) FROM contabyx_load_history");
        await File.WriteAllTextAsync(
            _home["bucket", "data", name],
            $"99990101T000000000Z-aaaaaa,Tax,Replace,{new string('0', 64)},1,1,1,1,1,Proven,2999-01-01 00:00:00\n", Stop);

        var result = Assert.Single(await _pipeline.CopyAsync());

        Assert.Equal(LoadStatus.Failed, result.Status);
        Assert.Equal(before, Query("SELECT count(*) FROM contabyx_load_history"));
    }

    [Fact]
    public async Task A_run_confirms_only_batches_whose_rows_are_there()
    {
        var carried = await _pipeline.NewBatchesAsync(OneDay);
        var files = await _pipeline.ExportAsync(carried);
        var other = await _pipeline.NewBatchesAsync(OneDay);
        await _pipeline.SendAsync(files);
        Edit(files[0].Run, document => document with
        {
            Origin = document.Origin with { Batches = [carried[0].Id, other[0].Id, "nobody's"] },
        });
        Assert.All(await _pipeline.CopyAsync(), result => Assert.Equal(LoadStatus.Loaded, result.Status));

        var results = await _pipeline.RunAsync(OneDay);

        Assert.Equal(800, results.Single(result => result.Table == "Tax").RowsLoaded);
        Assert.Equal(1_200, (await _pipeline.BalanceAsync()).Transactions);
    }

    [Fact]
    public async Task A_run_without_one_of_its_batches_tables_confirms_nothing_whatever_its_document_says()
    {
        var batches = await _pipeline.NewBatchesAsync(OneDay);
        var files = await _pipeline.ExportAsync(batches);
        await _pipeline.SendAsync(files);
        Edit(files[0].Run, document => document with
        {
            Tables = [.. document.Tables.Where(table => table.Schema.Name != "Tax")],
            Origin = document.Origin with { Tables = document.Tables.Count - 1 },
        });
        await _pipeline.CopyAsync();

        var results = await _pipeline.RunAsync(OneDay);

        Assert.Equal(800, results.Single(result => result.Table == "Tax").RowsLoaded);
    }

    [Fact]
    public async Task A_redriven_run_confirms_the_batches_of_which_it_brought_the_rest()
    {
        var files =
            await _pipeline.ExportAsync(await _pipeline.NewBatchesAsync(OneDay), new ExportOptions { Compression = FileCompression.None });
        await _pipeline.SendAsync(files);
        var part = _home["bucket", "data", files[0].Run, "Tax", "Tax-0001.csv"];
        var good = await File.ReadAllTextAsync(part, Stop);
        await File.WriteAllTextAsync(part, good + "x", Stop);
        await _pipeline.CopyAsync();
        await File.WriteAllTextAsync(part.Replace("data", "error", StringComparison.Ordinal), good, Stop);
        await using (var load = new DataLoad(
            _pipeline.Connection, new LoadOptions(), new Progress<ItemProgress>(), new Progress<string>()))
            Assert.Single(await load.LoadAsync(await load.RedriveAsync(files[0].Run, Stop), Stop).ToListAsync(Stop));

        var results = await _pipeline.RunAsync(OneDay);

        Assert.Equal(400, results.Single(result => result.Table == "Tax").RowsLoaded);
    }

    [Theory]
    [InlineData("99991231T235959999Z-zzzzzz")]
    [InlineData("zzzz")]
    public async Task A_run_whose_name_is_of_the_future_blocks_no_later_run(string name)
    {
        await _pipeline.NewBatchesAsync(OneDay);
        var files = await _pipeline.ExportTablesAsync(table => table == "Transfers", destination: _home["old"]);
        await _pipeline.SendAsync(files.Select(file => file with { Run = name }));
        Assert.Equal(LoadStatus.Loaded, Assert.Single(await _pipeline.CopyAsync()).Status);

        var result = await ReplaceTransfersAsync(2);

        Assert.Equal((LoadStatus.Loaded, null), (result.Status, result.Error));
    }

    [Fact]
    public async Task After_a_wrong_clock_force_is_needed_once_and_no_more()
    {
        await _pipeline.NewBatchesAsync(OneDay);
        Assert.Equal(LoadStatus.Loaded, (await ReplaceTransfersAsync(1)).Status);
        Query("UPDATE contabyx_load_history SET loaded_at = '2999-01-01', run_id = '29990101T000000000Z-aaaaaa'");

        var refused = await ReplaceTransfersAsync(2);
        var forced = await ReplaceTransfersAsync(3, new LoadOptions { Force = true });
        var later = await ReplaceTransfersAsync(4);

        Assert.Equal(LoadStatus.Failed, refused.Status);
        Assert.Contains("-Force loads them anyway", refused.Error, StringComparison.Ordinal);
        Assert.Equal(LoadStatus.Loaded, forced.Status);
        Assert.Equal((LoadStatus.Loaded, null), (later.Status, later.Error));
    }

    [Fact]
    public async Task Content_that_was_replaced_after_a_wrong_clock_is_not_taken_for_loaded()
    {
        await _pipeline.NewBatchesAsync(OneDay);
        var first = await _pipeline.ExportTablesAsync(table => table == "Transfers", destination: _home["first"]);
        await _pipeline.SendAsync(first);
        await _pipeline.CopyAsync();
        Query("UPDATE contabyx_load_history SET loaded_at = '2999-01-01'");
        await ReplaceTransfersAsync(2, new LoadOptions { Force = true });

        await _pipeline.SendAsync(first.Select(file => file with { Run = RunId.New(DateTimeOffset.UtcNow) + "a" }));
        var again = Assert.Single(await _pipeline.CopyAsync(new LoadOptions()));

        Assert.Equal((LoadStatus.Loaded, 100L), (again.Status, again.RowsLoaded));
    }

    [Fact]
    public async Task Another_file_under_the_name_of_a_loaded_run_is_not_taken_for_loaded()
    {
        await _pipeline.NewBatchesAsync(OneDay);
        var first = await _pipeline.ExportTablesAsync(table => table == "Transfers", destination: _home["first"]);
        await _pipeline.SendAsync(first);
        await _pipeline.CopyAsync();
        Source("DELETE FROM \"Transfers\" WHERE transfer_id = 7");
        var second = await _pipeline.ExportTablesAsync(table => table == "Transfers", destination: _home["second"]);
        await _pipeline.SendAsync(second.Select(file => file with { Run = first[0].Run }));

        var result = Assert.Single(await _pipeline.CopyAsync());

        Assert.Equal(LoadStatus.Failed, result.Status);
        Assert.Contains("was loaded before with other files of Transfers", result.Error, StringComparison.Ordinal);
        Assert.Contains($"processed/{first[0].Run}/Transfers/Transfers-0001.csv.zst", _pipeline.Keys("processed"));
    }

    private async Task<ContabyxCopyResult> ReplaceTransfersAsync(int key, LoadOptions? options = null)
    {
        Source($"DELETE FROM \"Transfers\" WHERE transfer_id = {key}");
        await _pipeline.SendAsync(await _pipeline.ExportTablesAsync(table => table == "Transfers"));
        return Assert.Single(await _pipeline.CopyAsync(options));
    }

    private void Edit(string run, Func<Run, Run> edit)
    {
        var path = _home["bucket", "data", run, "run.json"];
        var document = RunJson.ReadRun(File.ReadAllBytes(path), path);
        File.WriteAllBytes(path, RunJson.Write(edit(document)));
    }

    private object? Query(string sql) => Run("warehouse.duckdb", sql);

    private void Source(string sql) => Run("source.duckdb", sql);

    private object? Run(string database, string sql)
    {
        using var connection = new DuckDBConnection($"Data Source={_home[database]}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
