using Contabyx.Engine.Buckets.S3;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.Tests;

/// <summary>The endpoint of S3 comes from the setting, or from wherever the AWS SDK finds one.</summary>
[Collection(nameof(ChangesVariables))]
public sealed class EndpointTests
{
    private const string Warehouse = "redshift://u@w.123456789012.us-east-1.redshift-serverless.amazonaws.com:5439/dev";

    [Theory]
    [InlineData("AWS_ENDPOINT_URL_S3", null, "http://127.0.0.1:9001")]
    [InlineData("AWS_ENDPOINT_URL", null, "http://127.0.0.1:9001")]
    [InlineData("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9002", "http://127.0.0.1:9002")]
    public void A_variable_of_AWS_counts_unless_the_setting_says_otherwise(string name, string? setting, string expected)
    {
        using var folder = new TemporaryFolder();
        using var variables = Clear(folder, (name, "http://127.0.0.1:9001"));

        Assert.Equal(expected, Connect(setting).BucketSettings.Endpoint?.TrimEnd('/'));
    }

    [Fact]
    public void Nothing_set_is_Amazon_itself()
    {
        using var folder = new TemporaryFolder();
        using var variables = Clear(folder);

        Assert.Null(Connect(null).BucketSettings.Endpoint);
    }

    [Fact]
    public void A_folder_needs_no_endpoint()
    {
        using var folder = new TemporaryFolder();
        using var variables = Clear(folder, ("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9001"));

        Assert.Null(ConnectionSettings.Connect(new Dictionary<string, string>(), folder.Path).BucketSettings.Endpoint);
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL_S3")]
    [InlineData("AWS_ENDPOINT_URL")]
    public void An_endpoint_that_is_no_URL_is_refused_as_that_of_the_AWS_configuration(string name)
    {
        using var folder = new TemporaryFolder();
        using var variables = Clear(folder, (name, "ftp://127.0.0.1"));

        var error = Assert.Throws<SettingException>(() => Connect(null));

        Assert.Equal(
            "The setting 'AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL or endpoint_url of the profile' cannot be used: it is not a URL.",
            error.Message);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("https://s3.us-west-2.amazonaws.com", true)]
    [InlineData("https://s3-fips.dualstack.us-gov-west-1.amazonaws.com", true)]
    [InlineData("https://bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com", true)]
    [InlineData("https://s3.cn-north-1.amazonaws.com.cn", true)]
    [InlineData("http://127.0.0.1:9000", false)]
    [InlineData("https://amazonaws.com.example", false)]
    public void An_endpoint_of_Amazon_is_Amazon(string? endpoint, bool expected)
    {
        var settings = new BucketSettings { Endpoint = endpoint, Region = "us-west-2" };

        Assert.Equal(expected, S3Clients.IsAmazon(settings));
        Assert.Equal(
            expected ? "us-west-2" : null,
            new RedshiftCopy(new WarehouseSettings(), "s3://b/k", settings, new Uri(Warehouse).Host).Region);
    }

    private static Variables Clear(TemporaryFolder folder, params IEnumerable<(string, string?)> set) => new(
    [
        ("AWS_CONFIG_FILE", folder["none"]), ("AWS_SHARED_CREDENTIALS_FILE", folder["none"]), ("AWS_PROFILE", null),
        ("AWS_ENDPOINT_URL", null), ("AWS_ENDPOINT_URL_S3", null), .. set,
    ]);

    private static ContabyxConnection Connect(string? endpoint)
    {
        var settings = new Dictionary<string, string>
        {
            [SettingNames.Source] = "mysql://u@127.0.0.1/d", [SettingNames.Bucket] = "s3://bucket/books",
            [SettingNames.Warehouse] = Warehouse,
        };
        if (endpoint is not null)
            settings[SettingNames.Endpoint] = endpoint;
        return ConnectionSettings.Connect(settings, Directory.GetCurrentDirectory());
    }
}
