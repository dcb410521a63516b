using Contabyx.Engine.Connections;
using Contabyx.Engine.Runs;

namespace Contabyx.Tests;

/// <summary>Runs of an earlier version, which gave a table such as <c>aux</c> a folder of the same name.</summary>
public sealed class EarlierFolderTests : IDisposable
{
    private const string Table = "aux";

    private readonly RunTwin _twin = new();

    public EarlierFolderTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such folders.");

    public void Dispose() => _twin.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_waits_is_loaded_and_leaves_nothing_behind()
    {
        var run = await SendAsync();

        var loaded = Assert.Single(await _twin.Pipeline.CopyAsync());

        Assert.Equal((Table, LoadStatus.Loaded, LoadProof.Proven), (loaded.Table, loaded.Status, loaded.Proof));
        Assert.Empty(_twin.Pipeline.Keys("data"));
        Assert.Contains(_twin.Pipeline.Keys("processed"), key => key.EndsWith("/manifest.json", StringComparison.Ordinal));
        Assert.Contains($"processed/{run}/run.json", _twin.Pipeline.Keys("processed"));
    }

    [Fact]
    public async Task A_run_that_failed_is_loaded_again()
    {
        var run = await SendAsync();
        Directory.CreateDirectory(_twin.Path("error"));
        Directory.Move(_twin.Path("data", run), _twin.Path("error", run));

        var loaded = Assert.Single(await _twin.RedriveAsync(run));

        Assert.Equal((Table, LoadStatus.Loaded, LoadProof.Proven), (loaded.Table, loaded.Status, loaded.Proof));
        Assert.DoesNotContain(_twin.Pipeline.Keys("error"), key => key.Contains(run, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_fails_now_is_loaded_again_after_it_was_mended()
    {
        var run = await SendAsync();
        _twin.Damage(run, Table);
        Assert.Equal(LoadStatus.Failed, Assert.Single(await _twin.Pipeline.CopyAsync()).Status);
        var part = _twin.Path([.. _twin.Pipeline.Keys("error").Single(key => key.EndsWith(".zst", StringComparison.Ordinal)).Split('/')]);
        var bytes = await File.ReadAllBytesAsync(part, Stop);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(part, bytes, Stop);

        Assert.Equal(LoadStatus.Loaded, Assert.Single(await _twin.RedriveAsync(run)).Status);
    }

    [Fact]
    public async Task A_table_that_was_put_aside_while_its_run_waited_is_not_loaded()
    {
        var run = await SendAsync();
        Directory.CreateDirectory(_twin.Path("error", run));
        Directory.Move(_twin.Path("data", run, Table), _twin.Path("error", run, Table));

        Assert.Empty(await _twin.Pipeline.CopyAsync());

        Assert.DoesNotContain(_twin.Pipeline.Keys("error"), key => key.EndsWith("/error.json", StringComparison.Ordinal));
    }

    // The run of another table, renamed.
    private async Task<string> SendAsync()
    {
        await _twin.Pipeline.NewBatchesAsync(new BatchRequest { Days = 1 });
        var files = await _twin.Pipeline.ExportTablesAsync(name => name == "TransactionTypes");
        await _twin.Pipeline.SendAsync(files);
        var run = files[0].Run;
        Directory.Move(_twin.Path("data", run, "TransactionTypes"), _twin.Path("data", run, Table));
        foreach (var part in Directory.GetFiles(_twin.Path("data", run, Table), "TransactionTypes-*"))
            File.Move(part, part.Replace("TransactionTypes-", $"{Table}-", StringComparison.Ordinal));

        await using var bucket = Addresses.OpenBucket(_twin.Connection);
        var store = new RunStore(bucket);
        var sent = await store.ReadAsync(BucketLayout.Data, run, Stop);
        var table = sent.Tables[0];
        table = table with
        {
            Schema = table.Schema with { Name = Table },
            Files = [.. table.Files.Select(file => file with { Name = file.Name.Replace("TransactionTypes-", $"{Table}-") })],
        };
        await store.PutAsync(sent with { Tables = [table] }, Stop);
        var manifest = CopyManifest.Of(table.Files.Select(file => (bucket.UriOf($"data/{run}/{Table}/{file.Name}"), file.Bytes)));
        await bucket.PutAsync($"data/{run}/{Table}/manifest.json", RunJson.Write(manifest), Stop);
        return run;
    }
}
