using Amazon.S3;
using Amazon.S3.Model;
using Contabyx.Engine.Buckets.S3;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Runs;
using S3Bucket = Contabyx.Engine.Buckets.S3.S3Bucket;

namespace Contabyx.ServerTests;

/// <summary>Folders, removals and lifecycle rules of a real store; the rules of others must survive.</summary>
public sealed class RetentionTests(Servers servers) : IAsyncLifetime
{
    private readonly string _name = "t-" + Guid.NewGuid().ToString("N");
    private S3Bucket _bucket = null!;
    private AmazonS3Client _client = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bucket = Open("books/");
        await _bucket.InitializeAsync(Stop);
        _client = S3Clients.Create(new S3Address(_name, ""), servers.S3);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _bucket.DisposeAsync();
    }

    [Fact]
    public async Task More_folders_than_a_page_holds_are_all_listed_without_their_objects()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 1_050), Stop, async (i, stop) =>
            await _bucket.PutAsync($"data/{i:0000}/x", new byte[] { 1 }, stop));
        await Parallel.ForEachAsync(Enumerable.Range(0, 5), Stop, async (i, stop) =>
            await _bucket.PutAsync($"data/0007/{i}", new byte[] { 1 }, stop));
        await _bucket.PutAsync("data/loose.csv", new byte[] { 1 }, Stop);
        await _bucket.PutAsync("data-other/x/y", new byte[] { 1 }, Stop);

        var all = await _bucket.ListFoldersAsync("data/", "", Stop).ToListAsync(Stop);

        Assert.Equal(Enumerable.Range(0, 1_050).Select(i => $"{i:0000}"), all);
        Assert.Equal(2, _bucket.Requests["ListObjectsV2"]);
        Assert.Equal(all[20..], await _bucket.ListFoldersAsync("data/", "0020", Stop).ToListAsync(Stop));
        Assert.Equal(all[1_000..], await _bucket.ListFoldersAsync("data/1", "0", Stop).ToListAsync(Stop));
        Assert.Equal(all[20..], await _bucket.ListFoldersAsync("data/", "0019~", Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task More_objects_than_one_request_takes_are_all_deleted()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 1_050), Stop, async (i, stop) =>
            await _bucket.PutAsync($"data/{i:0000}", new byte[] { 1 }, stop));

        var keeps = await _bucket.DeleteAllAsync([.. Enumerable.Range(0, 1_060).Select(i => $"data/{i:0000}")], Stop);

        Assert.False(keeps);
        Assert.Empty(await _bucket.ListAsync("", Stop).ToListAsync(Stop));
        Assert.False(await _bucket.DeleteAllAsync([], Stop));
    }

    [Fact]
    public async Task A_bucket_with_versions_says_that_it_keeps_what_was_deleted()
    {
        await _client.PutBucketVersioningAsync(
            new() { BucketName = _name, VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled } }, Stop);
        await _bucket.PutAsync("processed/a/x", "x"u8.ToArray(), Stop);

        Assert.True(await _bucket.DeleteAllAsync(["processed/a/x"], Stop));

        Assert.Empty(await _bucket.ListFoldersAsync("processed/", "", Stop).ToListAsync(Stop));
        var versions = await _client.ListVersionsAsync(new ListVersionsRequest { BucketName = _name }, Stop);
        Assert.Contains(versions.Versions, version => version.Key == "books/processed/a/x" && version.IsDeleteMarker != true);
    }

    [Fact]
    public async Task Rules_of_others_and_of_other_keys_stay_and_ours_are_replaced()
    {
        await _client.PutLifecycleConfigurationAsync(
            new()
            {
                BucketName = _name,
                Configuration = new LifecycleConfiguration
                {
                    Rules =
                    [
                        .. await RulesAsync(),
                        new LifecycleRule
                        {
                            Id = "the user's own", Status = LifecycleRuleStatus.Disabled,
                            Filter = new LifecycleFilter { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = "theirs/" } },
                            Expiration = new LifecycleRuleExpiration { Days = 7 },
                        },
                    ],
                },
            },
            Stop);
        var before = (await RulesAsync()).Select(Describe).ToList();
        Assert.Equal(2, before.Count);
        await using var other = Open("more/");

        await _bucket.SetRetentionAsync(30, Stop);
        await other.SetRetentionAsync(10, Stop);
        await _bucket.SetRetentionAsync(90, Stop);

        var rules = await RulesAsync();
        Assert.Equal(before, rules.Select(Describe).Intersect(before));
        Assert.Equal(
            [
                ("books/data/", null, 90), ("books/error/", 90, 90), ("books/processed/", 90, 90),
                ("more/data/", null, 10), ("more/error/", 10, 10), ("more/processed/", 10, 10),
            ],
            rules.Where(rule => rule.Id.StartsWith("contabyx-retention", StringComparison.Ordinal))
                .Select(rule => (PrefixOf(rule), rule.Expiration?.Days, rule.NoncurrentVersionExpiration.NoncurrentDays!.Value))
                .Order());
        Assert.Equal(
            ["books/data/", "more/data/"],
            rules.Where(rule => rule.Expiration?.ExpiredObjectDeleteMarker == true).Select(PrefixOf).Order());
        Assert.Equal(8, rules.Count);

        // A weekly job is looked for longer than failed runs may be kept.
        Assert.All(
            rules.Where(rule => rule.Expiration?.Days is not null),
            rule => Assert.False(("books/" + BucketLayout.EndKey("x")).StartsWith(PrefixOf(rule), StringComparison.Ordinal), rule.Id));

        await _bucket.SetRetentionAsync(0, Stop);
        await other.SetRetentionAsync(0, Stop);
        Assert.Equal(before.Order(), (await RulesAsync()).Select(Describe).Order());
    }

    [Fact]
    public async Task A_bucket_without_any_rule_gets_ours_and_loses_them_again()
    {
        await _client.DeleteLifecycleConfigurationAsync(_name, Stop);

        await _bucket.SetRetentionAsync(0, Stop);
        await _bucket.SetRetentionAsync(1, Stop);
        Assert.Equal(3, (await RulesAsync()).Count);
        await _bucket.SetRetentionAsync(0, Stop);

        Assert.Empty(await RulesAsync());
        Assert.All(_bucket.RetentionSteps(30), step => Assert.Contains($"{_name}/books/", step, StringComparison.Ordinal));
        Assert.Contains(_bucket.RetentionSteps(30), step => step.Contains("earlier versions below s3://", StringComparison.Ordinal));
        Assert.Contains(_bucket.RetentionSteps(30), step => step.Contains("and the delete markers over them", StringComparison.Ordinal));
    }

    // A file leaves an earlier version of itself behind in data/ whenever it is moved.
    [Fact]
    public async Task A_bucket_with_versions_is_told_of_until_a_rule_deletes_those_of_all_moved_files()
    {
        await _client.PutBucketVersioningAsync(
            new() { BucketName = _name, VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled } }, Stop);
        await _bucket.PutAsync("data/a/x", "x"u8.ToArray(), Stop);
        await _bucket.MoveAsync([new Contabyx.Engine.Buckets.ObjectMove("data/a/x", "processed/a/x")], Stop);

        var warning = await ReadVersionsAsync(_bucket);
        Assert.Equal(CheckOutcome.Warning, warning.Outcome);
        Assert.Contains(
            "-RetentionDays N adds it, and rules that delete what has been in processed/ and error/ for N days.", warning.Advice,
            StringComparison.Ordinal);
        foreach (var prefix in (string[])["books/processed/", "books/data/a/", "more/data/"])
        {
            await PutRuleAsync(prefix, LifecycleRuleStatus.Enabled);
            Assert.Equal(CheckOutcome.Warning, await VersionsAsync());
        }

        await PutRuleAsync("books/", LifecycleRuleStatus.Disabled);
        Assert.Equal(CheckOutcome.Warning, await VersionsAsync());
        foreach (var prefix in (string[])["books/data/", "books/", ""])
        {
            await PutRuleAsync(prefix, LifecycleRuleStatus.Enabled);
            Assert.Equal(CheckOutcome.Passed, await VersionsAsync());
        }

        await _client.DeleteLifecycleConfigurationAsync(_name, Stop);
        await _bucket.SetRetentionAsync(30, Stop);

        // What is deleted in processed/ leaves its version, unless a rule of its own deletes that.
        Assert.EndsWith("the old versions of moved files.", (await ReadVersionsAsync(_bucket)).Detail, StringComparison.Ordinal);
        Assert.Equal(CheckOutcome.Passed, await VersionsAsync());
        await using var other = Open("more/");
        Assert.Equal(CheckOutcome.Warning, (await ReadVersionsAsync(other)).Outcome);
    }

    private async Task<CheckOutcome> VersionsAsync() => (await ReadVersionsAsync(_bucket)).Outcome;

    private static async Task<ContabyxCheck> ReadVersionsAsync(S3Bucket bucket) =>
        (await bucket.CheckAsync(Stop).ToListAsync(Stop)).Single(check => check.Check == "Versions");

    private Task PutRuleAsync(string prefix, LifecycleRuleStatus status) => _client.PutLifecycleConfigurationAsync(
        new()
        {
            BucketName = _name,
            Configuration = new LifecycleConfiguration
            {
                Rules =
                [
                    new LifecycleRule
                    {
                        Id = "theirs", Status = status,
                        Filter = new LifecycleFilter { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = prefix } },
                        NoncurrentVersionExpiration = new LifecycleRuleNoncurrentVersionExpiration { NoncurrentDays = 3 },
                    },
                ],
            },
        },
        Stop);

    private S3Bucket Open(string prefix) => new(new S3Address(_name, prefix), servers.S3);

    private static string PrefixOf(LifecycleRule rule) =>
        ((LifecyclePrefixPredicate)rule.Filter.LifecycleFilterPredicate).Prefix;

    private static string Describe(LifecycleRule rule) => FormattableString.Invariant(
        $"{rule.Id} {rule.Status} {PrefixOf(rule)} {rule.Expiration?.Days} {rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation}");

    private async Task<IReadOnlyList<LifecycleRule>> RulesAsync()
    {
        try
        {
            return (await _client.GetLifecycleConfigurationAsync(_name, Stop)).Configuration?.Rules ?? [];
        }
        catch (AmazonS3Exception e) when (e.ErrorCode == "NoSuchLifecycleConfiguration")
        {
            return [];
        }
    }
}
