using Contabyx.Engine.Buckets.S3;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Connections;

/// <summary>Names in the configuration of this machine that settings may use. No server is asked.</summary>
public static class LocalNames
{
    /// <summary>The profiles of the AWS configuration, in alphabetical order.</summary>
    public static IEnumerable<string> AwsProfiles() => S3Clients.ProfileNames().Order(StringComparer.OrdinalIgnoreCase);

    /// <summary>The ODBC data sources, in the order in which they are looked up.</summary>
    public static IEnumerable<string> DataSources() => OdbcDsn.Names();

    /// <summary>The storage classes of Amazon S3 from which COPY can read at once, the usual one first.</summary>
    public static IEnumerable<string> StorageClasses() => S3Clients.StorageClasses;
}
