using Contabyx.Engine.Upload;
using DuckDB.NET.Data;

namespace Contabyx.Tests;

/// <summary>What happens when runs come again, too late, or not whole.</summary>
public sealed class RepeatTests : IDisposable
{
    private static readonly BatchRequest OneDay = new() { Days = 1 };

    private readonly TemporaryFolder _home = new();
    private readonly Pipeline _pipeline;

    public RepeatTests() => _pipeline = new Pipeline(_home.Path);

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_run_that_lost_a_table_on_the_way_does_not_confirm_its_batches()
    {
        var files = await _pipeline.ExportAsync(await _pipeline.NewBatchesAsync(OneDay));
        await _pipeline.SendAsync(files.Where(file => file.Table != "Tax"));
        await _pipeline.CopyAsync();

        var results = await _pipeline.RunAsync(OneDay);

        Assert.Equal(800, results.Single(result => result.Table == "Tax").RowsLoaded);
    }

    [Fact]
    public async Task Appended_batches_that_failed_come_again_as_a_merge()
    {
        var append = new ExportOptions { Mode = LoadMode.Append };
        await _pipeline.SendAsync(await _pipeline.ExportAsync(await _pipeline.NewBatchesAsync(OneDay), append));
        File.Delete(Directory.GetFiles(_home.Path, "Tax-0001.csv.zst", SearchOption.AllDirectories).Single());
        await _pipeline.CopyAsync();

        await _pipeline.SendAsync(await _pipeline.ExportAsync(await _pipeline.NewBatchesAsync(OneDay), append));
        var results = await _pipeline.CopyAsync();

        Assert.All(results, result => Assert.Equal((LoadStatus.Loaded, LoadMode.Merge), (result.Status, result.Mode)));
        Assert.Equal(800, (await _pipeline.BalanceAsync()).Transactions);
    }

    [Fact]
    public async Task An_older_run_does_not_overwrite_a_newer_one_unless_forced()
    {
        var batches = await _pipeline.NewBatchesAsync(OneDay);
        var old = await _pipeline.ExportTablesAsync(_ => true, destination: _home["old"]);
        await Task.Delay(5, TestContext.Current.CancellationToken);
        await _pipeline.SendAsync(await _pipeline.ExportAsync(batches));
        await _pipeline.CopyAsync();
        Query("UPDATE \"Tax\" SET fee = 1");

        await _pipeline.SendAsync(old);
        var refused = await _pipeline.CopyAsync();
        await _pipeline.SendAsync(old);
        var forced = await _pipeline.CopyAsync(new LoadOptions { Force = true });

        Assert.Contains("by the later run", refused.Single(r => r.Table == "Tax").Error, StringComparison.Ordinal);
        Assert.All(forced, result => Assert.Equal(LoadStatus.Loaded, result.Status));
    }

    [Fact]
    public async Task Rows_that_were_taken_away_by_hand_are_loaded_again()
    {
        var request = OneDay with { FirstDay = new DateOnly(2015, 7, 1) };
        await _pipeline.RunAsync(request);
        Query("DELETE FROM \"Tax\"");

        var results = await _pipeline.RunAsync(request);

        Assert.Equal((LoadStatus.Loaded, 400L), Of(results, "Tax"));
        Assert.Equal((LoadStatus.AlreadyLoaded, 0L), Of(results, "Transactions"));
    }

    [Theory]
    [InlineData("DELETE FROM \"Tax\" WHERE tax_id = 7")]
    [InlineData("UPDATE \"Tax\" SET fee = fee + 0.01 WHERE tax_id = 7")]
    [InlineData("UPDATE \"Tax\" SET transaction_id = 16 - transaction_id WHERE tax_id IN (7, 9)")]
    [InlineData("INSERT INTO \"Tax\" SELECT * FROM \"Tax\" WHERE tax_id = 7")]
    public async Task Rows_that_were_changed_by_hand_are_never_called_proven_and_are_loaded_again(string change)
    {
        var request = OneDay with { FirstDay = new DateOnly(2015, 7, 1) };
        await _pipeline.RunAsync(request);
        Query(change);

        var results = await _pipeline.RunAsync(request);

        Assert.Equal((LoadStatus.Loaded, 400L), Of(results, "Tax"));
        Assert.All(results, result => Assert.Equal(LoadProof.Proven, result.Proof));
        Assert.Equal((LoadStatus.AlreadyLoaded, 0L), Of(await _pipeline.RunAsync(request), "Tax"));
    }

    [Fact]
    public async Task A_table_without_a_key_cannot_be_merged()
    {
        Directory.CreateDirectory(_home.Path);
        using (var source = new DuckDBConnection($"Data Source={_home["source.duckdb"]}"))
        {
            source.Open();
            using var command = source.CreateCommand();
            command.CommandText = "CREATE TABLE \"Notes\" (note VARCHAR); INSERT INTO \"Notes\" VALUES ('a')";
            command.ExecuteNonQuery();
        }

        await _pipeline.SendAsync(await _pipeline.ExportTablesAsync(
            name => name == "Notes", new ExportOptions { Mode = LoadMode.Merge }));
        var result = Assert.Single(await _pipeline.CopyAsync());

        Assert.Contains("has no key to merge by", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comment_that_a_user_wrote_on_a_table_stays()
    {
        await _pipeline.RunAsync(OneDay);
        Query("COMMENT ON TABLE \"Tax\" IS 'PRIMARY KEY (tax_id)'; COMMENT ON TABLE \"TaxType\" IS 'mine'");

        await _pipeline.RunAsync(OneDay);

        Assert.Equal("mine", Query("SELECT comment FROM duckdb_tables() WHERE table_name = 'TaxType'"));
    }

    [Fact]
    public async Task The_same_loose_file_may_be_sent_twice_but_another_of_its_name_waits_its_turn()
    {
        var path = _home["Transfers.csv"];
        File.WriteAllText(path, "1,3,4\n");
        await SendLooseAsync(path);
        await SendLooseAsync(path);
        File.WriteAllText(path, "2,7,8\n");

        var refusal = await Assert.ThrowsAsync<AddressException>(() => SendLooseAsync(path));

        Assert.Contains("still waits", refusal.Message, StringComparison.Ordinal);
    }

    private async Task SendLooseAsync(string path)
    {
        await using var upload = new DataUpload(_pipeline.Connection, new Progress<ItemProgress>());
        await upload.SendLooseAsync(path, TestContext.Current.CancellationToken);
        await upload.CompleteAsync(TestContext.Current.CancellationToken);
    }

    private static (LoadStatus Status, long Rows) Of(IReadOnlyList<ContabyxCopyResult> results, string table)
    {
        var result = results.Single(result => result.Table == table);
        return (result.Status, result.RowsLoaded);
    }

    private object? Query(string sql)
    {
        using var warehouse = new DuckDBConnection($"Data Source={_home["warehouse.duckdb"]}");
        warehouse.Open();
        using var command = warehouse.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
