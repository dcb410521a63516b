using Contabyx.Engine.Buckets;
using Contabyx.Engine.Files.Csv;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Load;

/// <summary>The bad rows of a table as somebody corrected them, in a temporary file.</summary>
internal sealed class MendedRows : IDisposable
{
    private MendedRows(string path) => Path = path;

    /// <summary>The file: a header, and then the rows.</summary>
    public string Path { get; }

    /// <param name="bucket">Where they are.</param>
    /// <param name="prefix">The prefix of the table's objects.</param>
    /// <param name="letter">Why the table failed.</param>
    /// <returns>The rows; NULL when there are none, or when nobody has changed them.</returns>
    /// <exception cref="DamagedFileException">
    /// Its first line is not the header, so nobody can tell whether it is a row; rows are missing; or a value has
    /// no end.
    /// </exception>
    public static async Task<MendedRows?> ReadAsync(
        IBucket bucket, string prefix, ErrorDocument letter, CancellationToken cancellation)
    {
        if (letter.BadRowsSha256 is null)
            return null;
        var uri = bucket.UriOf(prefix + BucketLayout.BadRowsName);
        var stream = await bucket.OpenAsync(prefix + BucketLayout.BadRowsName, cancellation).ConfigureAwait(false)
            ?? throw new DamagedFileException(uri, "it is missing, and so are the bad rows.");
        var rows = new MendedRows(System.IO.Path.GetTempFileName());
        try
        {
            await using (stream)
            {
                var file = File.Create(rows.Path);
                await using (file)
                    await stream.CopyToAsync(file, cancellation).ConfigureAwait(false);
            }

            if (await DeadLetters.HashAsync(rows.Path, cancellation).ConfigureAwait(false) != letter.BadRowsSha256)
            {
                await rows.CheckAsync(uri, letter, cancellation).ConfigureAwait(false);
                return rows;
            }

            rows.Dispose();
            return null;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(Path);

    private async Task CheckAsync(string uri, ErrorDocument letter, CancellationToken cancellation)
    {
        await using var text = File.OpenRead(Path);
        var reader = new CsvRecordReader(text);
        if (!await reader.ReadAsync(cancellation).ConfigureAwait(false))
            throw new DamagedFileException(uri, "it is empty." + Wanted(letter));
        if (letter.Columns is { } columns && BadRowsHeader.KindOf(reader.Record, columns) != HeaderKind.Header)
            throw new DamagedFileException(uri, "its first line is not the header; it may be a row." + Wanted(letter));
        var lines = 0;
        for (; await reader.ReadAsync(cancellation).ConfigureAwait(false); lines++)
        {
            if (reader.IsCut)
                throw new DamagedFileException(
                    uri, $"the row at line {reader.FirstLine} is longer than {CsvRecordReader.LongestRecord} bytes.");
        }

        if (reader.IsOpen)
            throw new DamagedFileException(
                uri, "a value has an opening quote but no closing quote, so everything after it is read as one row.");
        if (lines < letter.BadRows)
        {
            // This also finds a header that was removed from above a row with the same text.
            throw new DamagedFileException(
                uri, $"{letter.BadRows} rows were bad, but there are {lines} below its "
                    + "header. To leave a row out, keep an empty line in its place.");
        }
    }

    private static string Wanted(ErrorDocument letter) => letter.Columns is { } columns
        ? $" Put the header '{BadRowsHeader.TextOf(columns)}' above the rows; their values must be in that order."
        : " Its header is missing.";
}
