using System.Security.Cryptography;
using Amazon.S3.Model;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Buckets.S3;
using Contabyx.Engine.Connections.Settings;
using S3Bucket = Contabyx.Engine.Buckets.S3.S3Bucket;

namespace Contabyx.ServerTests;

/// <summary>Regions, KMS, settings and versions of buckets, on two S3 servers that know different parts of them.</summary>
public sealed class S3RegionTests(Servers servers)
{
    private readonly string _name = "t-" + Guid.NewGuid().ToString("N");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bucket_is_created_in_its_Region_with_all_settings_and_every_check_passes()
    {
        await using var bucket = Open(servers.Moto with { Encryption = BucketEncryption.S3 });
        await bucket.InitializeAsync(Stop);
        await bucket.InitializeAsync(Stop);

        var checks = await bucket.CheckAsync(Stop).ToListAsync(Stop);

        Assert.All(checks, check => Assert.Equal(CheckOutcome.Passed, check.Outcome));
        Assert.Contains("us-west-2", checks.Single(check => check.Check == "Region").Detail, StringComparison.Ordinal);
        var reachable = checks.Single(check => check.Check == "Reachable").Detail;
        Assert.EndsWith($"at {servers.Moto.Endpoint}.", reachable, StringComparison.Ordinal);
        Assert.Empty(await bucket.ListAsync("", Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task A_store_that_does_not_know_the_Region_creates_the_bucket_all_the_same()
    {
        await using var bucket = Open(servers.S3 with { Region = "us-west-2" });

        await bucket.InitializeAsync(Stop);

        Assert.Empty(await bucket.ListAsync("", Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task Files_in_one_and_in_many_parts_come_back_and_are_moved_with_one_copy_each()
    {
        await using var bucket = Open(servers.Moto);
        await bucket.InitializeAsync(Stop);
        foreach (var bytes in (int[])[0, 1, (33 << 20) + 7])
        {
            var content = RandomNumberGenerator.GetBytes(bytes);
            var hash = Convert.ToHexStringLower(SHA256.HashData(content));
            var path = Path.GetTempFileName();
            try
            {
                await File.WriteAllBytesAsync(path, content, Stop);
                var put = await bucket.PutFileAsync("data/a", path, hash, Stop);
                Assert.True(await bucket.HoldsAsync(put, path, hash, Stop));
            }
            finally
            {
                File.Delete(path);
            }

            var before = bucket.Requests.GetValueOrDefault("CopyObject");
            var listed = await bucket.ListAsync("data/", Stop).SingleAsync(Stop);
            await bucket.MoveAsync([new ObjectMove("data/a", "processed/a") { Listed = listed }], Stop);

            Assert.Equal(1, bucket.Requests["CopyObject"] - before);
            await using var stream = await bucket.OpenAsync("processed/a", Stop);
            Assert.Equal(hash, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream!, Stop)));
        }
    }

    [Fact]
    public async Task Every_object_is_encrypted_with_the_KMS_key_after_it_was_moved_too()
    {
        const string Key = "arn:aws:kms:us-west-2:123456789012:key/0a1b2c3d-0000-1111-2222-333344445555";
        var settings = servers.Moto with { Encryption = BucketEncryption.Kms, KmsKey = Key };
        await using var bucket = Open(settings);
        await bucket.InitializeAsync(Stop);
        await bucket.PutAsync("data/a", "x"u8.ToArray(), Stop);
        await bucket.MoveAsync([new ObjectMove("data/a", "processed/a")], Stop);

        using var client = S3Clients.Create(new S3Address(_name, ""), settings);
        var head = await client.GetObjectMetadataAsync(_name, "books/processed/a", Stop);

        Assert.Equal(("aws:kms", Key), (head.ServerSideEncryptionMethod.Value, head.ServerSideEncryptionKeyManagementServiceKeyId));
        var encryption = (await bucket.CheckAsync(Stop).ToListAsync(Stop)).Single(check => check.Check == "Encryption");
        Assert.Contains("aws:kms", encryption.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_load_goes_through_another_Region_KMS_and_versions()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(
            servers, store: servers.Moto with { Encryption = BucketEncryption.Kms, KmsKey = "alias/books" });
        var batch = await pipeline.NewBatchAsync(2);
        await using (var bucket = Engine.Connections.Addresses.OpenBucket(pipeline.Connection))
            await bucket.InitializeAsync(Stop);
        using var client = S3Clients.Create(S3Address.Parse(pipeline.Connection.Bucket), pipeline.Connection.BucketSettings);
        var name = S3Address.Parse(pipeline.Connection.Bucket).Bucket;
        await client.PutBucketVersioningAsync(Versioned(name), Stop);
        await pipeline.SendAsync(batch);

        var results = await pipeline.CopyAsync();
        var again = await pipeline.CopyAsync();

        Assert.All(results, result => Assert.Equal((LoadStatus.Loaded, LoadProof.Proven), (result.Status, result.Proof)));
        Assert.Equal(800, results.Single(result => result.Table == "Tax").RowsLoaded);
        Assert.DoesNotContain(again, result => result.Status == LoadStatus.Loaded);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task In_a_versioned_bucket_files_are_moved_once_and_old_versions_are_told_of(bool isMoto)
    {
        var settings = isMoto ? servers.Moto : servers.S3;
        await using var bucket = Open(settings);
        await bucket.InitializeAsync(Stop);
        using var client = S3Clients.Create(new S3Address(_name, ""), settings);
        await client.PutBucketVersioningAsync(Versioned(_name), Stop);
        await bucket.PutAsync("data/a", "old"u8.ToArray(), Stop);
        await bucket.PutAsync("data/a", "new"u8.ToArray(), Stop);
        var moves = new[] { new ObjectMove("data/a", "processed/a") };

        await bucket.MoveAsync(moves, Stop);
        await bucket.MoveAsync(moves, Stop);

        Assert.Equal(["processed/a"], (await bucket.ListAsync("", Stop).ToListAsync(Stop)).Select(item => item.Key));
        Assert.Null(await bucket.OpenAsync("data/a", Stop));
        await using (var stream = await bucket.OpenAsync("processed/a", Stop))
        {
            using var reader = new StreamReader(stream!);
            Assert.Equal("new", await reader.ReadToEndAsync(Stop));
        }

        var versions = (await bucket.CheckAsync(Stop).ToListAsync(Stop)).Single(check => check.Check == "Versions");
        Assert.Equal(CheckOutcome.Warning, versions.Outcome);
        Assert.Contains("NoncurrentVersionExpiration", versions.Advice, StringComparison.Ordinal);
        await bucket.DeleteAsync("processed/a", Stop);
        Assert.Empty(await bucket.ListAsync("", Stop).ToListAsync(Stop));
    }

    private static PutBucketVersioningRequest Versioned(string name) => new()
    {
        BucketName = name, VersioningConfig = new S3BucketVersioningConfig { Status = Amazon.S3.VersionStatus.Enabled },
    };

    private S3Bucket Open(BucketSettings settings) => new(new S3Address(_name, "books/"), settings);
}
