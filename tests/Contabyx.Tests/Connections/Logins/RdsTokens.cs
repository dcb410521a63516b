using System.Security.Cryptography;

namespace Contabyx.Tests;

/// <summary>Checks tokens as Amazon RDS does.</summary>
internal static class RdsTokens
{
    public const string AccessKey = "AKIDEXAMPLE";
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    /// <summary>Whether a token is signed by this key, for this server and user.</summary>
    /// <param name="server">The server as <c>HOST:PORT</c>.</param>
    public static bool IsValid(string token, string server, string user, string region)
    {
        var query = token[(token.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&')
            .Select(pair => pair.Split('=', 2)).ToDictionary(
                pair => pair[0], pair => Uri.UnescapeDataString(pair[1]), StringComparer.Ordinal);
        if (!token.StartsWith($"{server}/?", StringComparison.Ordinal) || query["DBUser"] != user || query["Action"] != "connect"
            || query["X-Amz-Expires"] != "900" || query["X-Amz-SignedHeaders"] != "host")
        {
            return false;
        }

        var expected = SignatureV4.Of(
            "GET", "/", query.Where(pair => pair.Key != "X-Amz-Signature"), new Dictionary<string, string> { ["host"] = server },
            Convert.ToHexStringLower(SHA256.HashData([])), query["X-Amz-Date"], region, "rds-db", SecretKey);
        return query["X-Amz-Credential"].StartsWith($"{AccessKey}/", StringComparison.Ordinal) && expected == query["X-Amz-Signature"];
    }
}
