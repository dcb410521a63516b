using Amazon.Runtime;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Connections.Logins;

/// <summary>
/// A login to Amazon Redshift by a temporary password. It is kept until shortly before it expires, and shared by all sessions.
/// </summary>
/// <param name="address">The warehouse.</param>
/// <param name="name">The cluster or workgroup in the settings; NULL if the host's name says it.</param>
/// <param name="region">The configured Region; NULL for none.</param>
/// <param name="credentials">Finds the AWS credentials.</param>
/// <param name="clock">The time.</param>
internal sealed class RedshiftLogin(
    ServerAddress address, string? name, string? region, Func<AWSCredentials> credentials, TimeProvider clock) : ILogin
{
    private const string WorkgroupPrefix = "workgroup/";
    private const string ClusterPrefix = "cluster/";

    private static readonly HttpClient Http = new();

    private readonly AwsPassword _password = new(clock);

    /// <inheritdoc/>
    public string Advice =>
        $"Check that the database user of your AWS identity ({AwsPassword.WhoAmI}) "
            + "has the privileges, and that the database name is right.";

    /// <inheritdoc/>
    public Task<Login> GetAsync(CancellationToken cancellation) => _password.GetAsync(address, AskAsync, cancellation);

    private Task<TemporaryPassword> AskAsync(CancellationToken cancellation)
    {
        var place = PlaceOf();
        var passwords = new RedshiftPasswords(address, place, place.RegionOr(region, address.ToString()), Http.SendAsync);
        return passwords.AskAsync(credentials(), cancellation);
    }

    private AwsHost PlaceOf()
    {
        var host = AwsHost.Of(address.Host);
        if (name is not null)
        {
            var serverless = name.StartsWith(WorkgroupPrefix, StringComparison.OrdinalIgnoreCase);
            var start = serverless ? WorkgroupPrefix.Length
                : name.StartsWith(ClusterPrefix, StringComparison.OrdinalIgnoreCase) ? ClusterPrefix.Length : 0;
            var service = serverless || (start == 0 && host.Service == RedshiftPasswords.Serverless)
                ? RedshiftPasswords.Serverless : RedshiftPasswords.Provisioned;
            return host with { Name = name[start..], Service = service };
        }

        return host.Service is RedshiftPasswords.Provisioned or RedshiftPasswords.Serverless ? host : throw new ConnectionException(
            address.ToString(), "the host's name does not say which cluster or workgroup it is.",
            "Name it: -WarehouseName cluster/NAME or workgroup/NAME (CONTABYX_WAREHOUSE_NAME).");
    }
}
