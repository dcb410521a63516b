using System.Text.Json;
using System.Xml;
using Amazon.Runtime;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Connections.Logins;

/// <summary>Turns what goes wrong on the way to a temporary password into an error of the server's connection.</summary>
internal static class AwsPassword
{
    /// <summary>The command that shows whose credentials are used.</summary>
    public const string Commands = "aws sts get-caller-identity";

    /// <param name="ask">Gets the login.</param>
    /// <exception cref="ConnectionException">It could not be had.</exception>
    public static async Task<Login> AskAsync(ServerAddress address, Func<Task<Login>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (AmazonClientException e)
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
        catch (Exception e)
            when (e is JsonException or XmlException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw new ConnectionException(
                address.ToString(), "the answer with the temporary password could not be read.",
                "Check AWS_ENDPOINT_URL, if it is set: the answer is not one of Amazon Redshift.", e);
        }
    }
}
