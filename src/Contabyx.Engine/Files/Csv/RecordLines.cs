using Contabyx.Engine.Files.Streams;

namespace Contabyx.Engine.Files.Csv;

/// <summary>Finds the lines at which records of a CSV file begin, for readers that count records only.</summary>
internal static class RecordLines
{
    /// <summary>Finds lines.</summary>
    /// <param name="path">The file.</param>
    /// <param name="compression">How it is compressed.</param>
    /// <param name="records">Numbers of records, from 1, a header and empty lines among them.</param>
    /// <returns>The line of each record that the file has, from 1, by the record's number.</returns>
    public static async Task<IReadOnlyDictionary<long, long>> FindAsync(
        string path, FileCompression compression, IReadOnlyCollection<long> records, CancellationToken cancellation)
    {
        var wanted = records.ToHashSet();
        var found = new Dictionary<long, long>();
        await using var text = FileStreams.OpenDecompressed(File.OpenRead(path), compression);
        var reader = new CsvRecordReader(text);
        for (var record = 1L; found.Count < wanted.Count && await reader.ReadAsync(cancellation).ConfigureAwait(false); record++)
        {
            if (wanted.Contains(record))
                found[record] = reader.FirstLine;
        }

        return found;
    }
}
