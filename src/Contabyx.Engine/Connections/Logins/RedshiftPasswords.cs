using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
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

    /// <summary>The service name of provisioned clusters.</summary>
    public const string Provisioned = "redshift";

    // The longest that a cluster grants ("GetClusterCredentialsWithIAM", DurationSeconds). It is needed only to log in: open
    // sessions stay open.
    private const int Seconds = 3600;

    /// <summary>Asks for a password.</summary>
    /// <exception cref="ConnectionException">AWS refuses.</exception>
    public async Task<TemporaryPassword> AskAsync(AWSCredentials credentials, CancellationToken cancellation)
    {
        var serverless = place.Service == Serverless;
        var (body, headers) = serverless ? WorkgroupRequest() : ClusterRequest();
        using var request = await AwsSigner.PostAsync(
            AwsHost.EndpointOf(place.Service!, region), place.Service!, region,
            Encoding.UTF8.GetBytes(body), headers, credentials, cancellation).ConfigureAwait(false);
        using var response = await send(request, cancellation).ConfigureAwait(false);
        var text = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw Refused(response.StatusCode, serverless ? JsonReason(text) : XmlReason(text));
        try
        {
            return serverless ? OfWorkgroup(text) : OfCluster(text);
        }
        catch (Exception e)
            when (e is JsonException or XmlException or KeyNotFoundException or FormatException or InvalidOperationException
                or ArgumentOutOfRangeException)
        {
            throw new ConnectionException(
                address.ToString(), "the answer with the temporary password could not be read.",
                "Check AWS_ENDPOINT_URL, if it is set: the answer did not come from Amazon Redshift.", e);
        }
    }

    private (string Body, Dictionary<string, string> Headers) ClusterRequest() => (
        $"Action=GetClusterCredentialsWithIAM&Version=2012-12-01&ClusterIdentifier={Uri.EscapeDataString(place.Name)}"
        + $"&DbName={Uri.EscapeDataString(address.Database)}&DurationSeconds={Seconds}",
        new() { ["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8" });

    private (string Body, Dictionary<string, string> Headers) WorkgroupRequest() => (
        new JsonObject
        {
            ["workgroupName"] = place.Name, ["dbName"] = address.Database,
            ["durationSeconds"] = Seconds,
        }.ToJsonString(),
        new() { ["Content-Type"] = "application/x-amz-json-1.1", ["X-Amz-Target"] = "RedshiftServerless.GetCredentials" });

    private static TemporaryPassword OfCluster(string text)
    {
        var values = XDocument.Parse(text).Descendants().Where(element => !element.HasElements)
            .GroupBy(element => element.Name.LocalName).ToDictionary(group => group.Key, group => group.First().Value);
        return new TemporaryPassword(
            values["DbUser"], new Secret(values["DbPassword"]),
            DateTimeOffset.Parse(values["Expiration"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
    }

    private static TemporaryPassword OfWorkgroup(string text)
    {
        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;
        return new TemporaryPassword(
            root.GetProperty("dbUser").GetString() ?? "", new Secret(root.GetProperty("dbPassword").GetString() ?? ""),
            DateTimeOffset.UnixEpoch.AddSeconds(root.GetProperty("expiration").GetDouble()));
    }

    private ConnectionException Refused(HttpStatusCode status, string reason)
    {
        var action = place.Service == Serverless ? "redshift-serverless:GetCredentials" : "redshift:GetClusterCredentialsWithIAM";
        return new ConnectionException(
            address.ToString(),
            "AWS gave no temporary password for "
                + $"{(place.Service == Serverless ? "the workgroup" : "the cluster")} '{place.Name}': {reason}",
            $"Allow {action} for your AWS identity ({AwsPassword.WhoAmI}), and "
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
        catch (XmlException)
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
