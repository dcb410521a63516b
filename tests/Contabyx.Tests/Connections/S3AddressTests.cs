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
}
