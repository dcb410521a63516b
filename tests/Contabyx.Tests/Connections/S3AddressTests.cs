using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Tests;

public sealed class S3AddressTests
{
    [Theory]
    [InlineData("s3://my-bucket", "my-bucket", "", "s3://my-bucket")]
    [InlineData("s3://my-bucket/", "my-bucket", "", "s3://my-bucket")]
    [InlineData("s3://my-bucket/books/2026/", "my-bucket", "books/2026/", "s3://my-bucket/books/2026")]
    [InlineData("s3://my-bucket/a b+é", "my-bucket", "a b+é/", "s3://my-bucket/a b+é")]
    public void An_address_is_a_bucket_and_a_prefix(string text, string bucket, string prefix, string full)
    {
        var address = S3Address.Parse(text);

        Assert.Equal((bucket, prefix, full), (address.Bucket, address.Prefix, address.ToString()));
    }

    [Theory]
    [InlineData("file:bucket")]
    [InlineData("s3://")]
    [InlineData("s3://My-Bucket/a")]
    [InlineData("s3://my-bucket/a/../b")]
    [InlineData("s3://my-bucket//a")]
    [InlineData("s3://my-bucket/a\tb")]
    [InlineData("s3://-my/a")]
    public void A_wrong_address_is_refused(string text) =>
        Assert.Throws<AddressException>(() => S3Address.Parse(text));

    [Theory]
    [InlineData("s3://AKIAKEY:marked-secret@bucket/key")]
    [InlineData("s3://AKIAKEY:marked/secret-marked-secret@bucket/key")]
    [InlineData("s3://AKIAKEY%3Amarked-secret@bucket")]
    [InlineData("s3://bucket/key?secret_access_key=marked-secret")]
    public void An_address_with_a_key_is_refused_without_showing_it(string address)
    {
        var error = Assert.Throws<AddressException>(() => S3Address.Parse(address));

        Assert.Contains("contains a password or key", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("marked-secret", error.Message + error.Target, StringComparison.Ordinal);
    }

    [Fact]
    public void The_alias_of_an_access_point_is_used_like_a_bucket()
    {
        var address = S3Address.Parse("s3://books-abcdefghij0123456789-s3alias/KEY");

        Assert.True(address.IsAccessPoint);
        Assert.False(S3Address.Parse("s3://books/KEY").IsAccessPoint);
    }

    [Theory]
    [InlineData("s3://arn:aws:s3:us-west-2:123456789012:accesspoint/books/KEY", "it is an ARN", "-s3alias/KEY")]
    [InlineData("s3://books--usw2-az1--x-s3/KEY", "a directory bucket", "general purpose")]
    [InlineData("s3://books-a1b2c3--ol-s3/KEY", "an Object Lambda access point", "general purpose")]
    [InlineData("s3://mfzwi23gnjvgw.mrap/KEY", "a Multi-Region Access Point", "general purpose")]
    [InlineData("s3://books--table-s3/KEY", "a table bucket", "general purpose")]
    public void What_COPY_cannot_read_is_refused_by_what_it_is(string text, string reason, string advice)
    {
        var error = Assert.Throws<AddressException>(() => S3Address.Parse(text));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Advice, StringComparison.Ordinal);
    }
}
