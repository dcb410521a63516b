using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Contabyx.Tests;

/// <summary>
/// Gives temporary passwords as Amazon Redshift does, to those whose requests are signed with the right key. While it exists,
/// requests of this process go to it.
/// </summary>
internal sealed class PasswordService : IAsyncDisposable
{
    public const string AccessKey = "AKIDEXAMPLE";
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private static readonly string[] Variables = ["AWS_ENDPOINT_URL_REDSHIFT", "AWS_ENDPOINT_URL_REDSHIFT_SERVERLESS"];

    private readonly HttpListener _listener;
    private readonly Task _loop;
    private readonly string _user;
    private readonly string? _password;
    private readonly TimeSpan _lifetime;
    private readonly string _accessKey;
    private readonly string _secretKey;
    private readonly List<string> _asked = [];

    /// <param name="user">The user that it names.</param>
    /// <param name="password">The password; NULL for a new one each time.</param>
    /// <param name="lifetime">How long a password lives.</param>
    /// <param name="accessKey">The key that requests must be signed with.</param>
    public PasswordService(
        string user, string? password, TimeSpan lifetime, string accessKey = AccessKey, string secretKey = SecretKey)
    {
        (_user, _password, _lifetime, _accessKey, _secretKey) = (user, password, lifetime, accessKey, secretKey);
        _listener = Listen();
        foreach (var variable in Variables)
            Environment.SetEnvironmentVariable(variable, _listener.Prefixes.Single());
        _loop = Task.Run(ServeAsync);
    }

    /// <summary>The cluster or workgroup and the database of each request that was answered with a password.</summary>
    public IReadOnlyList<string> Asked => _asked;

    /// <summary>The Region that the last request was signed for.</summary>
    public string? Region { get; private set; }

    public async ValueTask DisposeAsync()
    {
        foreach (var variable in Variables)
            Environment.SetEnvironmentVariable(variable, null);
        _listener.Stop();
        await _loop;
        _listener.Close();
    }

    // A listener needs the number of its port, and somebody else may take the free one first.
    private static HttpListener Listen()
    {
        while (true)
        {
            int port;
            using (var free = new TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                port = ((IPEndPoint)free.LocalEndpoint).Port;
            }

            var listener = new HttpListener { Prefixes = { FormattableString.Invariant($"http://127.0.0.1:{port}/") } };
            try
            {
                listener.Start();
                return listener;
            }
            catch (HttpListenerException)
            {
                listener.Close();
            }
        }
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                var (status, text) = Answer(context.Request, body.ToArray());
                context.Response.StatusCode = status;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The test is over.
            }
        }
    }

    private (int Status, string Text) Answer(HttpListenerRequest request, byte[] body)
    {
        var serverless = request.Headers["X-Amz-Target"] == "RedshiftServerless.GetCredentials";
        if (!IsSigned(request, body, serverless ? "redshift-serverless" : "redshift"))
        {
            return serverless
                ? (400, """{"__type":"com.amazonaws#AccessDeniedException","message":"The signature does not match."}""")
                : (403, "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>The "
                    + "signature does not match.</Message></Error></ErrorResponse>");
        }

        var expiration = DateTimeOffset.UtcNow + _lifetime;
        var password = _password ?? "Pw" + Guid.NewGuid().ToString("N");
        var text = Encoding.UTF8.GetString(body);
        if (serverless)
        {
            var json = JsonNode.Parse(text)!;
            _asked.Add($"{json["workgroupName"]}/{json["dbName"]}");
            return (200, new JsonObject
            {
                ["dbUser"] = _user, ["dbPassword"] = password, ["expiration"] = expiration.ToUnixTimeMilliseconds() / 1000.0,
            }.ToJsonString());
        }

        var form = text.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
        _asked.Add($"{form["ClusterIdentifier"]}/{form["DbName"]}");
        return (200, $"""
            <GetClusterCredentialsWithIAMResponse xmlns="http://redshift.amazonaws.com/doc/2012-12-01/"><GetClusterCredentialsWithIAMResult>
            <DbUser>{_user}</DbUser><DbPassword>{password}</DbPassword><Expiration>{expiration.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}</Expiration>
            </GetClusterCredentialsWithIAMResult></GetClusterCredentialsWithIAMResponse>
            """);
    }

    // Authorization: AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request, SignedHeaders=a;b, Signature=...
    private bool IsSigned(HttpListenerRequest request, byte[] body, string service)
    {
        var parts = (request.Headers["Authorization"] ?? "").Replace("AWS4-HMAC-SHA256 ", "", StringComparison.Ordinal)
            .Split(',', StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .ToDictionary(part => part[0], part => part[1]);
        if (!parts.TryGetValue("Credential", out var credential)
            || credential.Split('/') is not [var key, _, var region, var named, _] || key != _accessKey || named != service)
            return false;
        Region = region;
        var headers = parts["SignedHeaders"].Split(';').ToDictionary(name => name, name => request.Headers[name] ?? "");
        return parts["Signature"] == SignatureV4.Of(
            request.HttpMethod, request.Url!.AbsolutePath, [], headers, Convert.ToHexStringLower(SHA256.HashData(body)),
            request.Headers["X-Amz-Date"]!, region, service, _secretKey);
    }
}
