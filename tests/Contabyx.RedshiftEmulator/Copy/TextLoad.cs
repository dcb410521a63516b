using System.IO.Compression;
using System.Text;
using ZstdSharp;

namespace Contabyx.RedshiftEmulator;

/// <summary>Loads one file of delimited text or CSV.</summary>
internal sealed class TextLoad(CopySink sink, ObjectFile file)
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    public async Task RunAsync(Stream content, CancellationToken cancellation)
    {
        var command = sink.Command;
        await using var stream = Decompress(content, command.Compression);
        var reader = new RecordReader(
            stream, (byte)command.Delimiter!, command.Format == CopyFormat.Csv ? (byte)command.Quote : null);
        try
        {
            while (await NextAsync(reader, cancellation).ConfigureAwait(false))
            {
                if (reader.LinesRead > command.IgnoreHeader)
                    Load(reader);
                await sink.DrainAsync(all: false, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is InvalidDataException or ZstdException or EndOfStreamException)
        {
            throw new RedshiftException("XX000", $"Failed to decompress {file.Url}", error.Message);
        }
        finally
        {
            sink.Report.Files.Add((file.Url, file.Bytes, reader.LinesRead));
        }
    }

    private static Stream Decompress(Stream content, CopyCompression compression) => compression switch
    {
        CopyCompression.Gzip => new GZipStream(content, CompressionMode.Decompress),
        CopyCompression.Zstd => new DecompressionStream(content),
        _ => content,
    };

    // Where a record does not end, the rest of the file cannot be read: the load fails, whatever MAXERROR is.
    private async ValueTask<bool> NextAsync(RecordReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadAsync(cancellation).ConfigureAwait(false);
        }
        catch (LoadErrorException error)
        {
            sink.Rows.StartRow();
            sink.Fail(new LoadError(file.Url, reader.LinesRead + 1, null, 0, error.Code, error.Message, "", ""));
            throw new TooManyLoadErrorsException();
        }
    }

    private void Load(RecordReader reader)
    {
        sink.Rows.StartRow();
        var field = -1;
        try
        {
            if (reader.Count == 1 && reader[0].IsEmpty && sink.Columns.Count > 1 && sink.Command.IgnoreBlankLines)
                return;
            CheckCount(reader);
            for (field = 0; field < sink.Columns.Count; field++)
            {
                if (field > 0)
                    sink.Rows.Add((byte)'\t');
                Convert(reader, field);
            }

            sink.EndRow();
        }
        catch (LoadErrorException error)
        {
            var column = field < 0 ? null : sink.Columns[field];
            var value = field >= 0 && field < reader.Count ? Encoding.UTF8.GetString(reader[field]) : "";
            sink.Fail(new LoadError(
                file.Url, reader.Line, column, error.Position, error.Code, error.Message,
                Encoding.UTF8.GetString(reader.Raw), value));
        }
    }

    private void CheckCount(RecordReader reader)
    {
        if (reader.Count > sink.Columns.Count)
            throw new LoadErrorException(1202, "Extra column(s) found");
        if (reader.Count < sink.Columns.Count && !sink.Command.FillRecord)
            throw new LoadErrorException(1214, "Delimiter not found");
    }

    // FILLRECORD: VARCHAR gets an empty text, other types NULL (copy-parameters-data-conversion).
    private void Convert(RecordReader reader, int field)
    {
        var value = field < reader.Count ? reader[field] : [];
        if (field == 0 && reader.Line == 1 && value.StartsWith(Mark))
            value = value[Mark.Length..];
        if (field >= reader.Count && !sink.Columns[field].IsText)
            sink.Converters[field].WriteNull();
        else
            sink.Converters[field].Write(value);
    }
}
