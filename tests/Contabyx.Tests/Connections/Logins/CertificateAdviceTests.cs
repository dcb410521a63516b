using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Tests;

/// <summary>Where the certificates of a server's authority are, and which option takes them.</summary>
public sealed class CertificateAdviceTests
{
    [Theory]
    [InlineData("mysql://u@books.abc123.sa-east-1.rds.amazonaws.com/d",
        "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem")]
    [InlineData("mysql://u@books.cluster-ro-abc123.eu-west-1.rds.amazonaws.com/d", "https://truststore.pki.rds.amazonaws.com/global/")]
    [InlineData("mysql://u@books.abc123.rds.cn-north-1.amazonaws.com.cn/d", "bundle of cn-north-1")]
    [InlineData("mysql://u@books.abc123.us-gov-west-1.rds.amazonaws.com/d", "bundle of us-gov-west-1")]
    [InlineData("mysql://u@db.example.com/d", "MySQL's own is ca.pem")]
    [InlineData("redshift://u@books.abc123.us-east-1.redshift.amazonaws.com/d",
        "https://s3.amazonaws.com/redshift-downloads/amazon-trust-ca-bundle.crt")]
    [InlineData("redshift://u@warehouse.example.com/d", "https://s3.amazonaws.com/redshift-downloads/amazon-trust-ca-bundle.crt")]
    [InlineData("redshift://u@books.abc123.cn-northwest-1.redshift.amazonaws.com.cn/d",
        "https://s3.cn-north-1.amazonaws.com.cn/redshift-downloads-cn/amazon-trust-ca-bundle.crt")]
    public void The_authority_is_named_with_the_option_for_it(string address, string expected)
    {
        var advice = CertificateAdvice.Of(ServerAddress.Parse(address, address.Split(':')[0], 1), isOtherName: false);

        Assert.Contains(expected, advice, StringComparison.Ordinal);
        Assert.Contains("ssl-root=PATH", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_for_another_name_needs_no_other_authority() => Assert.Contains(
        "ssl=verify-ca",
        CertificateAdvice.Of(ServerAddress.Parse("mysql://u@h/d", "mysql", 1), isOtherName: true),
        StringComparison.Ordinal);
}
