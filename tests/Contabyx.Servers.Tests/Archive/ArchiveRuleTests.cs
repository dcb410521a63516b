using Amazon.S3;
using Amazon.S3.Model;
using Contabyx.Engine.Buckets.S3;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.ServerTests;

/// <summary>A rule of the bucket that deletes or freezes the files of the archive is found before rows are deleted.</summary>
public sealed class ArchiveRuleTests(Servers servers)
{
    [Theory]
    [InlineData("", "deletes objects")]
    [InlineData("KEY/", "deletes objects")]
    [InlineData("KEY/archive/sales/", "deletes objects")]
    [InlineData("KEY/processed/", null)]
    public async Task Nothing_is_archived_where_a_rule_deletes(string prefix, string? reason)
    {
        await using var site = await ArchiveSite.OpenAsync(servers);
        var rule = RuleOf(prefix);
        rule.Expiration = new LifecycleRuleExpiration { Days = 30 };
        await PutAsync(site, rule);

        if (reason is null)
        {
            Assert.All(await site.ArchiveAsync(ArchiveSite.Old), year => Assert.Equal(ArchiveStatus.Archived, year.Status));
            return;
        }

        var refused = await Assert.ThrowsAsync<ArchiveException>(() => site.ArchiveAsync(ArchiveSite.Old));
        Assert.Contains($"'company' {reason}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("2014", await site.HotYearsAsync());
        Assert.Empty(await site.KeysAsync());
    }

    [Theory]
    [InlineData("GLACIER", true)]
    [InlineData("DEEP_ARCHIVE", true)]
    [InlineData("STANDARD_IA", false)]
    public void A_rule_that_freezes_files_is_found(string storage, bool isThreat)
    {
        var rule = RuleOf("KEY/");
        rule.Transitions = [new LifecycleTransition { Days = 30, StorageClass = new S3StorageClass(storage) }];

        Assert.Equal(isThreat ? 1 : 0, S3Threats.Of([rule], "KEY/archive/").Count());
        rule.Status = LifecycleRuleStatus.Disabled;
        Assert.Empty(S3Threats.Of([rule], "KEY/archive/"));
    }

    [Fact]
    public void A_rule_for_tagged_objects_does_not_touch_the_files_and_one_for_large_objects_does()
    {
        var rule = RuleOf("");
        rule.Expiration = new LifecycleRuleExpiration { Days = 30 };
        var prefix = new LifecyclePrefixPredicate { Prefix = "KEY/" };
        rule.Filter.LifecycleFilterPredicate = new LifecycleAndOperator
        {
            Operands = [prefix, new LifecycleTagPredicate { Tag = new Tag { Key = "a", Value = "b" } }],
        };
        Assert.Empty(S3Threats.Of([rule], "KEY/archive/"));

        rule.Filter.LifecycleFilterPredicate = new LifecycleAndOperator
        {
            Operands = [prefix, new LifecycleObjectSizeGreaterThanPredicate { ObjectSizeGreaterThan = 5 }],
        };
        Assert.Single(S3Threats.Of([rule], "KEY/archive/"));
    }

    private static LifecycleRule RuleOf(string prefix) => new()
    {
        Id = "company",
        Status = LifecycleRuleStatus.Enabled,
        Filter = new LifecycleFilter { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = prefix } },
    };

    private static async Task PutAsync(ArchiveSite site, LifecycleRule rule)
    {
        var address = S3Address.Parse(site.Pipeline.Connection.Bucket);
        using var client = S3Clients.Create(address, site.Pipeline.Connection.BucketSettings);
        await client.PutLifecycleConfigurationAsync(
            new PutLifecycleConfigurationRequest
            {
                BucketName = address.Bucket, Configuration = new LifecycleConfiguration { Rules = [rule] },
            },
            TestContext.Current.CancellationToken);
    }
}
