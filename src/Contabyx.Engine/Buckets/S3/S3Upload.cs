using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// Puts files: small ones in one piece, others in parallel parts, each with a checksum that the store verifies. An
/// upload that fails or is cancelled is aborted, so that no part is left behind.
/// </summary>
/// <param name="address">The bucket.</param>
/// <param name="settings">How it is used.</param>
/// <param name="requests">Makes the requests.</param>
internal sealed class S3Upload(AmazonS3Client client, S3Address address, BucketSettings settings, S3Requests requests)
{
    /// <summary>The size of a part, in bytes, and of the largest object that is put in one piece.</summary>
    public const long PartBytes = 32 << 20;

    // S3 takes 10,000 parts ("Amazon S3 multipart upload limits").
    private const int MostParts = 10_000;

    /// <summary>The size of the parts of a file, except the last one.</summary>
    /// <param name="length">The file's size.</param>
    public static long PartSizeOf(long length) => Math.Max(PartBytes, (length / MostParts) + 1);

    /// <summary>Puts a file.</summary>
    /// <param name="key">The object's full key.</param>
    /// <param name="path">The file.</param>
    /// <param name="sha256">The hash that it must have, in hexadecimal digits; NULL to accept it as it is.</param>
    /// <returns>The object's tag, and the checksum that the store keeps of an object in parts.</returns>
    /// <exception cref="DamagedFileException">The file has another hash.</exception>
    public async Task<(string ETag, string? Checksum)> PutAsync(string key, string path, string? sha256, CancellationToken cancellation)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        await using (file)
        {
            return file.Length <= PartBytes
                ? (await PutWholeAsync(key, file, sha256, cancellation).ConfigureAwait(false), null)
                : await PutPartsAsync(key, file, sha256, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<string> PutWholeAsync(string key, FileStream file, string? sha256, CancellationToken cancellation)
    {
        using var hashes = new FileHashes();
        var md5 = Array.Empty<byte>();
        await foreach (var part in hashes.ReadAsync(file, PartBytes + 1, false, true, cancellation).ConfigureAwait(false))
            md5 = part.Md5;
        Verify(file.Name, hashes, sha256);
        var request = requests.Put(key, hashes.Whole(), Convert.ToBase64String(md5));
        file.Position = 0;
        request.InputStream = file;
        request.AutoCloseStream = false;
        var response = await client.PutObjectAsync(request, cancellation).ConfigureAwait(false);
        return response.ETag.Trim('"');
    }

    private async Task<(string ETag, string? Checksum)> PutPartsAsync(
        string key, FileStream file, string? sha256, CancellationToken cancellation)
    {
        var begun = await client.InitiateMultipartUploadAsync(requests.Begin(key, sha256), cancellation).ConfigureAwait(false);
        try
        {
            var parts = await SendPartsAsync(key, begun.UploadId, file, sha256, cancellation).ConfigureAwait(false);
            var completed = await client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest
                {
                    BucketName = address.Bucket, Key = key, UploadId = begun.UploadId,
                    PartETags = [.. parts.OrderBy(part => part.PartNumber)],
                },
                cancellation).ConfigureAwait(false);
            return requests.IsAmazon
                ? (completed.ETag.Trim('"'), VerifyParts(key, parts, completed.ChecksumSHA256))
                : (await VerifyWholeAsync(key, file, parts.Count, cancellation).ConfigureAwait(false), null);
        }
        catch
        {
            await AbortAsync(key, begun.UploadId).ConfigureAwait(false);
            throw;
        }
    }

    // The checksum of the parts' checksums ("Checking object integrity", Amazon S3 User Guide).
    private string VerifyParts(string key, List<PartETag> parts, string? told)
    {
        var digests = parts.OrderBy(part => part.PartNumber).SelectMany(part => Convert.FromBase64String(part.ChecksumSHA256));
        var expected = $"{Convert.ToBase64String(SHA256.HashData([.. digests]))}-{parts.Count}";
        return told is null || told == expected || told + $"-{parts.Count}" == expected
            ? expected
            : throw new DamagedFileException(
                $"{S3Address.Start}{address.Bucket}/{key}", $"it arrived with the checksum {told} instead of {expected}.");
    }

    // The parts' MD5s have been verified by now, or should have been. The store is asked what it has.
    private async Task<string> VerifyWholeAsync(string key, FileStream file, int parts, CancellationToken cancellation)
    {
        var head = await client.GetObjectMetadataAsync(address.Bucket, key, cancellation).ConfigureAwait(false);
        var etag = head.ETag.Trim('"');
        if (head.ContentLength != file.Length || !etag.EndsWith($"-{parts}", StringComparison.Ordinal))
        {
            throw new DamagedFileException(
                $"{S3Address.Start}{address.Bucket}/{key}",
                $"it arrived with {head.ContentLength} bytes as {etag} instead of {file.Length} bytes in {parts} parts.");
        }

        return etag;
    }

    // The file is read once to be hashed. The parts already read are sent at the same time, from the file itself.
    private async Task<List<PartETag>> SendPartsAsync(
        string key, string upload, FileStream file, string? sha256, CancellationToken cancellation)
    {
        var size = PartSizeOf(file.Length);
        using var hashes = new FileHashes();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var (sending, sent) = (new List<Task<PartETag>>(), new List<PartETag>());
        try
        {
            await foreach (var part in hashes.ReadAsync(
                file, size, requests.IsAmazon, !requests.IsAmazon, stop.Token).ConfigureAwait(false))
            {
                sending.Add(SendPartAsync(key, upload, file.Name, part, stop.Token));
                if (sending.Count < settings.Connections)
                    continue;
                var done = await Task.WhenAny(sending).ConfigureAwait(false);
                sending.Remove(done);
                sent.Add(await done.ConfigureAwait(false));
            }

            Verify(file.Name, hashes, sha256);
            sent.AddRange(await Task.WhenAll(sending).ConfigureAwait(false));
            return sent;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(sending)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<PartETag> SendPartAsync(
        string key, string upload, string path, FilePartHash part, CancellationToken cancellation)
    {
        var request = new UploadPartRequest
        {
            BucketName = address.Bucket, Key = key, UploadId = upload, PartNumber = part.Number,
            FilePath = path, FilePosition = part.Offset, PartSize = part.Bytes, UseChunkEncoding = requests.IsAmazon,
        };
        // The SDK reads the file again for what it signs. These hashes are of the bytes whose SHA-256 is in the run.
        if (requests.IsAmazon)
            request.ChecksumSHA256 = Convert.ToBase64String(part.Sha256);
        else
            request.MD5Digest = Convert.ToBase64String(part.Md5);
        var response = await client.UploadPartAsync(request, cancellation).ConfigureAwait(false);
        return new PartETag(response) { ChecksumSHA256 = request.ChecksumSHA256 };
    }

    /// <summary>Deletes the parts of an object that is not completed.</summary>
    /// <param name="key">The object's full key.</param>
    /// <param name="upload">The upload's id.</param>
    public async Task AbortAsync(string key, string upload)
    {
        S3Caller.Current = null;
        using var limit = new CancellationTokenSource(S3Silence.CleanUp);
        try
        {
            await client.AbortMultipartUploadAsync(address.Bucket, key, upload, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is Amazon.Runtime.AmazonServiceException or Amazon.Runtime.AmazonClientException
            or HttpRequestException or OperationCanceledException or ContabyxException)
        {
            // The bucket's lifecycle rule deletes what cannot be aborted now. The first failure is the one to report.
        }
    }

    private static void Verify(string path, FileHashes hashes, string? expected)
    {
        var found = Convert.ToHexStringLower(hashes.Whole());
        if (expected is not null && found != expected)
            throw new DamagedFileException(
                path, $"its SHA-256 is {found}, but it was {expected} at the export.", advice: "Export and send the table again.");
    }
}
