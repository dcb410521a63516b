using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Sources.MySql;

namespace Contabyx.Tests;

/// <summary>What is said of a certificate that is not trusted, and what to do about it.</summary>
public sealed class MySqlTrustTests
{
    [Theory]
    [InlineData(-30, -2, "only.", "Renew it on the server.")]
    [InlineData(2, 30, "only.", "Check the clock of this machine, or renew it on the server.")]
    [InlineData(-30, 30, "signed by an authority that is not trusted here: CN=db.example.com.", "ssl-root=PATH")]
    public void A_certificate_of_another_time_needs_no_authority(int from, int to, string reason, string advice)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var server = new CertificateRequest("CN=db.example.com", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(from), DateTimeOffset.UtcNow.AddDays(to));
        var trust = new MySqlTrust(ServerAddress.Parse("mysql://u@db.example.com/d?ssl=verify-full", "mysql", 3306));

        Assert.False(trust.Check!(this, server, null, SslPolicyErrors.RemoteCertificateChainErrors));
        var error = Assert.Throws<ConnectionException>(() => trust.ThrowIfRefused(new IOException()));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Advice, StringComparison.Ordinal);
        Assert.Equal(advice.Contains("ssl-root", StringComparison.Ordinal), error.Advice!.Contains("ssl-root", StringComparison.Ordinal));
    }
}
