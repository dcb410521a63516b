using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;
using Amazon.SecurityToken;

namespace Contabyx.Engine.Connections.Logins;

/// <summary>
/// Signs requests to services for which there is no client here, with the AWS SDK's own signer ("AWS Signature Version 4 for
/// API requests", IAM User Guide).
/// </summary>
internal static class AwsSigner
{
    /// <summary>How long a token of Amazon RDS can be used to log in.</summary>
    public static readonly TimeSpan RdsTokenLifetime = TimeSpan.FromMinutes(15);

    /// <summary>Signs a POST request, so that it can be sent.</summary>
    /// <param name="endpoint">Where it goes.</param>
    /// <param name="service">The service that it is signed for.</param>
    /// <param name="body">Its body.</param>
    /// <param name="headers">Its headers, with the content type.</param>
    /// <param name="credentials">Who signs.</param>
    public static async Task<HttpRequestMessage> PostAsync(
        Uri endpoint,
        string service,
        string region,
        byte[] body,
        IReadOnlyDictionary<string, string> headers,
        AWSCredentials credentials,
        CancellationToken cancellation)
    {
        var request =
            new DefaultRequest(new Unnamed(), service) { HttpMethod = "POST", Endpoint = endpoint, Content = body, ResourcePath = "/" };
        foreach (var (name, value) in headers)
            request.Headers[name] = value;
        var configuration = new AmazonSecurityTokenServiceConfig { AuthenticationRegion = region, AuthenticationServiceName = service };
        await new AWS4Signer().SignAsync(request, configuration, new RequestMetrics(), credentials, cancellation).ConfigureAwait(false);
        var message = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    /// <summary>
    /// The token with which a user of Amazon RDS or Aurora logs in: a signed address ("IAM database
    /// authentication for MariaDB, MySQL, and PostgreSQL", Amazon RDS User Guide).
    /// </summary>
    /// <param name="host">The server's name.</param>
    /// <param name="port">Its port.</param>
    /// <param name="user">The user of the database.</param>
    /// <param name="credentials">Who signs.</param>
    public static string RdsToken(string host, int port, string user, string region, ImmutableCredentials credentials)
    {
        const string Scheme = "https://";
        var request = new DefaultRequest(new Unnamed(), "rds")
        {
            UseQueryString = true, HttpMethod = "GET", Endpoint = new UriBuilder("https", host, port).Uri,
        };
        request.Parameters["X-Amz-Expires"] = RdsTokenLifetime.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        request.Parameters["DBUser"] = user;
        request.Parameters["Action"] = "connect";
        if (credentials.UseToken)
            request.Parameters["X-Amz-Security-Token"] = credentials.Token;
        var signature = AWS4PreSignedUrlSigner.SignRequest(
            request, null, new RequestMetrics(), credentials.AccessKey, credentials.SecretKey, "rds-db", region);
        return $"{AmazonServiceClient.ComposeUrl(request).AbsoluteUri[Scheme.Length..]}&{signature.ForQueryParameters}";
    }

    private sealed class Unnamed : AmazonWebServiceRequest;
}
