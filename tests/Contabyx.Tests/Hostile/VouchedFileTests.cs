using Contabyx.Engine.Buckets;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Load;
using Contabyx.Engine.Runs;

namespace Contabyx.Tests;

/// <summary>
/// By what a part is recognised: the store's checksum, the tag that it gave, or its bytes; never by nothing. The bucket
/// here vouches for what each test says.
/// </summary>
public sealed class VouchedFileTests : IAsyncLifetime
{
    private const string Composite = "K3rTGRk0bPmCyYnFsdGWXQFyUpFn2Ljr3tgxg2oOJrY=-3";

    private readonly TemporaryFolder _home = new();
    private readonly Pipeline _pipeline;
    private string _run = "";

    public VouchedFileTests() => _pipeline = new Pipeline(_home.Path);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var files = await _pipeline.ExportAsync(
            await _pipeline.NewBatchesAsync(new BatchRequest { Days = 1 }), new ExportOptions { Compression = FileCompression.None });
        _run = files[0].Run;
        await _pipeline.SendAsync(files);
    }

    public ValueTask DisposeAsync()
    {
        _home.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Where_the_store_keeps_the_hash_it_is_compared() =>
        Assert.Equal(FileCheck.Checksum, await VerifyAsync(_ => Sha256OfPart()));

    [Fact]
    public async Task Another_hash_that_the_store_keeps_is_refused() =>
        await RefusesAsync("its bytes were changed", _ => new string('0', 64));

    [Fact]
    public async Task The_tag_that_the_store_gave_is_enough_where_it_keeps_no_hash() =>
        Assert.Equal(FileCheck.Tag, await VerifyAsync(_ => null));

    [Fact]
    public async Task A_part_with_another_tag_and_the_same_bytes_is_read_and_taken() =>
        Assert.Equal(FileCheck.Bytes, await VerifyAsync(_ => null, file => file with { ETag = "another" }));

    [Fact]
    public async Task A_part_without_a_noted_tag_is_read_and_taken() =>
        Assert.Equal(FileCheck.Bytes, await VerifyAsync(_ => null, file => file with { ETag = null }));

    [Fact]
    public async Task The_checksum_of_parts_is_compared_with_the_one_at_the_upload() =>
        Assert.Equal(FileCheck.Checksum, await VerifyAsync(_ => Composite, file => file with { Checksum = Composite }));

    [Fact]
    public async Task Another_checksum_of_parts_makes_the_bytes_be_read() =>
        Assert.Equal(FileCheck.Bytes, await VerifyAsync(_ => Composite, file => file with { Checksum = "x" + Composite }));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_part_of_the_same_size_and_other_bytes_is_refused(bool hasTag)
    {
        var path = Part();
        var bytes = await File.ReadAllBytesAsync(path, Stop);
        bytes[5] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Stop);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(1));

        await RefusesAsync("its bytes were changed", _ => null, file => hasTag ? file : file with { ETag = null });
    }

    [Fact]
    public async Task A_part_that_a_listing_forgets_is_refused()
    {
        await using var bucket = Open(_ => null, item => item.Key.EndsWith("Tax-0001.csv", StringComparison.Ordinal) ? null : item);

        var error = await Assert.ThrowsAsync<DamagedFileException>(async () =>
            await new FileVerifier(bucket).VerifyAsync(await PlanAsync(bucket), Stop));

        Assert.Contains("Tax-0001.csv: it is missing", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_part_that_is_replaced_or_taken_away_while_it_is_loaded_is_found(bool taken)
    {
        await using var bucket = Open(_ => null);
        var table = await PlanAsync(bucket);
        var verifier = new FileVerifier(bucket);
        var verified = await verifier.VerifyAsync(table, Stop);
        await verifier.VerifyUnchangedAsync(table, verified, Stop);

        if (taken)
            File.Delete(Part());
        else
            File.SetLastWriteTimeUtc(Part(), DateTime.UtcNow.AddMinutes(1));

        var error = await Assert.ThrowsAsync<DamagedFileException>(() => verifier.VerifyUnchangedAsync(table, verified, Stop));
        Assert.Contains("while it was being loaded", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_that_lets_a_part_be_left_out_is_refused()
    {
        var manifest = Path.Combine(Path.GetDirectoryName(Part())!, "manifest.json");
        await File.WriteAllTextAsync(
            manifest, (await File.ReadAllTextAsync(manifest, Stop)).Replace(
                "\"mandatory\": true", "\"mandatory\": false", StringComparison.Ordinal), Stop);

        var failed = Assert.Single(await _pipeline.CopyAsync(), result => result.Status == LoadStatus.Failed);

        Assert.Contains("allows Tax-0001.csv to be missing", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_verified_is_told()
    {
        Assert.All(await _pipeline.CopyAsync(), result => Assert.Equal(FileCheck.Bytes, result.FileCheck));
        Assert.Contains("filesBy", await File.ReadAllTextAsync(_pipeline.Connection.LogPath, Stop), StringComparison.Ordinal);
    }

    private string Part() => _home["bucket", "data", _run, "Tax", "Tax-0001.csv"];

    private string Sha256OfPart() =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Part())));

    private OddBucket Open(Func<string, string?> hashes, Func<BucketObject, BucketObject?>? lists = null) =>
        new(Addresses.OpenBucket(_pipeline.Connection)) { Hashes = hashes, Lists = lists ?? (item => item) };

    private async Task<PlannedTable> PlanAsync(IBucket bucket)
    {
        var run = await new RunPlanner(bucket).PlanAsync(_run, null, Stop);
        return run.Tables.Single(table => table.Load.Table.Name == "Tax");
    }

    private async Task<FileCheck> VerifyAsync(Func<string, string?> hashes, Func<RunFile, RunFile>? change = null)
    {
        await using var bucket = Open(hashes);
        var table = await PlanAsync(bucket);
        table = table with { Files = [.. table.Files.Select(change ?? (file => file))] };
        return (await new FileVerifier(bucket).VerifyAsync(table, Stop)).Check;
    }

    private async Task RefusesAsync(string reason, Func<string, string?> hashes, Func<RunFile, RunFile>? change = null)
    {
        var error = await Assert.ThrowsAsync<DamagedFileException>(() => VerifyAsync(hashes, change));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains("Tax-0001.csv", error.Message, StringComparison.Ordinal);
    }
}
