using System.Security.Cryptography;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>The hashes of one part of a file: what a store verifies when the part arrives.</summary>
/// <param name="Number">The part's number, from 1.</param>
/// <param name="Offset">Where it begins, in bytes.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256; empty if it is not needed.</param>
/// <param name="Md5">Its MD5; empty if it is not needed.</param>
internal sealed record FilePartHash(int Number, long Offset, long Bytes, byte[] Sha256, byte[] Md5);

/// <summary>
/// Reads a file once and hashes it, part by part and as a whole, while the parts already read are being sent.
/// </summary>
internal sealed class FileHashes : IDisposable
{
    private const int BufferSize = 1 << 17;

    private readonly IncrementalHash _whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Hashes a file's parts, in order.</summary>
    /// <param name="file">The file, at its beginning.</param>
    /// <param name="partBytes">The size of every part but the last.</param>
    /// <param name="needsSha256">Whether each part's SHA-256 is needed.</param>
    /// <param name="needsMd5">Whether each part's MD5 is needed.</param>
    public async IAsyncEnumerable<FilePartHash> ReadAsync(
        Stream file,
        long partBytes,
        bool needsSha256,
        bool needsMd5,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // S3-compatible stores verify Content-MD5. It is only a checksum and protects nothing.
#pragma warning disable CA5351
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        var buffer = new byte[BufferSize];
        var (number, offset, bytes, any) = (1, 0L, 0L, false);
        while (true)
        {
            var wanted = (int)Math.Min(buffer.Length, partBytes - bytes);
            var read = await file.ReadAsync(buffer.AsMemory(0, wanted), cancellation).ConfigureAwait(false);
            _whole.AppendData(buffer, 0, read);
            if (needsMd5)
                md5.AppendData(buffer, 0, read);
            if (needsSha256)
                sha256.AppendData(buffer, 0, read);
            bytes += read;
            if (bytes == partBytes || (read == 0 && (bytes > 0 || !any)))
            {
                yield return new FilePartHash(
                    number++, offset, bytes,
                    needsSha256 ? sha256.GetHashAndReset() : [], needsMd5 ? md5.GetHashAndReset() : []);
                (offset, bytes, any) = (offset + bytes, 0, true);
            }

            if (read == 0)
                yield break;
        }
    }

    /// <summary>The SHA-256 of everything that was read.</summary>
    public byte[] Whole() => _whole.GetCurrentHash();

    /// <inheritdoc/>
    public void Dispose() => _whole.Dispose();
}
