using System.Text;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Load;
using Contabyx.Engine.Runs;

namespace Contabyx.Tests;

/// <summary>What could make a load smaller without an error: none of it does.</summary>
public sealed class LostRowTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly Pipeline _pipeline;

    public LostRowTests()
    {
        _pipeline = new Pipeline(_home.Path);
        Directory.CreateDirectory(_home["bucket", "data"]);
    }

    public void Dispose() => _home.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("transfer_id,expense_transaction_id,income_transaction_id\n")]
    public async Task A_loose_file_without_rows_empties_no_table(string text)
    {
        Drop("1,3,4\n2,7,8\n");
        await _pipeline.CopyAsync();
        Drop(text);

        var result = Assert.Single(await _pipeline.CopyAsync(new LoadOptions { Mode = LoadMode.Replace }));

        Assert.Equal(LoadStatus.Failed, result.Status);
        Assert.Contains("it has no rows", result.Error, StringComparison.Ordinal);
        Drop("3,9,10\n");
        Assert.Equal(LoadStatus.Loaded, Assert.Single(await _pipeline.CopyAsync()).Status);
        await using var warehouse = Addresses.OpenWarehouse(_pipeline.Connection);
        var table = (await warehouse.ReadTableAsync("Transfers", Stop))!;
        Assert.Equal(3, (await warehouse.ReadTotalsAsync(table, null, Stop)).Rows);
    }

    [Fact]
    public async Task A_loose_file_with_its_columns_in_another_order_is_refused()
    {
        Drop("transfer_id,income_transaction_id,expense_transaction_id\n1,3,4\n");

        var result = Assert.Single(await _pipeline.CopyAsync());

        Assert.Equal(LoadStatus.Failed, result.Status);
        Assert.Contains("in another order", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,3,4\n2,7,9\n")]
    [InlineData("1,3,4\n")]
    public async Task A_loose_file_that_is_replaced_while_it_waits_is_loaded_as_it_is_or_refused_and_kept(string text)
    {
        Drop("1,3,4\n2,7,8\n");
        await using var load = new DataLoad(
            _pipeline.Connection, new LoadOptions(), new Progress<ItemProgress>(), new Progress<string>());
        var waiting = Assert.Single(await load.FindAsync(null, Stop));
        Drop(text);
        File.SetLastWriteTimeUtc(_home["bucket", "data", "Transfers.csv"], DateTime.UtcNow.AddMinutes(1));

        var result = Assert.Single(await load.LoadAsync(waiting, Stop).ToListAsync(Stop));

        if (result.Status == LoadStatus.Loaded)
            Assert.Equal(text.Count(c => c == '\n'), result.RowsLoaded);
        else
            Assert.Contains("Transfers.csv", result.Error, StringComparison.Ordinal);
        Assert.Contains(
            Directory.EnumerateFiles(_home["bucket"], "Transfers.csv", SearchOption.AllDirectories),
            path => File.ReadAllText(path) == text);
    }

    [Fact]
    public async Task A_file_that_took_the_place_of_another_is_not_moved_away_with_it()
    {
        Drop("1,3,4\n");
        await using var bucket = Addresses.OpenBucket(_pipeline.Connection);
        var listed = await bucket.ListAsync("data/", Stop).SingleAsync(Stop);
        Drop("2,7,8\n");
        File.SetLastWriteTimeUtc(_home["bucket", "data", "Transfers.csv"], DateTime.UtcNow.AddMinutes(1));

        await Assert.ThrowsAsync<BucketException>(() =>
            bucket.MoveAsync([new ObjectMove(listed.Key, "processed/Transfers.csv") { Listed = listed }], Stop));

        Assert.Equal("2,7,8\n", await File.ReadAllTextAsync(_home["bucket", "data", "Transfers.csv"], Stop));
    }

    [Fact]
    public async Task What_was_processed_before_is_not_overwritten_by_other_files_of_the_same_name()
    {
        var files = await _pipeline.ExportAsync(
            await _pipeline.NewBatchesAsync(new BatchRequest { Days = 1 }), new ExportOptions { Compression = FileCompression.None });
        await _pipeline.SendAsync(files);
        var older = _home["bucket", "processed", files[0].Run, "Tax", "Tax-0001.csv"];
        Directory.CreateDirectory(Path.GetDirectoryName(older)!);
        await File.WriteAllTextAsync(older, "what somebody kept here", Stop);

        Assert.All(await _pipeline.CopyAsync(), result => Assert.Equal(LoadStatus.Loaded, result.Status));

        Assert.Equal("what somebody kept here", await File.ReadAllTextAsync(older, Stop));
        Assert.Contains($"processed/{files[0].Run}/Tax/again-2/Tax-0001.csv", _pipeline.Keys("processed"));
        Assert.Empty(_pipeline.Keys("data"));
    }

    [Fact]
    public async Task The_same_run_in_both_places_is_loaded_once_and_kept_once()
    {
        var files = await _pipeline.ExportAsync(
            await _pipeline.NewBatchesAsync(new BatchRequest { Days = 1 }), destination: _home["exported"]);
        await _pipeline.SendAsync(files);
        await _pipeline.CopyAsync();
        var before = _pipeline.Keys("processed");
        await _pipeline.SendAsync(files);

        Assert.All(await _pipeline.CopyAsync(), result => Assert.Equal(LoadStatus.AlreadyLoaded, result.Status));

        Assert.Equal(before.Where(IsPart), _pipeline.Keys("processed").Where(IsPart));
        static bool IsPart(string key) => key.EndsWith(".zst", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_with_fewer_tables_than_were_exported_is_told()
    {
        var files = await _pipeline.ExportAsync(await _pipeline.NewBatchesAsync(new BatchRequest { Days = 1 }));
        await _pipeline.SendAsync(files.Where(file => file.Table != "Tax"));

        await _pipeline.CopyAsync();

        Assert.Contains(
            "has 7 of the 8 tables that were exported",
            await File.ReadAllTextAsync(_pipeline.Connection.LogPath, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_shrank_is_refused_even_where_run_and_manifest_were_edited_to_agree()
    {
        var files = await _pipeline.ExportAsync(
            await _pipeline.NewBatchesAsync(new BatchRequest { Days = 1 }), new ExportOptions { Compression = FileCompression.None });
        await _pipeline.SendAsync(files);
        var folder = _home["bucket", "data", files[0].Run];
        var part = Path.Combine(folder, "Tax", "Tax-0001.csv");
        var lines = await File.ReadAllLinesAsync(part, Stop);
        await File.WriteAllTextAsync(part, string.Concat(lines[..^1].Select(line => line + "\n")), Stop);
        var bytes = new FileInfo(part).Length;
        var document = RunJson.ReadRun(await File.ReadAllBytesAsync(Path.Combine(folder, "run.json"), Stop), folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, "run.json"), RunJson.Write(document with
        {
            Tables =
            [
                .. document.Tables.Select(table => table.Schema.Name != "Tax" ? table : table with
                {
                    Files = [table.Files[0] with { Bytes = bytes, Sha256 = Hash(part) }],
                }),
            ],
        }), Stop);
        var manifest = Path.Combine(folder, "Tax", "manifest.json");
        var old = RunJson.ReadManifest(await File.ReadAllBytesAsync(manifest, Stop), manifest);
        await File.WriteAllBytesAsync(
            manifest, RunJson.Write(new CopyManifest([old.Entries[0] with { Meta = new CopyManifestMeta(bytes) }])), Stop);

        var failed = Assert.Single(await _pipeline.CopyAsync(), result => result.Status == LoadStatus.Failed);

        Assert.Equal(("Tax", LoadProof.Refuted), (failed.Table, failed.Proof));
    }

    [Fact]
    public async Task A_clock_that_is_ahead_does_not_put_a_run_aside_that_is_still_being_sent()
    {
        Put("20990101T000000000Z-abcdef", DateTime.UtcNow);
        Put("20260101T000000000Z-abcdef", DateTime.UtcNow.AddDays(-2));
        await using var load = new DataLoad(
            _pipeline.Connection, new LoadOptions(), new Progress<ItemProgress>(), new Progress<string>());

        await load.TidyAsync(Stop);

        Assert.Equal(["data/20990101T000000000Z-abcdef/Tax/Tax-0001.csv"], _pipeline.Keys("data"));
        Assert.Contains("error/20260101T000000000Z-abcdef/Tax/Tax-0001.csv", _pipeline.Keys("error"));
    }

    private void Put(string run, DateTime written)
    {
        var path = _home["bucket", "data", run, "Tax", "Tax-0001.csv"];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "1\n");
        File.SetLastWriteTimeUtc(path, written);
    }

    private static string Hash(string path) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));

    private void Drop(string text) => File.WriteAllBytes(_home["bucket", "data", "Transfers.csv"], Encoding.UTF8.GetBytes(text));
}
