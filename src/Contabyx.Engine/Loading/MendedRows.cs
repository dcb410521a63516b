namespace Contabyx.Engine;

/// <summary>The bad rows of a table as somebody mended them, in a temporary file.</summary>
internal sealed class MendedRows : IDisposable
{
    private MendedRows(string path) => Path = path;

    /// <summary>The file: a header, and then the rows.</summary>
    public string Path { get; }

    /// <summary>Reads them.</summary>
    /// <param name="bucket">Where they are.</param>
    /// <param name="prefix">The prefix of the table's objects.</param>
    /// <param name="letter">Why the table failed.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The rows; NULL when there are none, or nobody has changed them.</returns>
    public static async Task<MendedRows?> ReadAsync(
        IBucket bucket, string prefix, ErrorDocument letter, CancellationToken cancellation)
    {
        if (letter.BadRowsSha256 is null)
            return null;
        var stream = await bucket.OpenAsync(prefix + BucketLayout.BadRowsName, cancellation).ConfigureAwait(false);
        if (stream is null)
            return null;
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
                return rows;
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
}
