using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Connections.Logins;

/// <summary>What to do when the certificate of a database server is not trusted.</summary>
internal static class CertificateAdvice
{
    /// <summary>Names the authority's certificates, where they can be had, and the option for them.</summary>
    /// <param name="isOtherName">Whether the certificate is trusted, but is for another host.</param>
    /// <remarks>
    /// "Using SSL/TLS to encrypt a connection to a DB instance or cluster", Amazon RDS User Guide; "Configuring security options
    /// for connections", Amazon Redshift Management Guide.
    /// </remarks>
    public static string Of(ServerAddress address, bool isOtherName)
    {
        const string Option = "put the file's path into the address: ssl-root=PATH.";
        if (isOtherName)
        {
            return "Put the name that the certificate is for into the address, or leave the name unchecked: ssl=verify-ca, with "
                + "ssl-root=PATH of the authority's certificate.";
        }

        var host = AwsHost.Of(address.Host);
        var isChina = host.Region?.StartsWith("cn-", StringComparison.Ordinal) == true;
        if (address.Scheme == "redshift")
        {
            var store = isChina ? "s3.cn-north-1.amazonaws.com.cn/redshift-downloads-cn" : "s3.amazonaws.com/redshift-downloads";
            return $"Download the certificates of Amazon's authorities, https://{store}/amazon-trust-ca-bundle.crt, and {Option}";
        }

        if (host.Service != "rds")
        {
            return "Get the certificate of the authority that signed it, a PEM file (MySQL's own is ca.pem in the server's data folder), "
                + $"and {Option} Or check nothing: ssl=require.";
        }

        var bundle = isChina || host.Region!.StartsWith("us-gov-", StringComparison.Ordinal)
            ? $"the certificate bundle of {host.Region} (\"Certificate bundles by AWS Region\", Amazon RDS User Guide)"
            : "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem";
        return $"Amazon RDS signs its certificates itself. Download {bundle}, and {Option}";
    }
}
