using System.Runtime.CompilerServices;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>Looks whether a bucket can be used, and says what to do where it cannot.</summary>
/// <param name="address">Where it is.</param>
/// <param name="settings">How it is used.</param>
/// <param name="readFacts">Asks the store what the bucket is like.</param>
internal sealed class S3Checks(
    IBucket bucket, S3Address address, BucketSettings settings, Func<CancellationToken, Task<S3BucketFacts>> readFacts)
{
    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(5);

    public async IAsyncEnumerable<ContabyxCheck> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        S3BucketFacts? facts = null;
        yield return await TryAsync("Credentials", () => Task.FromResult(Credentials())).ConfigureAwait(false);
        yield return await TryAsync("Reachable", async () =>
        {
            facts = await readFacts(cancellation).ConfigureAwait(false);
            return Passed("Reachable", $"The bucket {address.Bucket} is there.");
        }).ConfigureAwait(false);
        if (facts is null)
        {
            foreach (var check in (string[])["Region", "Clock", "Encryption", "Stale uploads", "Objects"])
                yield return new ContabyxCheck(ContabyxTarget.Bucket, check, CheckOutcome.Skipped, "The bucket cannot be reached.");
            yield break;
        }

        yield return Region(facts);
        yield return Clock(facts);
        yield return facts.Encryption is null
            ? new ContabyxCheck(ContabyxTarget.Bucket, "Encryption", CheckOutcome.Skipped, "The store does not tell how it encrypts.")
            : Passed("Encryption", $"Objects are encrypted by default: {facts.Encryption}.");
        yield return StaleUploads(facts);
        yield return await TryAsync("Objects", () => ProbeAsync(cancellation)).ConfigureAwait(false);
    }

    private ContabyxCheck Credentials()
    {
        var credentials = S3Clients.Credentials(address, settings);
        return Passed("Credentials", $"They are {credentials.GetType().Name.Replace("AWSCredentials", "", StringComparison.Ordinal)}.");
    }

    private ContabyxCheck Region(S3BucketFacts facts)
    {
        if (facts.Region.Length == 0)
            return new ContabyxCheck(ContabyxTarget.Bucket, "Region", CheckOutcome.Skipped, "The store has no Regions.");
        if (settings.Region is null || settings.Region == facts.Region || settings.Endpoint is not null)
            return Passed("Region", $"The bucket is in {facts.Region}.");
        return new ContabyxCheck(
            ContabyxTarget.Bucket, "Region", CheckOutcome.Warning, $"The bucket is in {facts.Region}, not in {settings.Region}.",
            $"Give -Region {facts.Region}.");
    }

    private static ContabyxCheck Clock(S3BucketFacts facts)
    {
        if (facts.Skew?.Duration() is not { } skew)
            return new ContabyxCheck(ContabyxTarget.Bucket, "Clock", CheckOutcome.Skipped, "The store does not tell its time.");
        return skew <= LargestSkew
            ? Passed("Clock", $"This machine's clock differs from the store's by {skew.TotalSeconds:N0} s.")
            : new ContabyxCheck(
                ContabyxTarget.Bucket, "Clock", CheckOutcome.Failed,
                $"This machine's clock differs from the store's by {skew.TotalMinutes:N0} minutes.",
                "Set the clock by NTP: requests that are 15 minutes off are refused.");
    }

    private ContabyxCheck StaleUploads(S3BucketFacts facts) => facts.AbortsStaleUploads switch
    {
        true => Passed("Stale uploads", "Parts of uploads that were not completed are deleted by a lifecycle rule."),
        _ => new ContabyxCheck(
            ContabyxTarget.Bucket, "Stale uploads",
            settings.Endpoint is null ? CheckOutcome.Warning : CheckOutcome.Skipped,
            "No lifecycle rule deletes parts of uploads that were not completed; a process that is killed leaves them.",
            settings.Endpoint is null ? "Add a rule AbortIncompleteMultipartUpload of 7 days." : null),
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
                ? Passed("Objects", $"Objects under {address} can be put, listed, read, moved and deleted.")
                : throw new DamagedFileException(bucket.UriOf(key), "it came back changed.");
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
