namespace Contabyx.Engine.Buckets.S3;

/// <summary>Reads the checksums that a store keeps of its objects.</summary>
internal static class S3Checksum
{
    /// <summary>Reads a SHA-256 in base64.</summary>
    /// <param name="told">What the store returned; NULL when it keeps none.</param>
    /// <returns>
    /// The hash of the object in hexadecimal digits; for an object in parts, whose checksum ends in a hyphen and their
    /// number, what the store returned; NULL when it is not a checksum.
    /// </returns>
    public static string? Read(string? told)
    {
        if (string.IsNullOrEmpty(told) || told.Contains('-', StringComparison.Ordinal))
            return string.IsNullOrEmpty(told) ? null : told;
        var hash = new byte[32];
        return Convert.TryFromBase64String(told, hash, out var bytes) && bytes == hash.Length ? Convert.ToHexStringLower(hash) : null;
    }
}
