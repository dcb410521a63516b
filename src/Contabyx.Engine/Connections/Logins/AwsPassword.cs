using Amazon.Runtime;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Connections.Logins;

/// <summary>
/// A temporary password of AWS. It is kept until shortly before it expires, and shared by all sessions of one server.
/// </summary>
/// <param name="clock">The time.</param>
internal sealed class AwsPassword(TimeProvider clock)
{
    /// <summary>The command that shows whose credentials are used.</summary>
    public const string WhoAmI = "aws sts get-caller-identity";

    // Before it expires, a session may still have to be opened with it.
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private TemporaryPassword? _known;

    /// <summary>The login for a session that is opened now.</summary>
    /// <param name="address">The server.</param>
    /// <param name="ask">Gets a new password.</param>
    /// <exception cref="ConnectionException">There is no password to be had.</exception>
    public async Task<Login> GetAsync(
        ServerAddress address, Func<CancellationToken, Task<TemporaryPassword>> ask, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_known is null || clock.GetUtcNow() >= _known.Expires - Early)
            {
                _known = await AskAsync(address, ask, cancellation).ConfigureAwait(false);
                Redactor.Remember(_known.Password.Reveal());
            }

            return new Login(_known.User, _known.Password);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static async Task<TemporaryPassword> AskAsync(
        ServerAddress address, Func<CancellationToken, Task<TemporaryPassword>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException)
        {
            throw new ConnectionException(
                address.ToString(), "no AWS credentials for the login: " + Redactor.Redact(e.Message),
                "Sign in (aws sso login), name a profile (-ProfileName), or give the machine a role; or use a password: "
                + "-SourceLogin or -WarehouseLogin Password.",
                e);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException { InnerException: TimeoutException })
        {
            throw new ConnectionException(
                address.ToString(), "AWS could not be asked for a temporary password: " + Redactor.Redact(e.Message),
                "Check the network, the proxy (HTTPS_PROXY) and the Region (-Region).", e)
            {
                MayRetry = true,
            };
        }
    }
}
