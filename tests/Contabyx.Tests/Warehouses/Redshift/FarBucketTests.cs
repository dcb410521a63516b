using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.Tests;

/// <summary>A cluster can write files to another Region, but no external table of its own reads them there.</summary>
public sealed class FarBucketTests
{
    [Theory]
    [InlineData("books.abc123.us-east-1.redshift.amazonaws.com", "eu-west-1", "eu-west-1")]
    [InlineData("books.abc123.us-east-1.redshift.amazonaws.com", "us-east-1", null)]
    [InlineData("books.123.us-east-1.redshift-serverless.amazonaws.com", "eu-west-1", null)]
    [InlineData("localhost", "eu-west-1", null)]
    public void It_is_known_whether_a_bucket_is_too_far_away(string host, string region, string? far) =>
        Assert.Equal(far, new RedshiftCopy(new WarehouseSettings(), "s3://b/KEY", new BucketSettings { Region = region }, host).FarRegion);

    [Fact]
    public async Task A_table_is_refused_before_anything_is_sent()
    {
        var connection = new ContabyxConnection
        {
            Home = "nowhere",
            Source = "duckdb:x",
            Bucket = "s3://b/KEY",
            Warehouse = "redshift://ana@books.abc123.us-east-1.redshift.amazonaws.com/dev",
            BucketSettings = new BucketSettings { Region = "eu-west-1" },
        };
        await using var warehouse = new RedshiftWarehouse(connection, new PasswordLogin("ana", new Secret("x")));

        var refused = await Assert.ThrowsAsync<ArchiveException>(() =>
            warehouse.Archive.CheckAsync(new TableSchema("Sales", [], []), TestContext.Current.CancellationToken));

        Assert.Contains("the bucket is in eu-west-1", refused.Message, StringComparison.Ordinal);
    }
}
