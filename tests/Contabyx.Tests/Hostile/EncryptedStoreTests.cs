using System.Globalization;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Connections;

namespace Contabyx.Tests;

/// <summary>Objects under a KMS key: their tag is no MD5, and a copy has another one ("Object", Amazon S3 API Reference).</summary>
public sealed class EncryptedStoreTests : IDisposable
{
    private const string Tag = "0123456789abcdef0123456789abcdef";
    private const string OtherTag = "fedcba9876543210fedcba9876543210";

    private readonly TemporaryFolder _home = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("aws:kms")]
    [InlineData("aws:kms:dsse")]
    public async Task An_object_whose_tag_is_no_MD5_is_read(string encryption)
    {
        await using var store = new LyingStore(_ => Answer("abc", Tag, encryption));
        await using var bucket = Addresses.OpenBucket(store.Connect(EmbeddedTwin.Connection(_home.Path)));

        await using var stream = await bucket.OpenAsync("data/run.json", Stop);
        using var reader = new StreamReader(stream!);

        Assert.Equal("abc", await reader.ReadToEndAsync(Stop));
    }

    [Fact]
    public async Task A_copy_with_another_tag_is_not_copied_again()
    {
        var copies = 0;
        var keys = new List<string>();
        await using var store = new LyingStore(request =>
        {
            keys.Add(request[..request.IndexOf(" HTTP", StringComparison.Ordinal)]);
            if (request.StartsWith("HEAD", StringComparison.Ordinal))
                return Answer("", request.Contains("processed", StringComparison.Ordinal) ? OtherTag : Tag, "aws:kms", 3);
            if (request.StartsWith("POST", StringComparison.Ordinal))
                return Answer("<DeleteResult><Deleted><Key>books/data/a</Key></Deleted></DeleteResult>", Tag, "aws:kms");
            copies++;
            return Answer($"<CopyObjectResult><ETag>\"{OtherTag}\"</ETag></CopyObjectResult>", OtherTag, "aws:kms");
        });
        await using var bucket = Addresses.OpenBucket(store.Connect(EmbeddedTwin.Connection(_home.Path)));
        var listed = new BucketObject("data/a", 3, Tag, DateTimeOffset.UnixEpoch);

        await bucket.MoveAsync([new ObjectMove("data/a", "processed/a") { Listed = listed }], Stop);

        Assert.Equal(1, copies);
        Assert.Contains(
            keys, key => key.StartsWith("POST /shelf", StringComparison.Ordinal) && key.Contains("delete", StringComparison.Ordinal));
    }

    private static string Answer(string body, string tag, string encryption, int? length = null) =>
        $"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nETag: \"{tag}\"\r\nx-amz-server-side-encryption: {encryption}\r\n"
            + "x-amz-server-side-encryption-aws-kms-key-id: arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d\r\n"
            + $"Content-Length: {(length ?? body.Length).ToString(CultureInfo.InvariantCulture)}\r\nConnection: close\r\n\r\n{body}";
}
