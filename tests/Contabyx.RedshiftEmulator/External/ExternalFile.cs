using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Schema;

namespace Contabyx.RedshiftEmulator;

/// <summary>Reads one Parquet file of an external table: columns by name, and NULL where it has none of that name.</summary>
internal sealed class ExternalFile(
    BackendConnection backend, BackendDialogue dialogue, ObjectFile file, IReadOnlyList<FileColumn> columns, string table)
{
    private const int SendSize = 1 << 16;
    private readonly RowBuffer _rows = new();
    private readonly byte[] _pseudo = Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"\t{file.Url.Replace("\\", "\\\\", StringComparison.Ordinal)}\t{file.Bytes}\n"));

    private readonly List<TargetColumn> _targets = [.. columns.Select(Target)];

    public async Task LoadAsync(Stream content, CancellationToken cancellation)
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
            var found = columns.Select(column => Array.Find(
                fields, field => field.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase))).ToArray();
            for (var group = 0; group < reader.RowGroupCount; group++)
            {
                using var rows = reader.OpenRowGroupReader(group);
                await LoadAsync(rows, found, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is ParquetException or InvalidDataException or IOException)
        {
            // c-spectrum-troubleshooting, "Invalid Parquet version number".
            throw new RedshiftException("XX000", "Spectrum Scan Error", $"code: 15001, File '{file.Url}' has an invalid version number");
        }
    }

    private async Task LoadAsync(ParquetRowGroupReader group, DataField?[] fields, CancellationToken cancellation)
    {
        var values = new string?[]?[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i] is not { } field)
                continue;
            if (!FileTypes.Match(field, _targets[i]))
                throw ParquetValues.Incompatible(field, _targets[i], file);
            values[i] = await ParquetValues.ReadAsync(group, field, _targets[i], file, cancellation).ConfigureAwait(false);
        }

        _rows.Clear();
        for (var row = 0; row < group.RowCount; row++)
        {
            for (var i = 0; i < values.Length; i++)
                Write(values[i]?[row], i);
            _rows.Add(_pseudo);
        }

        await SendAsync(cancellation).ConfigureAwait(false);
    }

    private void Write(string? value, int column)
    {
        if (column > 0)
            _rows.Add((byte)'\t');
        if (value is null)
            _rows.Add("\\N"u8);
        else
            _rows.AddText(Shortened(Encoding.UTF8.GetBytes(value), _targets[column]));
    }

    // "Results are truncated to fit the defined column size without returning an error": r_CREATE_EXTERNAL_TABLE.
    private static ReadOnlySpan<byte> Shortened(byte[] text, TargetColumn column)
    {
        if (!column.IsText || text.Length <= column.Length)
            return text;
        var length = column.Length;
        while ((text[length] & 0xC0) == 0x80)
            length--;
        return text.AsSpan(0, length);
    }

    private async Task SendAsync(CancellationToken cancellation)
    {
        await backend.SendAsync($"COPY {table} FROM STDIN", copies: true, cancellation).ConfigureAwait(false);
        while ((await dialogue.NextAsync(cancellation, quiet: true).ConfigureAwait(false)).Type != 'G')
        {
        }

        for (var at = 0; at < _rows.Length; at += SendSize)
        {
            backend.Messages.Write('d', _rows.Bytes.Slice(at, Math.Min(SendSize, _rows.Length - at)));
            await backend.Messages.FlushAsync(cancellation).ConfigureAwait(false);
        }

        backend.Messages.Write('c', []);
        await backend.FlushAsync(cancellation).ConfigureAwait(false);
        while ((await dialogue.NextAsync(cancellation, quiet: true).ConfigureAwait(false)).Type != 'C')
        {
        }
    }

    private static TargetColumn Target(FileColumn column)
    {
        var open = column.Type.IndexOf('(', StringComparison.Ordinal);
        var numbers = open < 0 ? [] : column.Type[(open + 1)..^1].Split(',').Select(int.Parse).ToArray();
        var name = open < 0 ? column.Type : column.Type[..open];
        var type = name switch
        {
            "smallint" => "int2",
            "integer" => "int4",
            "bigint" => "int8",
            "real" => "float4",
            "double precision" => "float8",
            "boolean" => "bool",
            "char" => "bpchar",
            _ => name,
        };
        var isText = type is "varchar" or "bpchar";
        return new TargetColumn(
            column.Name, type, column.Type.ToUpperInvariant(), isText ? numbers[0] : 0, isText || numbers.Length == 0 ? 0 : numbers[0],
            numbers.Length > 1 ? numbers[1] : 0, NotNull: false, Identity: false, HasDefault: false);
    }
}
