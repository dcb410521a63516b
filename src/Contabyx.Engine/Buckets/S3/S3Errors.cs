using System.Net;
using System.Runtime.ExceptionServices;
using System.Xml;
using Amazon.Runtime;
using Amazon.S3;
using Contabyx.Engine.Connections.Secrets;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// Says what an error of S3 means and what to do about it ("Error responses", Amazon S3 API Reference).
/// </summary>
internal static class S3Errors
{
    /// <summary>Runs a request, and turns a failure into one that Contabyx names.</summary>
    /// <param name="uri">The URI of the bucket or the object.</param>
    /// <param name="cancellation">Cancelled when the user stops.</param>
    /// <exception cref="OperationCanceledException">The user stopped it, and nothing else.</exception>
    /// <exception cref="ConnectionException">The store cannot be reached, or does not accept these credentials.</exception>
    /// <exception cref="BucketException">The store refused the request.</exception>
    public static async Task<T> RunAsync<T>(string uri, Func<Task<T>> request, CancellationToken cancellation)
    {
        S3Caller.Current = new S3Caller(cancellation);
        try
        {
            return await request().ConfigureAwait(false);
        }
        catch (Exception e) when (cancellation.IsCancellationRequested && e is not ContabyxException)
        {
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
        catch (Exception e) when (e is not ContabyxException && Within(e) is { } known)
        {
            ExceptionDispatchInfo.Throw(known);
            throw;
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException or HttpRequestException or HttpIOException)
        {
            throw Name(uri, e);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            throw new ConnectionException(
                uri, "the request was given up: " + e.Message,
                "Check the network and the store (Test-ContabyxConnection -Target Bucket), and run the same command again.", e);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or XmlException)
        {
            // This is how the SDK fails when a store does not follow the S3 protocol.
            throw new BucketException(uri, $"the store's answer makes no sense: {e.Message}", "Check -Endpoint.", e);
        }
    }

    // The SDK wraps what its HTTP client throws while it reads an answer.
    private static ContabyxException? Within(Exception error)
    {
        for (var inner = error.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is ContabyxException known)
                return known;
        }

        return null;
    }

    /// <summary>Whether an error says that there is no such object.</summary>
    public static bool IsMissing(AmazonS3Exception error) =>
        error.StatusCode == HttpStatusCode.NotFound && error.ErrorCode != "NoSuchBucket";

    /// <summary>The failure that Contabyx names for an error of the SDK.</summary>
    /// <param name="uri">The URI of the bucket or the object.</param>
    /// <param name="error">The SDK's error.</param>
    public static ContabyxException Name(string uri, Exception error)
    {
        var said = Redactor.Redact(error.Message.Trim());
        return (error as AmazonServiceException)?.ErrorCode switch
        {
            "NoSuchBucket" or "NotFound" => new BucketException(
                uri, "the bucket does not exist.", "Create it with Initialize-Contabyx -Target Bucket, or correct its name.", error),
            "AccessDenied" or "AllAccessDisabled" => new BucketException(
                uri, "these credentials may not do that: " + said,
                "The user or role needs s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject, s3:DeleteObject and "
                + "s3:AbortMultipartUpload on its keys; with CONTABYX_TAGS also s3:GetObjectTagging and s3:PutObjectTagging; "
                + "with SSE-KMS also kms:GenerateDataKey and kms:Decrypt on the key. If the bucket belongs to another account, "
                + "its bucket policy must allow this too, and it must pay for requests itself: Requester Pays is not supported.", error),
            "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidToken" or "ExpiredToken" or "TokenRefreshRequired" =>
                new ConnectionException(
                    uri, "the credentials are wrong or have expired: " + said,
                    "Check the access key and its secret, or sign in again (aws sso login).", error),
            // The answer to HEAD has no body, so it does not say which of the two it is.
            "Forbidden" => new ConnectionException(
                uri, "the store does not accept these credentials: " + said,
                "Check the access key and its secret; they need s3:ListBucket on the bucket and s3:GetObject on its keys.", error),
            "RequestTimeTooSkewed" => new ConnectionException(
                uri, "this machine's clock is wrong: " + said, "Synchronize the clock (NTP).", error),
            "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" =>
                new ConnectionException(
                    uri, "the bucket is in another Region: " + said, "Give its Region: -Region, or CONTABYX_REGION.", error),
            "BadDigest" or "XAmzContentSHA256Mismatch" or "InvalidDigest" => new DamagedFileException(
                uri, "it was changed on its way to the bucket: " + said, error),
            null when error is not AmazonServiceException { StatusCode: not 0 } => new ConnectionException(
                uri, said, "Check the network, the endpoint and the credentials: Test-ContabyxConnection -Target Bucket.", error),
            _ => new BucketException(uri, said, "Run the same command again; data that was already sent is not sent twice.", error),
        };
    }
}
