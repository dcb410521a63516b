using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Waits;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// Deletes objects together. The store answers such a request with 200 whatever becomes of the objects, and has an error for each that
/// stays ("DeleteObjects", Amazon S3 API Reference). So the SDK neither asks again for them, nor does its error say why.
/// </summary>
/// <param name="address">The bucket.</param>
internal sealed class S3Deletion(IAmazonS3 client, S3Address address)
{
    /// <summary>How many objects one request can delete ("DeleteObjects", Amazon S3 API Reference).</summary>
    public const int MostKeys = 1_000;

    // "Error responses", Amazon S3 API Reference: the request may be sent again.
    private static readonly string[] Passing = ["SlowDown", "InternalError", "ServiceUnavailable", "RequestTimeout", "OperationAborted"];
    private static readonly RetryPolicy Retry = new(3, TimeSpan.FromSeconds(1));

    /// <summary>Deletes objects in one request; missing ones are ignored. What a busy store leaves is asked for again.</summary>
    /// <param name="keys">Full keys, as many as one request can delete.</param>
    /// <returns>Whether delete markers took their place, so that they stay as earlier versions.</returns>
    /// <exception cref="ContabyxException">The store refused one of them.</exception>
    public async Task<bool> DeleteAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        if (keys.Count == 0)
            return false; // An empty list is not a valid request.
        var keepsVersions = false;
        for (var attempt = 1; ; attempt++)
        {
            var (deleted, refused) = await TryAsync(keys, cancellation).ConfigureAwait(false);
            keepsVersions |= deleted.Any(item => item.DeleteMarker == true);
            if (refused.Count == 0)
                return keepsVersions;
            var final = refused.FirstOrDefault(error => !Passing.Contains(error.Code));
            if (final is not null || attempt == Retry.Attempts)
                throw Name(final ?? refused[0]);
            keys = [.. refused.Select(error => error.Key)];
            await Retry.PauseAsync(attempt, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<(IReadOnlyList<DeletedObject> Deleted, IReadOnlyList<DeleteError> Refused)> TryAsync(
        IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var request = new DeleteObjectsRequest
        {
            BucketName = address.Bucket, Objects = [.. keys.Select(key => new KeyVersion { Key = key })],
        };
        try
        {
            var response = await client.DeleteObjectsAsync(request, cancellation).ConfigureAwait(false);
            return (response.DeletedObjects ?? [], []);
        }
        catch (DeleteObjectsException e) when (e.Response?.DeleteErrors is [_, ..])
        {
            return (e.Response.DeletedObjects ?? [], e.Response.DeleteErrors);
        }
    }

    private ContabyxException Name(DeleteError error) => S3Errors.Name(
        $"{S3Address.Start}{address.Bucket}/{error.Key}",
        new AmazonS3Exception(error.Message ?? error.Code) { ErrorCode = error.Code, StatusCode = HttpStatusCode.OK });
}
