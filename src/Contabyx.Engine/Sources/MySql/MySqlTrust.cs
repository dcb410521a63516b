using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>Decides whether the certificate of a MySQL server is trusted, and remembers why not.</summary>
/// <remarks>
/// The driver could do it, but it would then also trust the server with this machine's files: on a verified connection that
/// may use LOAD DATA LOCAL it sends whatever file the server asks for (mysqlconnector.net, "Load Data Local Infile"). A
/// check of our own limits it to its own streams.
/// </remarks>
/// <param name="address">The server.</param>
internal sealed class MySqlTrust(ServerAddress address)
{
    private (string Reason, string Advice)? _refusal;

    /// <summary>The check for the driver; NULL if any certificate is accepted.</summary>
    public RemoteCertificateValidationCallback? Check =>
        address.Security is TransportSecurity.VerifyAuthority or TransportSecurity.VerifyFull ? IsTrusted : null;

    /// <summary>Throws if the certificate was refused.</summary>
    /// <param name="error">What the driver reported.</param>
    /// <exception cref="ConnectionException">It was.</exception>
    public void ThrowIfRefused(Exception error)
    {
        if (_refusal is { } refusal)
            throw new ConnectionException(address.ToString(), refusal.Reason, refusal.Advice, error);
    }

    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return Refuse("it has shown no certificate.", false);
        using var server = new X509Certificate2(certificate);
        if (!IsOfTrustedAuthority(server, chain, errors))
        {
            return DateTime.Now < server.NotBefore || DateTime.Now > server.NotAfter
                ? RefuseTimes(server)
                : Refuse($"its certificate is signed by an authority that is not trusted here: {server.Issuer}.", false);
        }

        return address.Security == TransportSecurity.VerifyAuthority || !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            || Refuse($"its certificate is for {server.Subject}, not for {address.Host}.", true);
    }

    private bool IsOfTrustedAuthority(X509Certificate2 server, X509Chain? chain, SslPolicyErrors errors)
    {
        if (address.RootCertificate is null)
            return !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors);
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.CustomTrustStore.ImportFromPemFile(address.RootCertificate);
        if (chain is not null)
            own.ChainPolicy.ExtraStore.AddRange(chain.ChainElements.Select(element => element.Certificate).ToArray());
        return own.Build(server);
    }

    private bool Refuse(string reason, bool isOtherName)
    {
        _refusal = (reason, CertificateAdvice.Of(address, isOtherName));
        return false;
    }

    private bool RefuseTimes(X509Certificate2 server)
    {
        _refusal = (
            string.Create(
                CultureInfo.InvariantCulture,
                $"its certificate is valid from {server.NotBefore:yyyy-MM-dd} to {server.NotAfter:yyyy-MM-dd} only."),
            server.NotAfter < DateTime.Now ? "Renew it on the server." : "Check the clock of this machine, or renew it on the server.");
        return false;
    }
}
