using System.Text.RegularExpressions;
using Amazon;

namespace Contabyx.Engine.Connections.Logins;

/// <summary>What the name of a database server of AWS says about it.</summary>
/// <param name="Name">The first part: the cluster, the workgroup, or the database instance.</param>
/// <param name="Region">The Region; NULL if the name is not one that AWS gave.</param>
/// <param name="Service"><c>redshift</c>, <c>redshift-serverless</c> or <c>rds</c>; NULL likewise.</param>
internal sealed partial record AwsHost(string Name, string? Region, string? Service)
{
    /// <summary>Reads a host's name.</summary>
    /// <param name="host">The name, such as <c>books.abc123.us-east-1.redshift.amazonaws.com</c>.</param>
    public static AwsHost Of(string host)
    {
        var match = Form().Match(host);
        return match.Success
            ? new AwsHost(match.Groups["name"].Value, Found(match, "region"), Found(match, "service"))
            : new AwsHost(host.Split('.')[0], null, null);
    }

    /// <summary>The Region to sign for: that of the name, or else the configured one.</summary>
    /// <param name="configured">The Region of the settings or of the AWS configuration; NULL for none.</param>
    /// <param name="address">The server's address, for the error.</param>
    /// <exception cref="ConnectionException">There is none.</exception>
    public string RegionOr(string? configured, string address) =>
        Region ?? configured ?? throw new ConnectionException(
            address, "the AWS Region of the server is not known.",
            "Set it: -Region, CONTABYX_REGION, AWS_REGION, or the profile's region.");

    /// <summary>The address of a service in a Region.</summary>
    /// <param name="service">The service as in <c>SERVICE.REGION.amazonaws.com</c>.</param>
    /// <param name="region">The Region.</param>
    /// <remarks>
    /// Another address can be set, for one service or for all ("Service-specific endpoints", AWS SDKs and Tools Reference Guide).
    /// </remarks>
    public static Uri EndpointOf(string service, string region)
    {
        var specific = Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_" + service.Replace('-', '_').ToUpperInvariant());
        var set = string.IsNullOrEmpty(specific) ? Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") : specific;
        return new Uri(string.IsNullOrEmpty(set)
            ? $"https://{service}.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}/" : set);
    }

    private static string? Found(Match match, string group) => match.Groups[group].Value is { Length: > 0 } text ? text : null;

    // In China the service stands before the Region: books.abc123.rds.cn-north-1.amazonaws.com.cn.
    [GeneratedRegex(
        @"^(?<name>[^.]+)(\.[^.]+)*\.((?<region>[a-z]{2}(-[a-z]+)+-\d)\.(?<service>redshift|redshift-serverless|rds)"
        + @"|(?<service>redshift|redshift-serverless|rds)\.(?<region>cn(-[a-z]+)+-\d))\.amazonaws\.com(\.cn)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
