using System.Collections.Concurrent;
using Amazon.S3;
using Amazon.S3.Model;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// Moves objects: copies them within the store, in parallel, in parts above 5 GB; verifies each copy by its size and tag;
/// and only then deletes the originals together.
/// </summary>
/// <param name="address">The bucket.</param>
/// <param name="settings">How it is used.</param>
/// <param name="requests">Makes the requests.</param>
/// <param name="largestCopy">
/// The most bytes to copy in one piece ("CopyObject", Amazon S3 API Reference: 5 GB).
/// </param>
internal sealed class S3Moves(
    AmazonS3Client client, S3Address address, BucketSettings settings, S3Requests requests, long largestCopy = 5L << 30)
{
    private const long CopyPartBytes = 512L << 20;

    /// <summary>Moves objects.</summary>
    /// <param name="moves">Full keys.</param>
    public async Task MoveAsync(IReadOnlyList<ObjectMove> moves, CancellationToken cancellation)
    {
        if (moves.FirstOrDefault(move => move.From == move.To) is { From: { } same })
            throw new BucketException(UriOf(same), "it would be moved onto itself.", "Move it to another key.");
        var changed = new ConcurrentBag<string>();
        foreach (var some in moves.Chunk(S3Deletion.MostKeys))
        {
            await Parallel.ForEachAsync(
                some,
                new ParallelOptions { MaxDegreeOfParallelism = settings.Connections, CancellationToken = cancellation },
                async (move, stop) =>
                {
                    if (!await CopyAsync(move, stop).ConfigureAwait(false))
                        changed.Add(move.From);
                }).ConfigureAwait(false);
            await new S3Deletion(client, address)
                .DeleteAsync([.. some.Select(move => move.From).Except(changed)], cancellation).ConfigureAwait(false);
        }

        if (changed.Order(StringComparer.Ordinal).FirstOrDefault() is { } first)
            throw new BucketException(UriOf(first), "it was replaced in the meantime.", "It stays where it is, and the next run loads it.");
    }

    // False when there is now another object than the one that was listed.
    private async Task<bool> CopyAsync(ObjectMove move, CancellationToken cancellation)
    {
        var copied = move.Listed is { } known && known.Bytes <= largestCopy
            ? await TryCopyAsync(move, known.ETag, cancellation).ConfigureAwait(false) : null;
        if (copied is not null && copied == move.Listed?.ETag)
            return true;
        if (await HeadAsync(move.From, cancellation).ConfigureAwait(false) is not { } original)
        {
            // An earlier move was cut short after the copy.
            if (await HeadAsync(move.To, cancellation).ConfigureAwait(false) is null)
                throw new DamagedFileException(UriOf(move.From), "it cannot be moved, because it no longer exists.");
            return true;
        }

        var (bytes, etag) = (original.ContentLength, original.ETag.Trim('"'));
        if (move.Listed is { } listed && (listed.Bytes != bytes || listed.ETag != etag))
            return false;
        if (bytes > largestCopy)
        {
            await CopyPartsAsync(move, original, cancellation).ConfigureAwait(false);
        }
        else if (copied is null)
        {
            var copy = await client.CopyObjectAsync(requests.Copy(move.From, move.To, etag), cancellation).ConfigureAwait(false);
            if (copy.ETag.Trim('"') == etag)
                return true;
        }

        // The tag of an object in parts, or under a KMS key, is not that of its copy: then size and checksum must be.
        var arrived = await HeadAsync(move.To, cancellation).ConfigureAwait(false);
        if (arrived?.ContentLength != bytes || HashOf(arrived) != HashOf(original)
            || !IsSame(arrived.ChecksumSHA256, original.ChecksumSHA256))
            throw new DamagedFileException(UriOf(move.To), $"the copy differs from the object of {bytes} bytes that was copied.");
        return true;
    }

    // An object that was just listed is usually still there, with a tag that its copy has as well. NULL when it is not.
    private async Task<string?> TryCopyAsync(ObjectMove move, string etag, CancellationToken cancellation)
    {
        try
        {
            var copy = await client.CopyObjectAsync(requests.Copy(move.From, move.To, etag), cancellation).ConfigureAwait(false);
            return copy.ETag.Trim('"');
        }
        catch (AmazonS3Exception e) when (S3Errors.IsMissing(e) || e.StatusCode == System.Net.HttpStatusCode.PreconditionFailed)
        {
            return null;
        }
    }

    // A copy in one piece of an object in parts has a checksum of another kind.
    private static bool IsSame(string? copy, string? original) =>
        string.IsNullOrEmpty(copy) || string.IsNullOrEmpty(original) || copy == original
        || copy.Contains('-', StringComparison.Ordinal) != original.Contains('-', StringComparison.Ordinal);

    private async Task CopyPartsAsync(ObjectMove move, GetObjectMetadataResponse original, CancellationToken cancellation)
    {
        var begun = await client.InitiateMultipartUploadAsync(requests.Begin(move.To, HashOf(original)), cancellation)
            .ConfigureAwait(false);
        try
        {
            var parts = new List<PartETag>();
            var size = Math.Min(CopyPartBytes, largestCopy);
            for (var first = 0L; first < original.ContentLength; first += size)
            {
                var part = await client.CopyPartAsync(
                    new CopyPartRequest
                    {
                        SourceBucket = address.Bucket, SourceKey = move.From, DestinationBucket = address.Bucket,
                        DestinationKey = move.To, UploadId = begun.UploadId, PartNumber = parts.Count + 1, FirstByte = first,
                        LastByte = Math.Min(first + size, original.ContentLength) - 1,
                        ETagToMatch = [original.ETag],
                    },
                    cancellation).ConfigureAwait(false);
                parts.Add(new PartETag(parts.Count + 1, part.ETag) { ChecksumSHA256 = part.ChecksumSHA256 });
            }

            await client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest
                {
                    BucketName = address.Bucket, Key = move.To, UploadId = begun.UploadId, PartETags = parts,
                },
                cancellation).ConfigureAwait(false);
        }
        catch
        {
            await new S3Upload(client, address, settings, requests).AbortAsync(move.To, begun.UploadId).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<GetObjectMetadataResponse?> HeadAsync(string key, CancellationToken cancellation)
    {
        try
        {
            var request = new GetObjectMetadataRequest { BucketName = address.Bucket, Key = key, ChecksumMode = ChecksumMode.ENABLED };
            return await client.GetObjectMetadataAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (S3Errors.IsMissing(e))
        {
            return null;
        }
    }

    private static string? HashOf(GetObjectMetadataResponse item) => item.Metadata[S3Requests.HashName];

    private string UriOf(string key) => $"{S3Address.Start}{address.Bucket}/{key}";
}
