using System.Collections.Concurrent;
using Amazon.S3;
using Amazon.S3.Model;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// Adds to every request what the settings ask for, and counts the requests by kind.
/// </summary>
/// <param name="address">The bucket.</param>
/// <param name="settings">How it is used.</param>
internal sealed class S3Requests(S3Address address, BucketSettings settings)
{
    /// <summary>The metadata that holds an object's SHA-256.</summary>
    public const string HashName = "x-amz-meta-contabyx-sha256";

    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether the store is Amazon S3, which verifies a SHA-256 checksum; others verify Content-MD5.
    /// </summary>
    public bool IsAmazon => S3Clients.IsAmazon(settings);

    /// <summary>Requests made, by kind.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Counts the requests of a client from now on.</summary>
    public void CountRequestsOf(AmazonS3Client client) => client.BeforeRequestEvent += (_, e) =>
        _counts.AddOrUpdate(
            e is Amazon.Runtime.WebServiceRequestEventArgs { Request: { } request } ? NameOf(request.GetType().Name) : "Other",
            1, (_, count) => count + 1);

    /// <summary>A request that puts an object in one piece.</summary>
    /// <param name="key">The object's full key.</param>
    /// <param name="sha256">The hash of its content.</param>
    /// <param name="md5">The MD5 of its content, in base64.</param>
    public PutObjectRequest Put(string key, byte[] sha256, string md5)
    {
        var request = new PutObjectRequest
        {
            BucketName = address.Bucket, Key = key, UseChunkEncoding = IsAmazon, StorageClass = StorageClass,
            ServerSideEncryptionMethod = Encryption, TagSet = Tags(),
        };
        request.Metadata[HashName] = Convert.ToHexStringLower(sha256);
        if (settings.KmsKey is not null)
            request.ServerSideEncryptionKeyManagementServiceKeyId = settings.KmsKey;
        if (IsAmazon)
            request.ChecksumSHA256 = Convert.ToBase64String(sha256);
        else
            request.MD5Digest = md5;
        return request;
    }

    /// <summary>A request that begins an object in parts.</summary>
    /// <param name="key">The object's full key.</param>
    /// <param name="sha256">The expected hash of its content, in hexadecimal digits; NULL when it is not known.</param>
    public InitiateMultipartUploadRequest Begin(string key, string? sha256)
    {
        var request = new InitiateMultipartUploadRequest
        {
            BucketName = address.Bucket, Key = key, StorageClass = StorageClass,
            ServerSideEncryptionMethod = Encryption, TagSet = Tags(),
        };
        if (sha256 is not null)
            request.Metadata[HashName] = sha256;
        if (settings.KmsKey is not null)
            request.ServerSideEncryptionKeyManagementServiceKeyId = settings.KmsKey;
        if (IsAmazon)
            request.ChecksumAlgorithm = ChecksumAlgorithm.SHA256;
        return request;
    }

    /// <summary>A request that copies an object in one piece, with its metadata and tags.</summary>
    /// <param name="from">Its full key now.</param>
    /// <param name="to">The copy's full key.</param>
    /// <param name="etag">The tag that it must still have.</param>
    public CopyObjectRequest Copy(string from, string to, string etag)
    {
        var request = new CopyObjectRequest
        {
            SourceBucket = address.Bucket, SourceKey = from, DestinationBucket = address.Bucket, DestinationKey = to,
            ETagToMatch = etag, StorageClass = StorageClass, ServerSideEncryptionMethod = Encryption,
            MetadataDirective = S3MetadataDirective.COPY,
        };
        if (settings.KmsKey is not null)
            request.ServerSideEncryptionKeyManagementServiceKeyId = settings.KmsKey;
        return request;
    }

    private S3StorageClass? StorageClass =>
        settings.StorageClass is { } name ? S3StorageClass.FindValue(name) : null;

    private ServerSideEncryptionMethod? Encryption => settings.Encryption switch
    {
        BucketEncryption.S3 => ServerSideEncryptionMethod.AES256,
        BucketEncryption.Kms => ServerSideEncryptionMethod.AWSKMS,
        _ => null,
    };

    private List<Tag> Tags() => [.. settings.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    private static string NameOf(string type) => type.EndsWith("Request", StringComparison.Ordinal) ? type[..^7] : type;
}
