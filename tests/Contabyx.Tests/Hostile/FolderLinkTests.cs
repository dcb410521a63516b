using Contabyx.Engine.Buckets;
using Contabyx.Engine.Connections;

namespace Contabyx.Tests;

/// <summary>Links in the folder that serves as a bucket: what they lead to is never read, changed or deleted.</summary>
public sealed class FolderLinkTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly Pipeline _pipeline;

    public FolderLinkTests()
    {
        _pipeline = new Pipeline(_home.Path);
        Directory.CreateDirectory(_home["outside"]);
        File.WriteAllText(_home["outside", "TaxType.csv"], "901,1,outside,0.0100\n");
        Directory.CreateDirectory(_home["bucket", "data"]);
    }

    public void Dispose()
    {
        Assert.Equal("901,1,outside,0.0100\n", File.ReadAllText(_home["outside", "TaxType.csv"]));
        Assert.Single(Directory.GetFiles(_home["outside"]));
        _home.Dispose();
    }

    [Fact]
    public async Task A_linked_file_is_refused_by_name_and_put_aside()
    {
        File.CreateSymbolicLink(_home["bucket", "data", "TaxType.csv"], _home["outside", "TaxType.csv"]);

        var result = Assert.Single(await _pipeline.CopyAsync());

        Assert.Equal((LoadStatus.Failed, 0L), (result.Status, result.RowsLoaded));
        Assert.Contains("is a link to", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_home["bucket", "data"]));
    }

    [Fact]
    public async Task A_linked_folder_is_not_followed()
    {
        Directory.CreateSymbolicLink(_home["bucket", "data", "20260101-000000-abcdef"], _home["outside"]);

        Assert.Empty(await _pipeline.CopyAsync());
    }

    [Theory]
    [InlineData("linked/new.csv")]
    [InlineData("linked/deep/new.csv")]
    public async Task Nothing_is_written_or_deleted_through_a_linked_folder(string key)
    {
        Directory.CreateSymbolicLink(_home["bucket", "data", "linked"], _home["outside"]);
        await using var bucket = Addresses.OpenBucket(_pipeline.Connection);
        var stop = TestContext.Current.CancellationToken;

        var refusal = await Assert.ThrowsAsync<DamagedFileException>(() => bucket.PutAsync("data/" + key, "x"u8.ToArray(), stop));
        await Assert.ThrowsAsync<DamagedFileException>(() => bucket.DeleteAsync("data/linked/TaxType.csv", stop));
        await Assert.ThrowsAsync<DamagedFileException>(() => bucket.OpenAsync("data/linked/TaxType.csv", stop));
        await Assert.ThrowsAsync<DamagedFileException>(() => bucket.HashAsync("data/linked/TaxType.csv", stop));
        await Assert.ThrowsAsync<DamagedFileException>(() =>
            bucket.MoveAsync([new ObjectMove("data/linked/TaxType.csv", "error/TaxType.csv")], stop));

        Assert.Contains("is a link to", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_was_swapped_for_a_link_is_refused()
    {
        var files = await _pipeline.ExportAsync(
            await _pipeline.NewBatchesAsync(new BatchRequest { Days = 1 }),
            new ExportOptions { Compression = FileCompression.None });
        await _pipeline.SendAsync(files);
        var part = _home["bucket", "data", files[0].Run, "TaxType", "TaxType-0001.csv"];
        var twin = _home["outside-part.csv"];
        File.Move(part, twin);
        File.CreateSymbolicLink(part, twin);

        var results = await _pipeline.CopyAsync();

        var failed = Assert.Single(results, result => result.Status == LoadStatus.Failed);
        Assert.Equal("TaxType", failed.Table);
        Assert.True(File.Exists(twin));
    }
}
