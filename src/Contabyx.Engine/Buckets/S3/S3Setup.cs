using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// Creates a bucket with the right settings, and reads the settings of a bucket. An existing bucket is never changed.
/// </summary>
/// <param name="address">The bucket.</param>
/// <param name="settings">How it is used.</param>
internal sealed class S3Setup(AmazonS3Client client, S3Address address, BucketSettings settings)
{
    private const int StaleDays = 7;

    /// <summary>What is done if the bucket is missing, in words.</summary>
    /// <param name="address">The bucket.</param>
    /// <param name="settings">How it is used.</param>
    public static IReadOnlyList<string> Steps(S3Address address, BucketSettings settings)
    {
        if (address.IsAccessPoint)
            return [$"Check that the access point {address.Bucket} exists; nothing is created for it"];
        var steps = new List<string>
        {
            $"Create the bucket {address.Bucket}{(settings.Region is { } region ? $" in {region}" : "")} if it does not exist",
        };

        // Stores other than Amazon S3 often accept these two settings and then refuse every object.
        if (S3Clients.IsAmazon(settings))
            steps.Add("Block all public access to it");
        if (settings.Encryption == BucketEncryption.Kms)
            steps.Add($"Encrypt its objects by default with {settings.KmsKey ?? "the account's KMS key for S3"}");
        else if (S3Clients.IsAmazon(settings) || settings.Encryption is not null)
            steps.Add("Encrypt its objects by default (SSE-S3)");
        steps.Add($"Delete the parts of uploads that were not completed within {StaleDays} days");
        return steps;
    }

    /// <summary>Creates the bucket if it is missing.</summary>
    public async Task CreateWhereMissingAsync(CancellationToken cancellation)
    {
        if (await ExistsAsync(cancellation).ConfigureAwait(false))
            return;
        if (address.IsAccessPoint)
        {
            throw new BucketException(
                address.ToString(), "the access point does not exist.",
                "Create it in AWS, with its bucket, or correct its alias; or name the bucket itself.");
        }

        try
        {
            await CreateAsync(cancellation).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (e.ErrorCode == "BucketAlreadyOwnedByYou")
        {
            return; // Somebody else created it this moment, and sets it up.
        }

        if (S3Clients.IsAmazon(settings))
            await SetAsync(() => client.PutPublicAccessBlockAsync(PublicAccessBlock(), cancellation)).ConfigureAwait(false);
        if (S3Clients.IsAmazon(settings) || settings.Encryption is not null)
            await SetAsync(() => client.PutBucketEncryptionAsync(DefaultEncryption(), cancellation)).ConfigureAwait(false);
        await SetAsync(() => client.PutLifecycleConfigurationAsync(Lifecycle(), cancellation)).ConfigureAwait(false);
    }

    // At an endpoint that is set, the SDK does not say in which Region the bucket is to be. Stores without Regions refuse to hear it.
    private async Task CreateAsync(CancellationToken cancellation)
    {
        var request = new PutBucketRequest { BucketName = address.Bucket, UseClientRegion = settings.Endpoint is null };
        if (settings.Endpoint is not null && S3Clients.RegionOf(settings) is { } region && region != S3Clients.UsualRegion)
            request.BucketRegionName = region;
        try
        {
            await client.PutBucketAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (e.ErrorCode == "InvalidLocationConstraint" && !S3Clients.IsAmazon(settings))
        {
            await client.PutBucketAsync(new PutBucketRequest { BucketName = address.Bucket }, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the settings of the bucket.</summary>
    /// <exception cref="AmazonS3Exception">There is no such bucket, or it may not be used.</exception>
    public async Task<S3BucketFacts> ReadFactsAsync(CancellationToken cancellation)
    {
        var head = await HeadAsync(cancellation).ConfigureAwait(false);
        var (encryption, isEncryptionHidden) = await AskAsync(async () =>
            (await client.GetBucketEncryptionAsync(new GetBucketEncryptionRequest { BucketName = address.Bucket }, cancellation)
                .ConfigureAwait(false)).ServerSideEncryptionConfiguration?.ServerSideEncryptionRules?
                    .Select(rule => rule.ServerSideEncryptionByDefault?.ServerSideEncryptionAlgorithm?.Value).FirstOrDefault())
                        .ConfigureAwait(false);
        var (rules, isLifecycleHidden) = await AskAsync(async () =>
            (await client.GetLifecycleConfigurationAsync(address.Bucket, cancellation).ConfigureAwait(false))
                .Configuration?.Rules ?? []).ConfigureAwait(false);
        var (versioning, isVersioningHidden) = await AskAsync(async () =>
            (await client.GetBucketVersioningAsync(address.Bucket, cancellation).ConfigureAwait(false)).VersioningConfig?.Status?.Value)
                .ConfigureAwait(false);
        return new S3BucketFacts(
            head?.BucketRegion ?? "", encryption,
            rules?.Any(rule => rule.AbortIncompleteMultipartUpload is not null && rule.Status == LifecycleRuleStatus.Enabled), null)
        {
            IsEncryptionHidden = isEncryptionHidden,
            IsLifecycleHidden = isLifecycleHidden,
            KeepsVersions = versioning is "Enabled" or "Suspended",
            IsVersioningHidden = isVersioningHidden,
            ArchiveThreats = [.. S3Threats.Of(rules ?? [], address.Prefix + BucketLayout.Archive)],
            ExpiresVersions = rules?.Any(rule => S3Retention.ExpiresVersions(rule, address)) == true,
        };
    }

    // The answer to HEAD has no body, so it does not say why it is a refusal ("HeadBucket", Amazon S3 API Reference). Listing
    // does, and may be allowed where HEAD is not: below some prefix only.
    private async Task<HeadBucketResponse?> HeadAsync(CancellationToken cancellation)
    {
        try
        {
            return await client.HeadBucketAsync(new HeadBucketRequest { BucketName = address.Bucket }, cancellation).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (e.StatusCode != HttpStatusCode.NotFound)
        {
            await client.ListObjectsV2Async(
                new ListObjectsV2Request { BucketName = address.Bucket, Prefix = address.Prefix, MaxKeys = 1 },
                cancellation).ConfigureAwait(false);
            return null;
        }
    }

    private async Task<bool> ExistsAsync(CancellationToken cancellation)
    {
        try
        {
            await HeadAsync(cancellation).ConfigureAwait(false);
            return true;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    // S3-compatible stores lack some of these settings, and need them less.
    private async Task SetAsync<T>(Func<Task<T>> set)
    {
        try
        {
            await set().ConfigureAwait(false);
        }
        catch (AmazonS3Exception) when (!S3Clients.IsAmazon(settings))
        {
            // Nothing to do: the bucket exists, and its checks report what it lacks.
        }
    }

    private static async Task<(T? Answer, bool IsHidden)> AskAsync<T>(Func<Task<T?>> ask)
        where T : class
    {
        try
        {
            return (await ask().ConfigureAwait(false), false);
        }
        catch (AmazonS3Exception e)
        {
            return (null, e.StatusCode == HttpStatusCode.Forbidden); // Else it is not set, or unknown to this store.
        }
    }

    private PutPublicAccessBlockRequest PublicAccessBlock() => new()
    {
        BucketName = address.Bucket,
        PublicAccessBlockConfiguration = new PublicAccessBlockConfiguration
        {
            BlockPublicAcls = true, BlockPublicPolicy = true, IgnorePublicAcls = true, RestrictPublicBuckets = true,
        },
    };

    private PutBucketEncryptionRequest DefaultEncryption() => new()
    {
        BucketName = address.Bucket,
        ServerSideEncryptionConfiguration = new ServerSideEncryptionConfiguration
        {
            ServerSideEncryptionRules =
            [
                new ServerSideEncryptionRule
                {
                    ServerSideEncryptionByDefault = new ServerSideEncryptionByDefault
                    {
                        ServerSideEncryptionAlgorithm = settings.Encryption == BucketEncryption.Kms
                            ? ServerSideEncryptionMethod.AWSKMS : ServerSideEncryptionMethod.AES256,
                        ServerSideEncryptionKeyManagementServiceKeyId = settings.KmsKey,
                    },
                },
            ],
        },
    };

    private PutLifecycleConfigurationRequest Lifecycle() => new()
    {
        BucketName = address.Bucket,
        Configuration = new LifecycleConfiguration
        {
            Rules =
            [
                new LifecycleRule
                {
                    Id = "contabyx-stale-uploads", Status = LifecycleRuleStatus.Enabled,
                    Filter = new LifecycleFilter { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = address.Prefix } },
                    AbortIncompleteMultipartUpload = new LifecycleRuleAbortIncompleteMultipartUpload { DaysAfterInitiation = StaleDays },
                },
            ],
        },
    };
}
