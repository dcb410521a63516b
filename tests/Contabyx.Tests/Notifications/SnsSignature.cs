using System.Security.Cryptography;

namespace Contabyx.Tests;

/// <summary>What Amazon SNS checks of a request: its signature, made again without the AWS SDK, and its form.</summary>
internal static class SnsSignature
{
    /// <summary>Whether a request is signed for SNS with a key.</summary>
    public static bool IsOf(HookRequest request, string accessKey, string secretKey, string region)
    {
        // Authorization: AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request, SignedHeaders=a;b, Signature=...
        var parts = request.Headers["Authorization"].Replace("AWS4-HMAC-SHA256 ", "", StringComparison.Ordinal)
            .Split(',', StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        Assert.Matches($"^{accessKey}/[0-9]{{8}}/{region}/sns/aws4_request$", parts["Credential"]);
        var headers = parts["SignedHeaders"].Split(';').ToDictionary(name => name, name => request.Headers[name]);
        return parts["Signature"] == SignatureV4.Of(
            request.Method, request.Path, [], headers, Convert.ToHexStringLower(SHA256.HashData(request.Body)),
            request.Headers["X-Amz-Date"], region, "sns", secretKey);
    }

    /// <summary>The fields of a request.</summary>
    public static Dictionary<string, string> FormOf(HookRequest request) => request.Text.Split('&').Select(pair => pair.Split('='))
        .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
}
