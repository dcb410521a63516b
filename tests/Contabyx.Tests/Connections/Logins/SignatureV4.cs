using System.Security.Cryptography;
using System.Text;

namespace Contabyx.Tests;

/// <summary>
/// Signs as AWS documents it, with nothing of the AWS SDK: "Create a signed AWS API request", IAM User Guide. So it can check what
/// the SDK signs.
/// </summary>
internal static class SignatureV4
{
    /// <summary>The signature of a request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path; empty counts as a slash.</param>
    /// <param name="query">The query, decoded, without the signature itself.</param>
    /// <param name="headers">The signed headers, by their names in lower case.</param>
    /// <param name="bodySha256">The SHA-256 of the body, in hexadecimal digits.</param>
    /// <param name="time">The time of the request, as <c>20261130T120000Z</c>.</param>
    public static string Of(
        string method,
        string path,
        IEnumerable<KeyValuePair<string, string>> query,
        IReadOnlyDictionary<string, string> headers,
        string bodySha256,
        string time,
        string region,
        string service,
        string secretKey)
    {
        var canonical = string.Join(
            '\n',
            method,
            path.Length == 0 ? "/" : path,
            string.Join('&', query.Select(pair => $"{Encode(pair.Key)}={Encode(pair.Value)}").Order(StringComparer.Ordinal)),
            string.Concat(
                headers.OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => $"{header.Key}:{header.Value.Trim()}\n")),
            string.Join(';', headers.Keys.Order(StringComparer.Ordinal)),
            bodySha256);
        var scope = $"{time[..8]}/{region}/{service}/aws4_request";
        var text = $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + secretKey);
        foreach (var part in (string[])[time[..8], region, service, "aws4_request"])
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static string Encode(string text) => Uri.EscapeDataString(text);
}
