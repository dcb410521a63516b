using Contabyx.Engine.Buckets.S3;
using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.Tests;

/// <summary>Tests that change variables of this process, so that no other test runs meanwhile.</summary>
[CollectionDefinition(nameof(ChangesVariables), DisableParallelization = true)]
public sealed class ChangesVariables;

/// <summary>The Region of COPY comes from wherever the AWS SDK finds the bucket's.</summary>
[Collection(nameof(ChangesVariables))]
public sealed class RegionTests
{
    private const string Host = "w.123456789012.us-east-1.redshift-serverless.amazonaws.com";

    [Theory]
    [InlineData("eu-west-1", null, Host, "eu-west-1")]
    [InlineData("us-east-1", null, Host, null)]
    [InlineData("us-east-1", null, "tunnel.example.com", "us-east-1")]
    [InlineData("eu-west-1", "http://127.0.0.1:9000", Host, null)]
    public void Copy_is_told_the_Region_where_it_may_differ(string region, string? endpoint, string host, string? expected) => Assert.Equal(
        expected,
        new RedshiftCopy(new WarehouseSettings(), "s3://b/k", new BucketSettings { Region = region, Endpoint = endpoint }, host).Region);

    [Fact]
    public async Task Variable_and_profile_are_asked_too()
    {
        using var folder = new TemporaryFolder();
        var config = Path.Combine(folder.Path, "config");
        await File.WriteAllTextAsync(config, "[default]\nregion = sa-east-1\n[profile other]\nregion = eu-north-1\n", TestContext.Current.CancellationToken);

        Assert.Equal("ap-south-1", Region(config, "AWS_REGION=ap-south-1", null));
        Assert.Equal("sa-east-1", Region(config, "", null));
        Assert.Equal("eu-north-1", Region(config, "", "other"));
    }

    private static string? Region(string config, string variable, string? profile)
    {
        var before = ((string[])["AWS_CONFIG_FILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_SHARED_CREDENTIALS_FILE"])
            .Select(name => (name, Environment.GetEnvironmentVariable(name))).ToList();
        try
        {
            foreach (var (name, _) in before)
                Environment.SetEnvironmentVariable(name, null);
            Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", config);
            Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", config + ".none");
            if (variable.Split('=') is [var set, var value])
                Environment.SetEnvironmentVariable(set, value);
            Amazon.Runtime.FallbackRegionFactory.Reset();
            return S3Clients.RegionOf(new BucketSettings { Profile = profile });
        }
        finally
        {
            foreach (var (name, value) in before)
                Environment.SetEnvironmentVariable(name, value);
            Amazon.Runtime.FallbackRegionFactory.Reset();
        }
    }
}
