using System.Security.Cryptography;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Buckets.S3;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.ServerTests;

public sealed class S3BucketTests(Servers servers) : IAsyncLifetime
{
    private readonly string _name = "t-" + Guid.NewGuid().ToString("N");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("contabyx-s3-");
    private S3Bucket _bucket = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bucket = Open();
        await _bucket.InitializeAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _bucket.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(32 << 20)]
    [InlineData((32 << 20) + 1)]
    [InlineData((80 << 20) + 7)]
    public async Task A_file_comes_back_as_it_was_with_its_hash(int bytes)
    {
        var (path, hash) = MakeFile(bytes);

        var put = await _bucket.PutFileAsync("data/a", path, hash, Stop);

        Assert.Equal(bytes, put.Bytes);
        Assert.Equal(hash, await HashOfBodyAsync("data/a"));
        Assert.Equal((put.ETag, hash), await S3Tags.OfFileAsync(path, Stop));
        Assert.True(await _bucket.HoldsAsync(put, path, hash, Stop));
        Assert.False(await _bucket.HoldsAsync(put, path, new string('0', 64), Stop));
        var listed = Assert.Single(await _bucket.ListAsync("data/", Stop).ToListAsync(Stop));
        Assert.Equal(("data/a", (long)bytes, put.ETag), (listed.Key, listed.Bytes, listed.ETag));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(40 << 20)]
    public async Task A_file_that_was_changed_is_refused_and_leaves_nothing(int bytes)
    {
        var (path, _) = MakeFile(bytes);

        await Assert.ThrowsAsync<DamagedFileException>(() => _bucket.PutFileAsync("data/a", path, new string('0', 64), Stop));

        Assert.Empty(await _bucket.ListAsync("", Stop).ToListAsync(Stop));
        Assert.Empty(await UploadsAsync());
    }

    [Fact]
    public async Task A_cancelled_upload_is_aborted()
    {
        var (path, hash) = MakeFile(200 << 20);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var putting = _bucket.PutFileAsync("data/a", path, hash, stop.Token);
        while (_bucket.Requests.GetValueOrDefault("UploadPart") < 3)
            await Task.Delay(5, Stop);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => putting);
        Assert.Empty(await UploadsAsync());
        Assert.Empty(await _bucket.ListAsync("", Stop).ToListAsync(Stop));
    }

    [Theory]
    [InlineData("data/with blank")]
    [InlineData("data/plus+percent%20")]
    [InlineData("data/ação/日本/'q'&<x>")]
    [InlineData("data/a?b#c")]
    public async Task Odd_keys_survive_every_operation(string key)
    {
        await _bucket.PutAsync(key, "one"u8.ToArray(), Stop);
        await _bucket.MoveAsync([new ObjectMove(key, "processed/" + key)], Stop);

        Assert.Equal(["processed/" + key], (await _bucket.ListAsync("", Stop).ToListAsync(Stop)).Select(item => item.Key));
        Assert.Equal("one", await ReadAsync("processed/" + key));
        await _bucket.DeleteAsync("processed/" + key, Stop);
        Assert.Empty(await _bucket.ListAsync("", Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task Moves_may_be_repeated_after_a_crash_at_any_moment()
    {
        await _bucket.PutAsync("data/both", "x"u8.ToArray(), Stop);
        await _bucket.PutAsync("processed/both", "x"u8.ToArray(), Stop);
        await _bucket.PutAsync("processed/done", "y"u8.ToArray(), Stop);
        await _bucket.PutAsync("data/new", "z"u8.ToArray(), Stop);
        ObjectMove[] moves = [new("data/both", "processed/both"), new("data/done", "processed/done"), new("data/new", "processed/new")];

        await _bucket.MoveAsync(moves, Stop);
        await _bucket.MoveAsync(moves, Stop);

        Assert.Equal(
            ["processed/both", "processed/done", "processed/new"],
            (await _bucket.ListAsync("", Stop).ToListAsync(Stop)).Select(item => item.Key));
        await Assert.ThrowsAsync<DamagedFileException>(() => _bucket.MoveAsync([new("data/none", "processed/none")], Stop));
        await Assert.ThrowsAsync<BucketException>(() => _bucket.MoveAsync([new("processed/new", "processed/new")], Stop));
    }

    [Fact]
    public async Task An_object_above_the_limit_of_one_copy_is_copied_in_parts()
    {
        var (path, hash) = MakeFile(24 << 20);
        await using var bucket = Open(largestCopy: 8 << 20);
        await bucket.PutFileAsync("data/a", path, hash, Stop);

        await bucket.MoveAsync([new ObjectMove("data/a", "processed/a")], Stop);

        Assert.Equal(3, bucket.Requests["CopyPart"]);
        Assert.Equal(hash, await HashOfBodyAsync("processed/a"));
        Assert.Equal(["processed/a"], (await _bucket.ListAsync("", Stop).ToListAsync(Stop)).Select(item => item.Key));
    }

    [Fact]
    public async Task More_objects_than_a_page_holds_are_all_listed_in_order_and_moved_with_few_requests()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 1_050), Stop, async (i, stop) =>
            await _bucket.PutAsync($"data/{i:0000}", new byte[] { 1 }, stop));
        await _bucket.PutAsync("data-other/x", new byte[] { 1 }, Stop);

        var keys = (await _bucket.ListAsync("data/", Stop).ToListAsync(Stop)).ConvertAll(item => item.Key);
        await _bucket.MoveAsync([.. keys.Select(key => new ObjectMove(key, "processed/" + key))], Stop);

        Assert.Equal(1_050, keys.Count);
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        Assert.Equal(2, _bucket.Requests["DeleteObjects"]);
        Assert.Empty(await _bucket.ListAsync("data/", Stop).ToListAsync(Stop));
    }

    [Theory]
    [InlineData("data/../../x")]
    [InlineData("./x")]
    public async Task A_key_that_leads_out_is_refused(string key) =>
        await Assert.ThrowsAsync<DamagedFileException>(() => _bucket.PutAsync(key, new byte[] { 1 }, Stop));

    [Fact]
    public async Task What_is_missing_is_null()
    {
        Assert.Null(await _bucket.OpenAsync("data/none", Stop));
        Assert.Null(await _bucket.HashAsync("data/none", Stop));
    }

    [Fact]
    public async Task Wrong_keys_a_missing_bucket_and_a_dead_endpoint_are_told_apart_without_secrets()
    {
        var wrong = servers.S3 with { SecretKey = new Secret("marked-wrong-secret") };
        var key = await FailureAsync(_name, wrong);
        var bucket = await FailureAsync("t-none-" + Guid.NewGuid().ToString("N"), servers.S3);
        var endpoint = await FailureAsync(_name, servers.S3 with { Endpoint = "http://127.0.0.1:9" });

        Assert.Contains("credentials are wrong", Assert.IsType<ConnectionException>(key).Message, StringComparison.Ordinal);
        Assert.Contains("the bucket does not exist", Assert.IsType<BucketException>(bucket).Message, StringComparison.Ordinal);
        Assert.IsType<ConnectionException>(endpoint);
        Assert.DoesNotContain("marked-wrong-secret", key.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checks_pass_where_all_is_well_and_leave_nothing()
    {
        var checks = await _bucket.CheckAsync(Stop).ToListAsync(Stop);

        Assert.DoesNotContain(checks, check => check.Outcome is CheckOutcome.Failed);
        Assert.Contains(checks, check => check is { Check: "Objects", Outcome: CheckOutcome.Passed });
        Assert.Empty(await _bucket.ListAsync("", Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task Checks_of_a_bucket_that_is_not_there_say_what_to_do()
    {
        await using var bucket = new S3Bucket(new S3Address("t-" + Guid.NewGuid().ToString("N"), "k/"), servers.S3);

        var checks = await bucket.CheckAsync(Stop).ToListAsync(Stop);

        var reachable = checks.Single(check => check.Check == "Reachable");
        Assert.Equal(CheckOutcome.Warning, reachable.Outcome);
        Assert.Contains("The first run creates it", reachable.Detail, StringComparison.Ordinal);
        Assert.Contains("Initialize-Contabyx", reachable.Advice, StringComparison.Ordinal);
        Assert.All(checks.Skip(2), check => Assert.Equal(CheckOutcome.Skipped, check.Outcome));

        // What a run does first.
        await bucket.InitializeAsync(Stop);
        Assert.DoesNotContain(await bucket.CheckAsync(Stop).ToListAsync(Stop), check => check.Outcome == CheckOutcome.Failed);
    }

    [Fact]
    public async Task Tags_and_metadata_travel_with_a_move()
    {
        await using var bucket = new S3Bucket(
            new S3Address(_name, "books/"), servers.S3 with { Tags = new Dictionary<string, string> { ["project"] = "books" } });
        await bucket.PutAsync("data/a", "x"u8.ToArray(), Stop);
        await bucket.MoveAsync([new ObjectMove("data/a", "processed/a")], Stop);

        using var client = S3Clients.Create(new S3Address(_name, ""), servers.S3);
        var tags = await client.GetObjectTaggingAsync(new() { BucketName = _name, Key = "books/processed/a" }, Stop);
        Assert.Equal([("project", "books")], tags.Tagging.Select(tag => (tag.Key, tag.Value)));
        var head = await client.GetObjectMetadataAsync(_name, "books/processed/a", Stop);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("x"u8)), head.Metadata[S3Requests.HashName]);
    }

    private S3Bucket Open(long largestCopy = 5L << 30) =>
        new(new S3Address(_name, "books/"), servers.S3, largestCopy: largestCopy);

    private async Task<ContabyxException> FailureAsync(string name, BucketSettings settings)
    {
        await using var bucket = new S3Bucket(new S3Address(name, ""), settings);
        return await Assert.ThrowsAnyAsync<ContabyxException>(
            async () => await bucket.ListAsync("", Stop).ToListAsync(Stop));
    }

    private (string Path, string Hash) MakeFile(int bytes)
    {
        var content = new byte[bytes];
        new Random(bytes).NextBytes(content);
        var path = Path.Combine(_folder.FullName, "file");
        File.WriteAllBytes(path, content);
        return (path, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    private async Task<string> HashOfBodyAsync(string key)
    {
        await using var stream = await _bucket.OpenAsync(key, Stop);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream!, Stop));
    }

    private async Task<string> ReadAsync(string key)
    {
        await using var stream = await _bucket.OpenAsync(key, Stop);
        using var reader = new StreamReader(stream!);
        return await reader.ReadToEndAsync(Stop);
    }

    private async Task<IReadOnlyList<string>> UploadsAsync()
    {
        using var client = S3Clients.Create(new S3Address(_name, ""), servers.S3);
        var uploads = await client.ListMultipartUploadsAsync(_name, Stop);
        return [.. (uploads.MultipartUploads ?? []).Select(upload => upload.Key)];
    }
}
