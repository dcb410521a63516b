using System.Globalization;
using Amazon.S3;
using Amazon.S3.Model;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// The lifecycle rules by which the bucket itself deletes old objects of <c>processed/</c> and <c>error/</c> ("Managing the
/// lifecycle of objects", Amazon S3 User Guide). A bucket has one list of rules, and it can only be replaced as a whole: the
/// rules of others are read and put back as they are.
/// </summary>
/// <param name="address">The bucket.</param>
internal sealed class S3Retention(IAmazonS3 client, S3Address address)
{
    private static readonly string[] Areas = [BucketLayout.Processed, BucketLayout.Error];

    /// <summary>What <see cref="SetAsync"/> does, in words.</summary>
    /// <param name="address">The bucket.</param>
    /// <param name="days">The days; 0 for no limit.</param>
    public static IReadOnlyList<string> Steps(S3Address address, int days) =>
    [
        .. Areas.Select(area => days == 0
            ? $"Delete nothing below {address}/{area} by a rule of the bucket; other rules of the bucket stay"
            : string.Create(CultureInfo.InvariantCulture,
                $"Delete what is below {address}/{area} after {days} days, by a rule of the bucket; other rules of the bucket stay")),
    ];

    /// <summary>Replaces the rules of this prefix, and no others.</summary>
    /// <param name="days">The days; 0 for no rule.</param>
    /// <exception cref="AmazonS3Exception">The store refused it.</exception>
    public async Task SetAsync(int days, CancellationToken cancellation)
    {
        var found = await ReadAsync(cancellation).ConfigureAwait(false);
        var others = (found?.Configuration?.Rules ?? []).Where(rule => !Areas.Select(IdOf).Contains(rule.Id)).ToList();
        List<LifecycleRule> rules = [.. others, .. days == 0 ? [] : Areas.Select(area => RuleOf(area, days))];
        if (rules.Count == 0)
        {
            // An empty list is not a valid configuration.
            if (found is not null)
                await client.DeleteLifecycleConfigurationAsync(address.Bucket, cancellation).ConfigureAwait(false);
            return;
        }

        await client.PutLifecycleConfigurationAsync(
            new PutLifecycleConfigurationRequest
            {
                BucketName = address.Bucket,
                Configuration = new LifecycleConfiguration { Rules = rules },
                TransitionDefaultMinimumObjectSize = found?.TransitionDefaultMinimumObjectSize,
            },
            cancellation).ConfigureAwait(false);
    }

    // A refusal to show the rules must not be taken for a bucket without rules: they would all be lost.
    private async Task<GetLifecycleConfigurationResponse?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return await client.GetLifecycleConfigurationAsync(address.Bucket, cancellation).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (e.ErrorCode == "NoSuchLifecycleConfiguration")
        {
            return null;
        }
    }

    // Several connections may use one bucket, each below its own key. In a bucket with versions, the first rule only makes an
    // object an earlier version of itself, and the second deletes that.
    private LifecycleRule RuleOf(string area, int days) => new()
    {
        Id = IdOf(area),
        Status = LifecycleRuleStatus.Enabled,
        Filter = new LifecycleFilter { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = address.Prefix + area } },
        Expiration = new LifecycleRuleExpiration { Days = days },
        NoncurrentVersionExpiration = new LifecycleRuleNoncurrentVersionExpiration { NoncurrentDays = days },
    };

    private string IdOf(string area) => $"contabyx-retention {address.Prefix}{area}";
}
