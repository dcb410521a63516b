using System.IO.Compression;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Contabyx.Engine.Files.Streams;

/// <summary>Compresses and decompresses the streams of files.</summary>
internal static class FileStreams
{
    /// <summary>Opens a stream that decompresses another while it is read.</summary>
    /// <param name="compressed">The file's bytes. Disposed with the stream that is returned.</param>
    /// <param name="compression">How the file is compressed.</param>
    /// <returns>
    /// The text. Reading it throws when the file is damaged or cut short: <see cref="EndOfStreamException"/>,
    /// <see cref="InvalidDataException"/> or <see cref="ZstdException"/>.
    /// </returns>
    public static Stream OpenDecompressed(Stream compressed, FileCompression compression)
    {
        ArgumentNullException.ThrowIfNull(compressed);
        return compression switch
        {
            FileCompression.Zstd => new DecompressionStream(compressed, leaveOpen: false),
            FileCompression.Gzip => new WholeGzipStream(compressed),
            _ => compressed,
        };
    }

    /// <summary>Opens a stream that compresses what is written to it. Disposing it ends the compressed data.</summary>
    /// <param name="file">Where to; not disposed with the stream that is returned, unless that is the same.</param>
    /// <param name="compression">How.</param>
    /// <param name="level">How hard: 1 to 22 for Zstandard, 1 to 9 for gzip.</param>
    internal static Stream OpenCompressed(Stream file, FileCompression compression, int level)
    {
        switch (compression)
        {
            case FileCompression.Zstd:
                var zstd = new CompressionStream(file, level, leaveOpen: true);
                zstd.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
                return zstd;
            case FileCompression.Gzip:
                return new GZipStream(file, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true);
            default:
                return file;
        }
    }
}
