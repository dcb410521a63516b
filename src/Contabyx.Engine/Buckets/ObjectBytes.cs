using System.Security.Cryptography;

namespace Contabyx.Engine.Buckets;

/// <summary>Reads objects to their end, when only their bytes can identify them.</summary>
internal static class ObjectBytes
{
    /// <summary>The SHA-256 of an object's bytes, in hexadecimal digits; NULL when there is no such object.</summary>
    /// <param name="bucket">Where it is.</param>
    public static async Task<string?> HashAsync(IBucket bucket, string key, CancellationToken cancellation)
    {
        var stream = await bucket.OpenAsync(key, cancellation).ConfigureAwait(false);
        if (stream is null)
            return null;
        await using (stream)
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));
    }
}
