using System.Security.Cryptography;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Files.Csv;
using Contabyx.Engine.Files.Streams;

namespace Contabyx.Engine.Load;

/// <summary>Reads a loose CSV file: hashes its bytes, counts its records, and checks whether the first is a header.</summary>
/// <param name="bucket">Where the file is.</param>
internal sealed class LooseFileReader(IBucket bucket)
{
    private const string Advice = "Correct the file, and send it again. The damaged file is kept in error/.";
    private const long SureBytes = 1L << 30;
    private const int UnpackedTimes = 200;

    /// <param name="compression">How it is compressed.</param>
    /// <exception cref="DamagedFileException">
    /// It cannot be read to its end, has no rows, or has its columns in another order.
    /// </exception>
    public async Task<HashedCount> ReadAsync(
        BucketObject item, FileCompression compression, TableSchema table, CancellationToken cancellation)
    {
        var key = item.Key;
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var file = new HashingStream(await OpenAsync(key, cancellation).ConfigureAwait(false), hash);
            await using var text = FileStreams.OpenDecompressed(file, compression);
            var records = await CsvRecords.CountAsync(text, cancellation, MostBytes(item, compression)).ConfigureAwait(false);
            await file.CopyToAsync(Stream.Null, cancellation).ConfigureAwait(false);
            var header = await ReadHeaderAsync(key, compression, table, cancellation).ConfigureAwait(false);
            var rows = records - (header ? 1 : 0);
            return rows > 0
                ? new HashedCount(Convert.ToHexStringLower(hash.GetHashAndReset()), header, rows)
                : throw new DamagedFileException(bucket.UriOf(key), "it has no rows.", advice: Advice);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ZstdSharp.ZstdException)
        {
            throw new DamagedFileException(bucket.UriOf(key), $"it cannot be read to its end: {e.Message}", e, Advice);
        }
    }

    // Rows of a table unpack to 3 to 100 times their size. A decompression bomb unpacks to any size, and would keep the
    // load busy for hours.
    private static long MostBytes(BucketObject item, FileCompression compression) =>
        compression == FileCompression.None ? long.MaxValue : Math.Max(SureBytes, UnpackedTimes * item.Bytes);

    private async Task<bool> ReadHeaderAsync(
        string key, FileCompression compression, TableSchema table, CancellationToken cancellation)
    {
        await using var text = FileStreams.OpenDecompressed(await OpenAsync(key, cancellation).ConfigureAwait(false), compression);
        var reader = new CsvRecordReader(text);
        if (!await reader.ReadAsync(cancellation).ConfigureAwait(false) || reader.IsCut)
            return false;
        var columns = table.Columns.Select(column => column.Name).ToList();
        return BadRowsHeader.KindOf(reader.Record, columns) switch
        {
            HeaderKind.Header => true,
            HeaderKind.Reordered => throw new DamagedFileException(
                bucket.UriOf(key),
                $"its header has the columns in another order than the table {table.Name}: {BadRowsHeader.TextOf(columns)}.",
                advice: Advice),
            _ => false,
        };
    }

    private async Task<Stream> OpenAsync(string key, CancellationToken cancellation) =>
        await bucket.OpenAsync(key, cancellation).ConfigureAwait(false)
        ?? throw new DamagedFileException(bucket.UriOf(key), "it is missing.");
}
