using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// Finds lifecycle rules that delete the objects of a folder, or move them to where no query reads them ("Managing the lifecycle of
/// objects", Amazon S3 User Guide).
/// </summary>
internal static class S3Threats
{
    private static readonly HashSet<string> Frozen = ["GLACIER", "DEEP_ARCHIVE"];

    /// <summary>What the rules do, each in words.</summary>
    /// <param name="folder">The folder's whole prefix in the bucket.</param>
    public static IEnumerable<string> Of(IEnumerable<LifecycleRule> rules, string folder)
    {
        foreach (var rule in rules.Where(rule => rule.Status == LifecycleRuleStatus.Enabled && Covers(rule, folder)))
        {
            if (rule.Expiration is { } expiration && (expiration.Days > 0 || expiration.Date is not null))
                yield return $"the lifecycle rule '{rule.Id}' deletes objects of {folder}";
            else if (rule.Transitions?.Find(move => Frozen.Contains(move.StorageClass?.Value ?? "")) is { } frozen)
                yield return $"the lifecycle rule '{rule.Id}' moves objects of {folder} to {frozen.StorageClass}, and no query reads those";
        }
    }

    /// <summary>Reads the rules of a bucket.</summary>
    /// <returns>What they do; NULL if these credentials may not read them.</returns>
    /// <exception cref="AmazonS3Exception">The store did not answer.</exception>
    public static async Task<IReadOnlyList<string>?> ReadAsync(
        IAmazonS3 client, S3Address address, string folder, CancellationToken cancellation)
    {
        try
        {
            var found = await client.GetLifecycleConfigurationAsync(address.Bucket, cancellation).ConfigureAwait(false);
            return [.. Of(found.Configuration?.Rules ?? [], address.Prefix + folder)];
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.Forbidden)
        {
            return null;
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.NotImplemented
            or HttpStatusCode.MethodNotAllowed)
        {
            return []; // It has none, or this store knows none.
        }
    }

    // A rule for a folder inside covers a part. Files of UNLOAD have no tags.
    private static bool Covers(LifecycleRule rule, string folder)
    {
        var conditions = Conditions(rule.Filter?.LifecycleFilterPredicate).ToList();
        if (conditions.Exists(condition => condition is LifecycleTagPredicate))
            return false;
        var prefix = S3Retention.PrefixOf(rule)
            ?? conditions.OfType<LifecyclePrefixPredicate>().FirstOrDefault()?.Prefix ?? "";
        return folder.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(folder, StringComparison.Ordinal);
    }

    private static IEnumerable<LifecycleFilterPredicate> Conditions(LifecycleFilterPredicate? condition) => condition switch
    {
        null => [],
        LifecycleAndOperator { Operands: { } operands } => operands,
        _ => [condition],
    };
}
