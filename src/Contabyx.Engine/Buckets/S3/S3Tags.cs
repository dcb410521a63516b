namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// The tag (ETag) of a file's object in stores that compute it from MD5s: the MD5 of the content, or for an object in
/// parts the MD5 of the parts' MD5s, and their number. Under SSE-KMS, a tag is neither ("Object", Amazon S3 API Reference).
/// </summary>
internal static class S3Tags
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tag, and the file's SHA-256 in hexadecimal digits.</returns>
    public static async Task<(string ETag, string Sha256)> OfFileAsync(string path, CancellationToken cancellation)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        await using (file)
        {
            using var hashes = new FileHashes();
            var parts = new List<byte[]>();
            var size = file.Length <= S3Upload.PartBytes ? S3Upload.PartBytes + 1 : S3Upload.PartSizeOf(file.Length);
            await foreach (var part in hashes.ReadAsync(file, size, false, true, cancellation).ConfigureAwait(false))
                parts.Add(part.Md5);
            var whole = file.Length <= S3Upload.PartBytes;
            // Only a checksum, not a protection.
#pragma warning disable CA5351
            var tag = whole ? parts[0] : System.Security.Cryptography.MD5.HashData([.. parts.SelectMany(md5 => md5)]);
#pragma warning restore CA5351
            return (Convert.ToHexStringLower(tag) + (whole ? "" : $"-{parts.Count}"), Convert.ToHexStringLower(hashes.Whole()));
        }
    }
}
