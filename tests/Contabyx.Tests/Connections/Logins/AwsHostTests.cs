using Contabyx.Engine.Connections.Logins;

namespace Contabyx.Tests;

/// <summary>What the names of database servers say.</summary>
public sealed class AwsHostTests
{
    [Theory]
    [InlineData("books.abc123.us-east-1.redshift.amazonaws.com", "books", "us-east-1", "redshift")]
    [InlineData("books.123456789012.sa-east-1.redshift-serverless.amazonaws.com", "books", "sa-east-1", "redshift-serverless")]
    [InlineData("books-endpoint-x.123456789012.us-gov-west-1.redshift-serverless.amazonaws.com",
        "books-endpoint-x", "us-gov-west-1", "redshift-serverless")]
    [InlineData("books.abc123.ap-southeast-2.rds.amazonaws.com", "books", "ap-southeast-2", "rds")]
    [InlineData("books.cluster-abc123.eu-central-1.rds.amazonaws.com", "books", "eu-central-1", "rds")]
    [InlineData("books.abc123.rds.cn-north-1.amazonaws.com.cn", "books", "cn-north-1", "rds")]
    [InlineData("books.abc123.cn-northwest-1.redshift.amazonaws.com.cn", "books", "cn-northwest-1", "redshift")]
    [InlineData("warehouse.example.com", "warehouse", null, null)]
    [InlineData("books.us-east-1.redshift.amazonaws.com.example.com", "books", null, null)]
    [InlineData("127.0.0.1", "127", null, null)]
    public void A_name_that_AWS_gave_says_what_it_is_and_where(string host, string name, string? region, string? service) =>
        Assert.Equal(new AwsHost(name, region, service), AwsHost.Of(host));
}
