using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>Checks whether a bucket can be used, and says what to do if it cannot.</summary>
/// <param name="address">Where it is.</param>
/// <param name="settings">How it is used.</param>
/// <param name="readFacts">Reads the settings of the bucket.</param>
internal sealed class S3Checks(
    IBucket bucket, S3Address address, BucketSettings settings, Func<CancellationToken, Task<S3BucketFacts>> readFacts)
{
    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(5);

    public async IAsyncEnumerable<ContabyxCheck> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        S3BucketFacts? facts = null;
        yield return await TryAsync("Credentials", () => Task.FromResult(Credentials())).ConfigureAwait(false);
        var isMissing = false;
        yield return await TryAsync("Reachable", async () =>
        {
            try
            {
                facts = await readFacts(cancellation).ConfigureAwait(false);
            }
            catch (BucketException e) when (
                !address.IsAccessPoint && e.InnerException is AmazonS3Exception { StatusCode: HttpStatusCode.NotFound })
            {
                isMissing = true;
                return Missing();
            }

            var place = settings.Endpoint is { } endpoint ? $" at {endpoint}" : "";
            return Passed("Reachable", $"The bucket {address.Bucket} exists and answers{place}.");
        }).ConfigureAwait(false);
        if (facts is null)
        {
            foreach (var check in (string[])["Region", "Clock", "Encryption", "Stale uploads", "Versions", "Archive", "Objects"])
                yield return new ContabyxCheck(ContabyxTarget.Bucket, check, CheckOutcome.Skipped,
                    isMissing ? "The bucket does not exist yet." : "The bucket cannot be reached.");
            yield break;
        }

        yield return Region(facts);
        yield return Clock(facts);
        yield return facts switch
        {
            { IsEncryptionHidden: true } => new ContabyxCheck(
                ContabyxTarget.Bucket, "Encryption", CheckOutcome.Skipped,
                    "These credentials have no right to read the default encryption (s3:GetEncryptionConfiguration)."),
            { Encryption: null } => new ContabyxCheck(
                ContabyxTarget.Bucket, "Encryption", CheckOutcome.Skipped, "The store does not report how it encrypts."),
            _ => Passed("Encryption", $"Objects are encrypted by default: {facts.Encryption}."),
        };
        yield return StaleUploads(facts);
        yield return Versions(facts);
        yield return Archive(facts);
        yield return await TryAsync("Objects", () => ProbeAsync(cancellation)).ConfigureAwait(false);
    }

    private ContabyxCheck Missing() => new(
        ContabyxTarget.Bucket, "Reachable", CheckOutcome.Warning,
        $"The bucket {address.Bucket} does not exist yet. The first run creates it, if these credentials may do so (s3:CreateBucket).",
        "Check that its name is right. Initialize-Contabyx -Target Bucket creates it now.");

    private ContabyxCheck Credentials()
    {
        var kind = S3Clients.Credentials(address.ToString(), settings).GetType().Name
            .Replace("AWSCredentials", "", StringComparison.Ordinal);
        return Passed("Credentials", settings switch
        {
            { Role: { } role } => $"The role {role} is assumed.",
            { AccessKey: not null } => "The access key of the connection is used.",
            { Profile: { } profile } => $"The AWS profile '{profile}' is used ({kind}).",
            _ => $"The AWS credential chain found credentials ({kind}).",
        });
    }

    private ContabyxCheck Region(S3BucketFacts facts)
    {
        if (facts.Region.Length == 0)
            return new ContabyxCheck(ContabyxTarget.Bucket, "Region", CheckOutcome.Skipped, "The store has no Regions.");
        if (settings.Region is null || settings.Region == facts.Region || !S3Clients.IsAmazon(settings))
            return Passed("Region", $"The bucket is in {facts.Region}.");
        return new ContabyxCheck(
            ContabyxTarget.Bucket, "Region", CheckOutcome.Warning, $"The bucket is in {facts.Region}, not in {settings.Region}.",
            $"Connect with -Region {facts.Region}.");
    }

    private static ContabyxCheck Clock(S3BucketFacts facts)
    {
        if (facts.Skew?.Duration() is not { } skew)
            return new ContabyxCheck(ContabyxTarget.Bucket, "Clock", CheckOutcome.Skipped, "The store does not report its time.");
        return skew <= LargestSkew
            ? Passed("Clock", $"This machine's clock differs from the store's by {skew.TotalSeconds:N0} s.")
            : new ContabyxCheck(
                ContabyxTarget.Bucket, "Clock", CheckOutcome.Failed,
                $"This machine's clock differs from the store's by {skew.TotalMinutes:N0} minutes.",
                "Synchronize the clock (NTP): S3 refuses requests from a clock that is 15 minutes off.");
    }

    private ContabyxCheck StaleUploads(S3BucketFacts facts) => facts.AbortsStaleUploads switch
    {
        true => Passed("Stale uploads", "A lifecycle rule deletes the parts of uploads that were not completed."),
        _ when facts.IsLifecycleHidden => new ContabyxCheck(
            ContabyxTarget.Bucket, "Stale uploads", CheckOutcome.Skipped,
                "These credentials have no right to read the lifecycle rules (s3:GetLifecycleConfiguration)."),
        _ => new ContabyxCheck(
            ContabyxTarget.Bucket, "Stale uploads",
            S3Clients.IsAmazon(settings) ? CheckOutcome.Warning : CheckOutcome.Skipped,
            "No lifecycle rule deletes the parts of uploads that were not completed. A killed process leaves such parts behind.",
            S3Clients.IsAmazon(settings) ? "Add a lifecycle rule: AbortIncompleteMultipartUpload after 7 days." : null),
    };

    private static ContabyxCheck Versions(S3BucketFacts facts) => facts switch
    {
        { IsVersioningHidden: true } => new ContabyxCheck(
            ContabyxTarget.Bucket, "Versions", CheckOutcome.Skipped,
            "Whether old versions are kept may not be read (s3:GetBucketVersioning)."),
        { KeepsVersions: false } => Passed("Versions", "No old versions of moved and deleted files are kept."),
        { ExpiresVersions: true } => Passed("Versions", "A lifecycle rule deletes the old versions of moved files."),
        _ => new ContabyxCheck(
            ContabyxTarget.Bucket, "Versions", CheckOutcome.Warning,
            "The bucket is versioned: every file that is moved or deleted stays as an old version, and is paid for.",
            "Add a lifecycle rule for data/ with NoncurrentVersionExpiration. Initialize-Contabyx -Target Bucket -RetentionDays N adds it, "
                + "and rules that delete what has been in processed/ and error/ for N days. Or leave it so if the old versions are "
                + "wanted."),
    };

    private static ContabyxCheck Archive(S3BucketFacts facts) => facts switch
    {
        { IsLifecycleHidden: true } => new ContabyxCheck(
            ContabyxTarget.Bucket, "Archive", CheckOutcome.Skipped,
            "These credentials have no right to read the lifecycle rules (s3:GetLifecycleConfiguration). None may delete archived years."),
        { ArchiveThreats: [var threat, ..] } => new ContabyxCheck(
            ContabyxTarget.Bucket, "Archive", CheckOutcome.Warning, $"Archived years would be lost: {threat}.",
            $"Change the rule so that it leaves {BucketLayout.Archive} alone. Export-ContabyxArchive refuses to work until then."),
        _ => Passed("Archive", $"No lifecycle rule deletes what is in {BucketLayout.Archive}."),
    };

    private async Task<ContabyxCheck> ProbeAsync(CancellationToken cancellation)
    {
        var key = ".check-" + Guid.NewGuid().ToString("N");
        var content = "check"u8.ToArray();
        try
        {
            await bucket.PutAsync(key, content, cancellation).ConfigureAwait(false);
            await bucket.MoveAsync([new ObjectMove(key, key + "-moved")], cancellation).ConfigureAwait(false);
            await using var stream = await bucket.OpenAsync(key + "-moved", cancellation).ConfigureAwait(false);
            using var read = new MemoryStream();
            await stream!.CopyToAsync(read, cancellation).ConfigureAwait(false);
            await foreach (var _ in bucket.ListAsync(key, cancellation).ConfigureAwait(false))
                break;
            return read.ToArray().AsSpan().SequenceEqual(content)
                ? Passed("Objects", $"Objects under {address} can be written, listed, read, moved and deleted.")
                : throw new DamagedFileException(bucket.UriOf(key), "it was not read back as it was written.");
        }
        finally
        {
            await bucket.DeleteAsync(key + "-moved", CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task<ContabyxCheck> TryAsync(string check, Func<Task<ContabyxCheck>> run)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (ContabyxException e)
        {
            return new ContabyxCheck(ContabyxTarget.Bucket, check, CheckOutcome.Failed, e.Message, e.Advice);
        }
    }

    private static ContabyxCheck Passed(string check, string detail) =>
        new(ContabyxTarget.Bucket, check, CheckOutcome.Passed, FormattableString.Invariant($"{detail}"));
}
