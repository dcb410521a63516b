using System.Text;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Files;
using Contabyx.Engine.Files.Csv;
using Contabyx.Engine.Files.Streams;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Load;

/// <summary>
/// Looks up bad rows in the files themselves: the warehouse names a line, and that line has the value. Each file is read
/// once, as a stream.
/// </summary>
/// <param name="bucket">Where the files are.</param>
internal sealed class LoadErrorLens(IBucket bucket)
{
    private const int ShownBytes = 256;

    /// <summary>Adds the values to the errors, and passes on the bad records.</summary>
    /// <param name="errors">The errors as the warehouse reported them.</param>
    /// <param name="record">Receives each bad record, in the order of files and lines.</param>
    /// <returns>The same errors; those whose row could not be found are unchanged.</returns>
    public async Task<IReadOnlyList<ContabyxLoadError>> ExamineAsync(
        PlannedTable table,
        IReadOnlyList<ContabyxLoadError> errors,
        Action<ReadOnlySpan<byte>> record,
        CancellationToken cancellation)
    {
        var found = new List<ContabyxLoadError>();
        foreach (var group in errors.GroupBy(error => error.File, StringComparer.Ordinal))
        {
            var file = table.Files.FirstOrDefault(file => bucket.UriOf(table.KeyOf(file)) == group.Key);
            var wanted = new Queue<ContabyxLoadError>(group.Where(error => error.Line is not null).OrderBy(error => error.Line));
            found.AddRange(group.Where(error => error.Line is null));
            if (file is not null && RowFormats.Of(table.Load.Format).IsText)
                await ReadAsync(table.Load, table.KeyOf(file), wanted, found, record, cancellation).ConfigureAwait(false);
            found.AddRange(wanted);
        }

        return [.. found.Select(error => error with { Advice = LoadErrorText.AdviceFor(error) })];
    }

    private async Task ReadAsync(
        TableLoad load,
        string key,
        Queue<ContabyxLoadError> wanted,
        List<ContabyxLoadError> found,
        Action<ReadOnlySpan<byte>> record,
        CancellationToken cancellation)
    {
        try
        {
            var stream = await bucket.OpenAsync(key, cancellation).ConfigureAwait(false);
            if (stream is null)
                return;
            await using var text = FileStreams.OpenDecompressed(stream, load.Compression);
            var reader = new CsvRecordReader(text);
            while (wanted.Count > 0 && await reader.ReadAsync(cancellation).ConfigureAwait(false))
            {
                if (reader.LastLine < wanted.Peek().Line)
                    continue;
                record(reader.Record);
                while (wanted.TryPeek(out var next) && next.Line <= reader.LastLine)
                    found.Add(Complete(load, wanted.Dequeue(), reader.Record));
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ZstdSharp.ZstdException or ContabyxException)
        {
            // If a file cannot be read any further, its values stay unknown, but line and column are known.
        }
    }

    private static ContabyxLoadError Complete(TableLoad load, ContabyxLoadError error, ReadOnlySpan<byte> record)
    {
        var columns = load.Table.Columns.ToList();
        var index = columns.FindIndex(column => column.Name == error.Column);
        if (index < 0 || CsvValues.At(record, index) is not { } value)
            return error;
        var shown = value.AsSpan(0, Math.Min(value.Length, ShownBytes));
        return error with
        {
            Value = Encoding.UTF8.GetString(shown),
            Hex = Convert.ToHexStringLower(shown),
            Length = value.Length,
        };
    }
}
