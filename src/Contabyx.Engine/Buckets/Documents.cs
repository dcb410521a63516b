namespace Contabyx.Engine.Buckets;

/// <summary>
/// Reads the documents of a bucket (<c>run.json</c>, manifests, <c>error.json</c>) into memory. Anybody may have put
/// them there, so their size is limited.
/// </summary>
internal static class Documents
{
    /// <summary>The most bytes that a document may have. A run of 100,000 files needs about a third of this.</summary>
    public const int MostBytes = 64 << 20;

    /// <returns>Its bytes; NULL when there is none.</returns>
    /// <exception cref="DamagedFileException">It has more than <see cref="MostBytes"/>.</exception>
    /// <exception cref="ConnectionException">The connection breaks before its end.</exception>
    public static async Task<byte[]?> ReadAsync(IBucket bucket, string key, CancellationToken cancellation)
    {
        var stream = await bucket.OpenAsync(key, cancellation).ConfigureAwait(false);
        if (stream is null)
            return null;
        await using (stream)
            return await ReadAsync(stream, bucket.UriOf(key), cancellation).ConfigureAwait(false);
    }

    private static async Task<byte[]> ReadAsync(Stream stream, string uri, CancellationToken cancellation)
    {
        using var memory = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
        {
            memory.Write(buffer, 0, read);
            if (memory.Length > MostBytes)
                throw new DamagedFileException(uri, $"it has more than {MostBytes >> 20} MiB, far more than such a document needs.");
        }

        return memory.ToArray();
    }
}
