using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Schema;

namespace Contabyx.RedshiftEmulator;

/// <summary>
/// Loads one Parquet file, by position (<c>copy-usage_notes-copy-from-columnar</c>). The file goes through a temporary
/// one, because Parquet is read from its end; memory holds a row group. Errors go to the client.
/// </summary>
internal sealed class ParquetLoad(CopySink sink, ObjectFile file)
{
    public async Task RunAsync(Stream content, CancellationToken cancellation)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var local = new FileStream(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        await content.CopyToAsync(local, cancellation).ConfigureAwait(false);
        local.Position = 0;
        try
        {
            await using var reader = await ParquetReader.CreateAsync(
                local, new ParquetOptions { UseBigDecimal = true }, cancellationToken: cancellation).ConfigureAwait(false);
            var fields = reader.Schema.GetDataFields();
            if (fields.Length != sink.Columns.Count)
            {
                throw Failure(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Unmatched number of columns between table and file. Table columns: {sink.Columns.Count}, "
                    + $"Data columns: {fields.Length}, File name: {file.Url}"));
            }

            for (var group = 0; group < reader.RowGroupCount; group++)
            {
                using var rows = reader.OpenRowGroupReader(group);
                await LoadAsync(rows, fields, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is ParquetException or InvalidDataException or IOException)
        {
            throw Failure($"Invalid Parquet file: {file.Url}");
        }
        finally
        {
            sink.Report.Files.Add((file.Url, file.Bytes, sink.Report.Rows));
        }
    }

    private async Task LoadAsync(ParquetRowGroupReader group, DataField[] fields, CancellationToken cancellation)
    {
        var columns = new List<string?[]>();
        for (var i = 0; i < fields.Length; i++)
            columns.Add(await ParquetValues.ReadAsync(group, fields[i], sink.Columns[i], file, cancellation).ConfigureAwait(false));
        for (var row = 0; row < group.RowCount; row++)
        {
            sink.Rows.StartRow();
            for (var i = 0; i < columns.Count; i++)
                Write(columns[i][row], i);
            sink.EndRow();
            await sink.DrainAsync(all: false, cancellation).ConfigureAwait(false);
        }
    }

    private void Write(string? value, int field)
    {
        if (field > 0)
            sink.Rows.Add((byte)'\t');
        try
        {
            if (value is null)
                sink.Converters[field].WriteNull();
            else
                sink.Converters[field].WriteValue(Encoding.UTF8.GetBytes(value));
        }
        catch (LoadErrorException error)
        {
            throw Failure($"File '{file.Url}', column {sink.Columns[field].Name}: {error.Message}");
        }
    }

    private static RedshiftException Failure(string reason) => new("XX000", "Spectrum Scan Error", $"code: 15007, {reason}");
}
