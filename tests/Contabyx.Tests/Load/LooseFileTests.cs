using System.IO.Compression;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Load;

namespace Contabyx.Tests;

/// <summary>Files that somebody dropped into <c>data/</c> by hand.</summary>
public sealed class LooseFileTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly Pipeline _pipeline;

    public LooseFileTests()
    {
        _pipeline = new Pipeline(_home.Path);
        Directory.CreateDirectory(_home["bucket", "data"]);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("Transfers.txt")]
    [InlineData("transfers.csv")]
    [InlineData("Transfers.csv.gz")]
    public async Task A_loose_file_loads_into_the_table_of_its_name_and_moves(string name)
    {
        Drop(name, "1,3,4\n2,7,8\n");

        var result = Assert.Single(await _pipeline.CopyAsync());

        Assert.Equal((LoadStatus.Loaded, LoadProof.RowCount, 2L), (result.Status, result.Proof, result.RowsLoaded));
        Assert.Equal("Transfers", result.Table);
        Assert.Empty(_pipeline.Keys("data"));
        Assert.Contains(_pipeline.Keys("processed"), key => key.EndsWith("/" + name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_first_line_of_column_names_is_taken_for_a_header()
    {
        Drop("Transfers.csv", "transfer_id,expense_transaction_id,income_transaction_id\n1,3,4\n");

        Assert.Equal(1, Assert.Single(await _pipeline.CopyAsync()).RowsLoaded);
    }

    [Theory]
    [InlineData("Transfers.csv", 5)]
    [InlineData("Transfers.parquet", 0)]
    public async Task Bad_rows_may_be_left_out_of_text_only(string name, int expected)
    {
        Drop(name, "1,3,4\n");
        await using var bucket = Addresses.OpenBucket(_pipeline.Connection);
        await using var warehouse = Addresses.OpenWarehouse(_pipeline.Connection);
        var planner = new LoadPlanner(bucket, warehouse, new LoadOptions { MaxErrors = 5 });
        var file = await bucket.ListAsync("data/", Stop).SingleAsync(Stop);

        var (run, _) = await planner.TryPlanAsync(new WaitingLoad("20261130T000000000Z-aaaaaa", file), Stop);

        Assert.Equal(expected, Assert.Single(run!.Tables).Load.MaxErrors);
    }

    [Fact]
    public async Task The_same_file_again_is_already_loaded()
    {
        Drop("Transfers.csv", "1,3,4\n");
        await _pipeline.CopyAsync();
        Drop("Transfers.csv", "1,3,4\n");

        Assert.Equal(LoadStatus.AlreadyLoaded, Assert.Single(await _pipeline.CopyAsync()).Status);
    }

    [Fact]
    public async Task A_newer_file_replaces_the_rows_of_its_keys_only()
    {
        Drop("Transfers.csv", "1,3,4\n2,7,8\n");
        await _pipeline.CopyAsync();
        Drop("Transfers.csv", "2,9,10\n3,11,12\n");

        await _pipeline.CopyAsync();

        Drop("Transfers.csv", "1,3,4\n2,7,8\n");
        var again = Assert.Single(await _pipeline.CopyAsync());
        Assert.Equal((LoadStatus.Loaded, 2L), (again.Status, again.RowsLoaded));
    }

    [Fact]
    public async Task Eight_files_of_the_classic_layout_load_and_a_broken_one_fails_alone()
    {
        var files = await _pipeline.ExportAsync(
            await _pipeline.NewBatchesAsync(new BatchRequest { Days = 1 }),
            new ExportOptions { Compression = FileCompression.None });
        foreach (var file in files)
            File.Copy(file.Path, _home["bucket", "data", file.Table + ".txt"]);
        File.AppendAllText(_home["bucket", "data", "Clients.txt"], "not,a,row\n");

        var results = await _pipeline.CopyAsync();

        Assert.Equal(8, results.Count);
        Assert.Equal("Clients", Assert.Single(results, result => result.Status == LoadStatus.Failed).Table);
        Assert.Equal(7, results.Count(result => result.Status == LoadStatus.Loaded));
        Assert.Contains(_pipeline.Keys("error"), key => key.EndsWith("/Clients.txt", StringComparison.Ordinal));
        Assert.Equal(7, _pipeline.Keys("processed").Count(key => key.EndsWith(".txt", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Nobody.csv", "There is no table 'Nobody'")]
    [InlineData("Clients.docx", "its name does not show its format")]
    public async Task A_file_that_names_no_table_or_format_fails_by_name(string name, string error)
    {
        Drop(name, "1\n");

        var result = Assert.Single(await _pipeline.CopyAsync());

        Assert.Equal(LoadStatus.Failed, result.Status);
        Assert.Contains(error, result.Error, StringComparison.Ordinal);
        Assert.Contains(_pipeline.Keys("error"), key => key.EndsWith("/" + name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_begins_like_another_is_not_loaded_with_it()
    {
        Drop("Transfers.csv", "1,3,4\n");
        Drop("Transfers.csv.bak", "9,9,9\n");

        var results = await _pipeline.CopyAsync();

        Assert.Equal(1, results.Single(result => result.Status == LoadStatus.Loaded).RowsLoaded);
    }

    private void Drop(string name, string text)
    {
        using var file = File.Create(_home["bucket", "data", name]);
        using Stream target = name.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionLevel.Fastest)
            : file;
        target.Write(System.Text.Encoding.UTF8.GetBytes(text));
    }
}
