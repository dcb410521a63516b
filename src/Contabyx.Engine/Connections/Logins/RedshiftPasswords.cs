using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Amazon.Runtime;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Connections.Logins;

/// <summary>
/// Asks Amazon Redshift for temporary passwords: <c>GetClusterCredentialsWithIAM</c> of a cluster ("Amazon Redshift API
/// Reference"), <c>GetCredentials</c> of a Serverless workgroup ("Amazon Redshift Serverless API Reference").
/// </summary>
/// <param name="address">The warehouse.</param>
/// <param name="place">The cluster or workgroup; its service is known.</param>
/// <param name="region">The Region.</param>
/// <param name="send">Sends a request.</param>
internal sealed class RedshiftPasswords(
    ServerAddress address, AwsHost place, string region, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send)
{
    /// <summary>The service name of Redshift Serverless.</summary>
    public const string Serverless = "redshift-serverless";

    // The longest that a cluster grants ("GetClusterCredentialsWithIAM", DurationSeconds). Only logins need it: sessions go on.
    private const string Seconds = "3600";

    // Before it expires, a session may still have to be opened with it.
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    /// <summary>Asks for a password.</summary>
    /// <exception cref="ConnectionException">AWS refuses.</exception>
    public async Task<TemporaryPassword> AskAsync(AWSCredentials credentials, CancellationToken cancellation)
    {
        var serverless = place.Service == Serverless;
        var (body, headers) = serverless ? WorkgroupRequest() : ClusterRequest();
        using var request = await AwsSigner.PostAsync(
            AwsHost.EndpointOf(serverless ? Serverless : "redshift", region), serverless ? Serverless : "redshift", region,
            Encoding.UTF8.GetBytes(body), headers, credentials, cancellation).ConfigureAwait(false);
        using var response = await send(request, cancellation).ConfigureAwait(false);
        var text = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw Refused(response.StatusCode, serverless ? JsonReason(text) : XmlReason(text));
        return serverless ? OfWorkgroup(text) : OfCluster(text);
    }

    private (string Body, Dictionary<string, string> Headers) ClusterRequest() => (
        $"Action=GetClusterCredentialsWithIAM&Version=2012-12-01&ClusterIdentifier={Uri.EscapeDataString(place.Name)}"
        + $"&DbName={Uri.EscapeDataString(address.Database)}&DurationSeconds={Seconds}",
        new() { ["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8" });

    private (string Body, Dictionary<string, string> Headers) WorkgroupRequest() => (
        new JsonObject
        {
            ["workgroupName"] = place.Name, ["dbName"] = address.Database,
            ["durationSeconds"] = int.Parse(Seconds, CultureInfo.InvariantCulture),
        }.ToJsonString(),
        new() { ["Content-Type"] = "application/x-amz-json-1.1", ["X-Amz-Target"] = "RedshiftServerless.GetCredentials" });

    private static TemporaryPassword OfCluster(string text)
    {
        var values = XDocument.Parse(text).Descendants().Where(element => !element.HasElements)
            .GroupBy(element => element.Name.LocalName).ToDictionary(group => group.Key, group => group.First().Value);
        return Made(
            values["DbUser"], values["DbPassword"],
            DateTimeOffset.Parse(values["Expiration"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
    }

    private static TemporaryPassword OfWorkgroup(string text)
    {
        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;
        return Made(
            root.GetProperty("dbUser").GetString() ?? "", root.GetProperty("dbPassword").GetString() ?? "",
            DateTimeOffset.UnixEpoch.AddSeconds(root.GetProperty("expiration").GetDouble()));
    }

    private static TemporaryPassword Made(string user, string password, DateTimeOffset expiration)
    {
        Redactor.Remember(password);
        return new TemporaryPassword(user, new Secret(password), expiration - Early);
    }

    private ConnectionException Refused(HttpStatusCode status, string reason)
    {
        var action = place.Service == Serverless ? "redshift-serverless:GetCredentials" : "redshift:GetClusterCredentialsWithIAM";
        return new ConnectionException(
            address.ToString(),
            $"AWS gave no temporary password for "
                + $"{(place.Service == Serverless ? "the workgroup" : "the cluster")} '{place.Name}': {reason}",
            $"Allow {action} for your AWS identity ({AwsPassword.Commands}), and "
                + $"check the name (-WarehouseName) and the Region ({region}).")
        {
            MayRetry = status is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
        };
    }

    private static string XmlReason(string text)
    {
        try
        {
            var values = XDocument.Parse(text).Descendants().ToList();
            return Redactor.Redact(
                string.Join(": ", values.Where(value => value.Name.LocalName is "Code" or "Message").Select(value => value.Value)));
        }
        catch (System.Xml.XmlException)
        {
            return "it gave no reason.";
        }
    }

    private static string JsonReason(string text)
    {
        try
        {
            var json = JsonNode.Parse(text);
            var kind = (string?)json?["__type"];
            return Redactor.Redact($"{kind?.Split('#')[^1]}: {(string?)json?["message"] ?? (string?)json?["Message"]}");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "it gave no reason.";
        }
    }
}
