using Contabyx.Engine.Buckets.S3;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.Tests;

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

    [Theory]
    [InlineData("AWS_REGION")]
    [InlineData("AWS_DEFAULT_REGION")]
    public void A_variable_is_asked_too(string name)
    {
        using var folder = new TemporaryFolder();
        using var variables = new Variables(
            ("AWS_CONFIG_FILE", folder["none"]), ("AWS_SHARED_CREDENTIALS_FILE", folder["none"]), ("AWS_REGION", null),
            ("AWS_DEFAULT_REGION", null),
            (name, "ap-south-1"));

        Assert.Equal("ap-south-1", S3Clients.RegionOf(new BucketSettings()));
    }

    [Fact]
    public async Task Without_credentials_the_checks_are_rows()
    {
        using var folder = new TemporaryFolder();
        using var variables = new Variables(
            ("AWS_CONFIG_FILE", folder["none"]), ("AWS_SHARED_CREDENTIALS_FILE", folder["none"]), ("AWS_EC2_METADATA_DISABLED", "true"),
            ("AWS_REGION", null), ("AWS_PROFILE", null), ("AWS_ACCESS_KEY_ID", null), ("AWS_SECRET_ACCESS_KEY", null));
        await using var bucket = new S3Bucket(S3Address.Parse("s3://shelf/books"), new BucketSettings { Region = "us-east-1" });

        var checks = await bucket.CheckAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        var credentials = checks.Single(check => check.Check == "Credentials");
        Assert.Equal(CheckOutcome.Failed, credentials.Outcome);
        Assert.Contains("-BucketCredential", credentials.Advice, StringComparison.Ordinal);
        Assert.All(checks.Skip(2), check => Assert.Equal(CheckOutcome.Skipped, check.Outcome));
    }
}
