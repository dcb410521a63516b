using System.Security.Cryptography;
using Amazon.S3.Model;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Buckets.S3;
using Contabyx.Engine.Connections.Settings;
using S3Bucket = Contabyx.Engine.Buckets.S3.S3Bucket;

namespace Contabyx.ServerTests;

/// <summary>Parts that somebody overwrote in the bucket are found before COPY reads them, whatever metadata say.</summary>
public sealed class OverwrittenObjectTests(Servers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_part_that_was_overwritten_is_refused_before_COPY(bool sameSize, bool keepsMetadata)
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        var part = await SendAsync(pipeline);
        await OverwriteAsync(pipeline, part, bytes => sameSize ? Flip(bytes) : bytes[..^7], keepsMetadata);

        var failed = Assert.Single(await pipeline.CopyAsync(), result => result.Status == LoadStatus.Failed);

        Assert.Equal("Tax", failed.Table);
        Assert.Contains(sameSize ? "its bytes were changed" : "bytes; the run says", failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("COPY", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_was_overwritten_with_itself_loads_after_its_tag_or_bytes_were_looked_at()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        var part = await SendAsync(pipeline);
        await OverwriteAsync(pipeline, part, bytes => bytes, keepsMetadata: false);

        var results = await pipeline.CopyAsync();

        Assert.All(results, result => Assert.Equal((LoadStatus.Loaded, LoadProof.Proven), (result.Status, result.Proof)));
        Assert.All(results, result => Assert.NotEqual(FileCheck.None, result.FileCheck));
    }

    [Fact]
    public async Task A_part_that_came_in_other_parts_has_another_tag_and_is_read_and_taken()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        var part = await SendAsync(pipeline);
        using var client = Client(pipeline);
        var (name, key) = (NameOf(pipeline), "KEY/" + part);
        var bytes = await ReadAsync(client, name, key);
        var begun = await client.InitiateMultipartUploadAsync(name, key, Stop);
        using var stream = new MemoryStream(bytes);
        var sent = await client.UploadPartAsync(
            new UploadPartRequest
            {
                BucketName = name, Key = key, UploadId = begun.UploadId, PartNumber = 1, InputStream = stream, UseChunkEncoding = false,
            },
            Stop);
        await client.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest
            {
                BucketName = name, Key = key, UploadId = begun.UploadId, PartETags = [new PartETag(1, sent.ETag)],
            },
            Stop);

        var result = (await pipeline.CopyAsync()).Single(result => result.Table == "Tax");

        Assert.Equal((LoadStatus.Loaded, FileCheck.Bytes), (result.Status, result.FileCheck));
    }

    [Fact]
    public async Task What_was_verified_is_told_and_needs_no_download()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await SendAsync(pipeline);

        Assert.All(
            await pipeline.CopyAsync(), result => Assert.Equal((LoadStatus.Loaded, FileCheck.Tag), (result.Status, result.FileCheck)));
    }

    [Fact]
    public async Task A_loose_file_that_took_the_place_of_another_stays_when_that_is_moved()
    {
        await using var bucket = new S3Bucket(new S3Address("t-" + Guid.NewGuid().ToString("N"), "k/"), servers.S3);
        await bucket.InitializeAsync(Stop);
        await bucket.PutAsync("data/a.csv", "old"u8.ToArray(), Stop);
        var listed = await bucket.ListAsync("data/", Stop).SingleAsync(Stop);
        await bucket.PutAsync("data/a.csv", "new"u8.ToArray(), Stop);

        await Assert.ThrowsAsync<BucketException>(() =>
            bucket.MoveAsync([new ObjectMove("data/a.csv", "processed/a.csv") { Listed = listed }], Stop));

        Assert.Contains(await bucket.ListAsync("", Stop).ToListAsync(Stop), item => item.Key == "data/a.csv");
    }

    [Fact]
    public async Task An_object_in_parts_is_copied_once_when_it_is_moved()
    {
        await using var bucket = new S3Bucket(new S3Address("t-" + Guid.NewGuid().ToString("N"), "k/"), servers.S3);
        await bucket.InitializeAsync(Stop);
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, RandomNumberGenerator.GetBytes(34 << 20), Stop);
            await bucket.PutFileAsync("data/a", path, null, Stop);
        }
        finally
        {
            File.Delete(path);
        }

        var listed = await bucket.ListAsync("data/", Stop).SingleAsync(Stop);
        await bucket.MoveAsync([new ObjectMove("data/a", "processed/a") { Listed = listed }], Stop);

        Assert.Equal(1, bucket.Requests["CopyObject"]);
        Assert.Equal(["processed/a"], (await bucket.ListAsync("", Stop).ToListAsync(Stop)).Select(item => item.Key));
    }

    private static async Task<string> SendAsync(RedshiftPipeline pipeline)
    {
        var uploads = await pipeline.SendAsync(await pipeline.NewBatchAsync(1));
        var tax = uploads.Single(upload => upload.Table == "Tax").Uri;
        return tax[(tax.IndexOf("/KEY/", StringComparison.Ordinal) + "/KEY/".Length)..];
    }

    private async Task OverwriteAsync(RedshiftPipeline pipeline, string part, Func<byte[], byte[]> change, bool keepsMetadata)
    {
        using var client = Client(pipeline);
        var (name, key) = (NameOf(pipeline), "KEY/" + part);
        var head = await client.GetObjectMetadataAsync(name, key, Stop);
        using var stream = new MemoryStream(change(await ReadAsync(client, name, key)));
        var request = new PutObjectRequest { BucketName = name, Key = key, InputStream = stream, UseChunkEncoding = false };
        if (keepsMetadata)
            request.Metadata[S3Requests.HashName] = head.Metadata[S3Requests.HashName];
        await client.PutObjectAsync(request, Stop);
    }

    private Amazon.S3.AmazonS3Client Client(RedshiftPipeline pipeline) =>
        S3Clients.Create(new S3Address(NameOf(pipeline), ""), servers.S3);

    private static string NameOf(RedshiftPipeline pipeline) => pipeline.Connection.Bucket.Split('/')[2];

    private static async Task<byte[]> ReadAsync(Amazon.S3.AmazonS3Client client, string name, string key)
    {
        using var response = await client.GetObjectAsync(name, key, Stop);
        using var memory = new MemoryStream();
        await response.ResponseStream.CopyToAsync(memory, Stop);
        return memory.ToArray();
    }

    private static byte[] Flip(byte[] bytes)
    {
        bytes[bytes.Length / 2] ^= 1;
        return bytes;
    }
}
