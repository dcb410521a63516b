using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Contabyx.RedshiftEmulator;

/// <summary>The server's certificate.</summary>
internal static class SelfSignedCertificate
{
    /// <summary>The certificate of a PEM file, or a new one for <c>localhost</c> where there is no file.</summary>
    public static X509Certificate2 Load(string? file) =>
        file is null ? Make() : X509Certificate2.CreateFromPemFile(file);

    private static X509Certificate2 Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
    }
}
