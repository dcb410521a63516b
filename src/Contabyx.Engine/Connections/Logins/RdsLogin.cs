using Amazon.Runtime;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Connections.Logins;

/// <summary>
/// A login to MySQL on Amazon RDS or Aurora by a token that is signed here, and kept until shortly before it expires. AWS is not
/// asked.
/// </summary>
/// <param name="address">The server, under the name that AWS gave it.</param>
/// <param name="region">The configured Region; NULL for none.</param>
/// <param name="credentials">Finds the AWS credentials.</param>
/// <param name="clock">The time.</param>
internal sealed class RdsLogin(ServerAddress address, string? region, Func<AWSCredentials> credentials, TimeProvider clock) : ILogin
{
    private readonly AwsPassword _password = new(clock);

    /// <inheritdoc/>
    public string Advice =>
        $"Check that the user '{address.User}' is identified with AWSAuthenticationPlugin, that IAM database authentication is on, "
        + $"and that your AWS identity ({AwsPassword.WhoAmI}) may use rds-db:connect for it.";

    /// <inheritdoc/>
    public Task<Login> GetAsync(CancellationToken cancellation) => _password.GetAsync(address, SignAsync, cancellation);

    private async Task<TemporaryPassword> SignAsync(CancellationToken cancellation)
    {
        var signer = credentials();
        var keys = await signer.GetCredentialsAsync().ConfigureAwait(false);
        var token = AwsSigner.RdsToken(
            address.Host, address.Port, address.User, AwsHost.Of(address.Host).RegionOr(region, address.ToString()), keys);

        // It expires with the keys that signed it, if they expire first.
        var expires = clock.GetUtcNow().UtcDateTime + AwsSigner.RdsTokenLifetime;
        var end = signer.Expiration?.ToUniversalTime() ?? expires;
        return new TemporaryPassword(address.User, new Secret(token), end < expires ? end : expires);
    }
}
