using Contabyx.Engine.Buckets;
using Contabyx.Engine.Files.Csv;
using Contabyx.Engine.Files.Streams;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Load;

/// <summary>Copies parts of a failed run into the run that is created from it.</summary>
/// <param name="bucket">Where the files are.</param>
/// <param name="compression">How the parts are compressed.</param>
internal sealed class PartRewriter(IBucket bucket, FileCompression compression)
{
    private const int Level = 3;

    /// <summary>Copies a part, with or without some of its rows.</summary>
    /// <param name="key">Where it is.</param>
    /// <param name="prefix">Where it goes to.</param>
    /// <param name="file">The expected part.</param>
    /// <param name="without">Lines of rows to leave out.</param>
    /// <returns>The new part.</returns>
    /// <exception cref="DamagedFileException">The part is missing.</exception>
    public async Task<RunFile> CopyAsync(
        string key, string prefix, RunFile file, HashSet<long> without, CancellationToken cancellation)
    {
        var path = Path.GetTempFileName();
        try
        {
            var stream = await OpenAsync(key, cancellation).ConfigureAwait(false);
            using (var copy = File.Create(path))
            {
                if (without.Count == 0)
                    await CopyAsync(stream, copy, cancellation).ConfigureAwait(false);
                else
                    file = file with { Rows = await FilterAsync(key, stream, copy, without, cancellation).ConfigureAwait(false) };
            }

            return await PutAsync(path, prefix, file, cancellation).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Writes corrected rows as a part.</summary>
    /// <param name="prefix">Where it goes to.</param>
    /// <returns>The part; NULL when there are no rows in it.</returns>
    public async Task<RunFile?> WriteAsync(MendedRows rows, string prefix, string name, CancellationToken cancellation)
    {
        var path = Path.GetTempFileName();
        try
        {
            long written;
            await using (var text = File.OpenRead(rows.Path))
            {
                using var file = File.Create(path);
                using var compressed = FileStreams.OpenCompressed(file, compression, Level);
                written = await WriteRowsAsync(text, compressed, keepHeader: false, cancellation).ConfigureAwait(false);
            }

            var part = new RunFile(name, written, 0, "");
            return written == 0 ? null : await PutAsync(path, prefix, part, cancellation).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Joins a file without its bad rows and the corrected rows after it.</summary>
    /// <param name="key">Where the file is; NULL for none, in which case the corrected rows keep their header.</param>
    /// <param name="rows">The corrected rows; NULL for none, in which case the file stays as it is.</param>
    /// <param name="without">Lines of the bad rows.</param>
    /// <returns>The path of a temporary file.</returns>
    public async Task<string> JoinAsync(
        string? key, MendedRows? rows, HashSet<long> without, CancellationToken cancellation)
    {
        var path = Path.GetTempFileName();
        using var file = File.Create(path);
        if (rows is null)
        {
            await CopyAsync(await OpenAsync(key!, cancellation).ConfigureAwait(false), file, cancellation).ConfigureAwait(false);
            return path;
        }

        using var compressed = FileStreams.OpenCompressed(file, compression, Level);
        if (key is not null)
        {
            await using var text = FileStreams.OpenDecompressed(await OpenAsync(key, cancellation).ConfigureAwait(false), compression);
            await FilterAsync(text, compressed, bucket.UriOf(key), without, cancellation).ConfigureAwait(false);
        }

        await using var mended = File.OpenRead(rows.Path);
        await WriteRowsAsync(mended, compressed, keepHeader: key is null, cancellation).ConfigureAwait(false);
        return path;
    }

    private async Task<Stream> OpenAsync(string key, CancellationToken cancellation) =>
        await bucket.OpenAsync(key, cancellation).ConfigureAwait(false)
        ?? throw new DamagedFileException(bucket.UriOf(key), "it is missing.");

    private async Task<long> FilterAsync(
        string key, Stream stream, Stream file, HashSet<long> without, CancellationToken cancellation)
    {
        await using var text = FileStreams.OpenDecompressed(stream, compression);
        using var compressed = FileStreams.OpenCompressed(file, compression, Level);
        return await FilterAsync(text, compressed, bucket.UriOf(key), without, cancellation).ConfigureAwait(false);
    }

    // If a bad row is not found, its corrected version must not be loaded as a second row.
    private static async Task<long> FilterAsync(
        Stream text, Stream target, string uri, HashSet<long> without, CancellationToken cancellation)
    {
        var (reader, rows, missing) = (new CsvRecordReader(text), 0L, new SortedSet<long>(without));
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            if (reader.IsCut)
                throw new DamagedFileException(
                    uri, $"the row at line {reader.FirstLine} is longer than {CsvRecordReader.LongestRecord} bytes.");
            var bad = missing.GetViewBetween(reader.FirstLine, reader.LastLine).ToList();
            missing.ExceptWith(bad);
            if (bad.Count > 0 || reader.Record.TrimEnd((byte)'\r').IsEmpty)
                continue;
            target.Write(reader.Record);
            target.WriteByte((byte)'\n');
            rows++;
        }

        return missing.Count == 0
            ? rows
            : throw new DamagedFileException(
                uri, $"{BucketLayout.ErrorsName} names a bad row at line {missing.Min}, but the file has no row there.");
    }

    // Editors end lines with CR LF, and put a byte order mark before the first.
    private static async Task<long> WriteRowsAsync(
        Stream text, Stream target, bool keepHeader, CancellationToken cancellation)
    {
        var (reader, rows) = (new CsvRecordReader(text), 0L);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            var isHeader = reader.FirstLine == 1;
            var record = reader.Record;
            if (isHeader && record.StartsWith("\uFEFF"u8))
                record = record[3..];
            if (record.EndsWith("\r"u8))
                record = record[..^1];
            if (record.IsEmpty || (isHeader && !keepHeader))
                continue;
            target.Write(record);
            target.WriteByte((byte)'\n');
            rows += isHeader ? 0 : 1;
        }

        return rows;
    }

    private async Task<RunFile> PutAsync(string path, string prefix, RunFile file, CancellationToken cancellation)
    {
        var hash = await DeadLetters.HashAsync(path, cancellation).ConfigureAwait(false);
        var item = await bucket.PutFileAsync(prefix + file.Name, path, hash, cancellation).ConfigureAwait(false);
        return file with { Bytes = item.Bytes, Sha256 = hash, ETag = item.ETag, Checksum = item.Checksum };
    }

    private static async Task CopyAsync(Stream stream, Stream file, CancellationToken cancellation)
    {
        await using (stream)
            await stream.CopyToAsync(file, cancellation).ConfigureAwait(false);
    }
}
