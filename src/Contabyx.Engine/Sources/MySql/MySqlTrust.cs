using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>Decides whether the certificate of a MySQL server is trusted.</summary>
/// <remarks>
/// The driver could do it, but it would then also trust the server with this machine's files: on a verified connection that
/// may use LOAD DATA LOCAL it sends whatever file the server asks for (mysqlconnector.net, "Load Data Local Infile"). A
/// check of our own limits it to its own streams.
/// </remarks>
internal static class MySqlTrust
{
    /// <summary>Creates the check for an address.</summary>
    /// <returns>The check; NULL if any certificate is accepted.</returns>
    public static RemoteCertificateValidationCallback? Check(ServerAddress address) => address.Security switch
    {
        TransportSecurity.VerifyAuthority or TransportSecurity.VerifyFull =>
            (_, certificate, chain, errors) => IsTrusted(address, certificate, chain, errors),
        _ => null,
    };

    private static bool IsTrusted(
        ServerAddress address, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return false;
        var wrongName = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch);
        if (wrongName && address.Security == TransportSecurity.VerifyFull)
            return false;
        if (address.RootCertificate is null)
            return !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors);
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.CustomTrustStore.ImportFromPemFile(address.RootCertificate);
        if (chain is not null)
            own.ChainPolicy.ExtraStore.AddRange(chain.ChainElements.Select(element => element.Certificate).ToArray());
        using var server = new X509Certificate2(certificate);
        return own.Build(server);
    }
}
