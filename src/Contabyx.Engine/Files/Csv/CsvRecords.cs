using System.Buffers;

namespace Contabyx.Engine.Files.Csv;

/// <summary>Counts the records of CSV text without parsing their values.</summary>
internal static class CsvRecords
{
    private const int BufferBytes = 1 << 18;

    /// <summary>
    /// Counts the records of RFC 4180 text. Records end with LF or CR LF outside of quotes, the last one also with the
    /// text. A quote opens a quoted value only at the value's beginning. Empty lines are not records, as
    /// for COPY with IGNOREBLANKLINES and for DuckDB.
    /// </summary>
    /// <param name="text">Decompressed UTF-8 text; read to its end, not disposed.</param>
    /// <param name="limit">The most bytes that the text may have.</param>
    /// <returns>How many records there are, a header among them.</returns>
    /// <exception cref="InvalidDataException">
    /// The text is longer, or a record of it has more than <see cref="CsvRecordCounter.LongestRecord"/> bytes.
    /// </exception>
    public static async Task<long> CountAsync(Stream text, CancellationToken cancellation, long limit = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(text);
        var counter = new CsvRecordCounter();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (int read; (read = await text.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
            {
                counter.Add(buffer.AsSpan(0, read));
                if (counter.Bytes > limit)
                    throw new InvalidDataException($"It unpacks to more than {limit >> 20} MB, far more than any table's rows would.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return counter.Complete();
    }
}
