using System.Globalization;
using Amazon.S3;
using Amazon.S3.Model;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// The lifecycle rules by which the bucket itself deletes old objects of <c>processed/</c> and <c>error/</c>, and in a bucket
/// with versions also the earlier versions and delete markers that files leave in <c>data/</c> when they are moved ("Managing
/// the lifecycle of objects", Amazon S3 User Guide). A bucket has one list of rules, and it can only be replaced as a whole: the
/// rules of others are read and put back as they are.
/// </summary>
/// <param name="address">The bucket.</param>
internal sealed class S3Retention(IAmazonS3 client, S3Address address)
{
    private static readonly string[] Areas = [BucketLayout.Processed, BucketLayout.Error];

    /// <summary>What <see cref="SetAsync"/> does, in words.</summary>
    /// <param name="address">The bucket.</param>
    /// <param name="days">The days; 0 for no limit.</param>
    public static IReadOnlyList<string> Steps(S3Address address, int days)
    {
        const string Rule = "by a rule of the bucket; other rules of the bucket stay";
        var after = string.Create(CultureInfo.InvariantCulture, $"after {days} days, {Rule}");
        return
        [
            .. Areas.Select(area => days == 0
                ? $"Delete nothing below {address}/{area} {Rule}" : $"Delete what is below {address}/{area} {after}"),
            days == 0
                ? $"Delete no earlier versions below {address}/{BucketLayout.Data} {Rule}"
                : $"Delete earlier versions below {address}/{BucketLayout.Data}, which files leave there when they are moved, "
                    + $"and the delete markers over them, {after}",
        ];
    }

    /// <summary>Whether a rule deletes the earlier versions of every file that is moved out of <c>data/</c>.</summary>
    /// <param name="rule">A rule of the bucket, by whomever.</param>
    /// <param name="address">The bucket.</param>
    public static bool ExpiresVersions(LifecycleRule rule, S3Address address) =>
        rule.Status == LifecycleRuleStatus.Enabled
        && rule.NoncurrentVersionExpiration is { NewerNoncurrentVersions: null or 0 }
        && PrefixOf(rule) is { } prefix && (address.Prefix + BucketLayout.Data).StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>Replaces the rules of this prefix, and no others.</summary>
    /// <param name="days">The days; 0 for no rule.</param>
    /// <exception cref="AmazonS3Exception">The store refused it.</exception>
    public async Task SetAsync(int days, CancellationToken cancellation)
    {
        var found = await ReadAsync(cancellation).ConfigureAwait(false);
        var ids = Areas.Append(BucketLayout.Data).Select(IdOf).ToHashSet(StringComparer.Ordinal);
        var others = (found?.Configuration?.Rules ?? []).Where(rule => !ids.Contains(rule.Id)).ToList();
        List<LifecycleRule> rules = days == 0 ? others : [.. others, .. Areas.Select(area => RuleOf(area, days)), VersionsRule(days)];
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

    // Several connections may use one bucket, each below its own key. In a bucket with versions, the first part of the rule only
    // makes an object an earlier version of itself, and the second deletes that.
    private LifecycleRule RuleOf(string area, int days)
    {
        var rule = EmptyRule(area);
        rule.Expiration = new LifecycleRuleExpiration { Days = days };
        rule.NoncurrentVersionExpiration = new LifecycleRuleNoncurrentVersionExpiration { NoncurrentDays = days };
        return rule;
    }

    // What is in data/ waits to be loaded: only what was moved away is deleted there, and last the marker that says so. Where objects
    // expire after some days, markers go with them, and a rule may not say both ("LifecycleExpiration", Amazon S3 API Reference).
    private LifecycleRule VersionsRule(int days)
    {
        var rule = EmptyRule(BucketLayout.Data);
        rule.Expiration = new LifecycleRuleExpiration { ExpiredObjectDeleteMarker = true };
        rule.NoncurrentVersionExpiration = new LifecycleRuleNoncurrentVersionExpiration { NoncurrentDays = days };
        return rule;
    }

    private LifecycleRule EmptyRule(string area) => new()
    {
        Id = IdOf(area),
        Status = LifecycleRuleStatus.Enabled,
        Filter = new LifecycleFilter { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = address.Prefix + area } },
    };

    /// <summary>
    /// How the keys of a rule begin; NULL if it also depends on something else. Old rules have their prefix without a filter.
    /// </summary>
#pragma warning disable CS0618 // S3 still applies such rules.
    public static string? PrefixOf(LifecycleRule rule) => rule.Filter is not { } filter
        ? rule.Prefix ?? ""
        : filter.LifecycleFilterPredicate switch
        {
            null => "",
            LifecyclePrefixPredicate { Prefix: var prefix } => prefix ?? "",
            _ => null,
        };
#pragma warning restore CS0618

    private string IdOf(string area) => $"contabyx-retention {address.Prefix}{area}";
}
