using Amazon.Runtime;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Connections.Logins;

/// <summary>
/// A login to MySQL on Amazon RDS or Aurora by a token that is signed here, for each session anew; AWS is not asked.
/// </summary>
/// <param name="address">The server, under the name that AWS gave it.</param>
/// <param name="region">The Region in the settings; NULL for none.</param>
/// <param name="credentials">Finds the AWS credentials.</param>
internal sealed class RdsLogin(ServerAddress address, string? region, Func<AWSCredentials> credentials) : ILogin
{
    /// <inheritdoc/>
    public string Advice =>
        $"Check that the user '{address.User}' is identified with AWSAuthenticationPlugin, that IAM database authentication is on, "
        + $"and that your AWS identity ({AwsPassword.Commands}) may use rds-db:connect for it.";

    /// <inheritdoc/>
    public Task<Login> GetAsync(CancellationToken cancellation) => AwsPassword.AskAsync(
        address,
        async () =>
        {
            var keys = await credentials().GetCredentialsAsync().ConfigureAwait(false);
            var token = AwsSigner.RdsToken(
                address.Host, address.Port, address.User, AwsHost.Of(address.Host).RegionOr(region, address.ToString()), keys);
            Redactor.Remember(token);
            return new Login(address.User, new Secret(token));
        });
}
