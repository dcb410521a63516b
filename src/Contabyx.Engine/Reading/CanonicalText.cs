using Contabyx.Engine.Files.Checks;
using Contabyx.Engine.Files.Csv;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Reading;

/// <summary>
/// The values of a column as the CSV files write them, without quotes. So 1 has the same text whether it comes as INT or as
/// BIGINT.
/// </summary>
/// <param name="column">The column, before any mask.</param>
internal sealed class CanonicalText(ColumnSchema column)
{
    private readonly CsvField? _field = column.Type.Storage == ColumnStorage.Bytes ? null : CsvFields.For(column.Type);
    private readonly ColumnCheck[] _checks = [.. ColumnChecks.Of(column with { Nullable = true }, column with { Nullable = true })];
    private byte[] _buffer = new byte[128];
    private ColumnVector? _vector;

    /// <summary>Takes the values of a block.</summary>
    /// <returns>The first row whose value has no such text; -1 for none.</returns>
    public int Bind(ColumnVector vector, int rows)
    {
        _vector = vector;
        if (_field is null)
            return -1;
        foreach (var check in _checks)
        {
            if (check.FirstRefused(vector, rows) is var refused and >= 0)
                return refused;
        }

        _field.Bind(vector, rows);
        return -1;
    }

    /// <summary>The text of a row whose value is not NULL, in UTF-8. It is valid until the next one is requested.</summary>
    public ReadOnlySpan<byte> Of(int row)
    {
        if (_field is not null)
            return _buffer.AsSpan(0, _field.Write(row, ref _buffer[0]));
        var bytes = _vector!.GetBytes(row);
        if (column.Type.Kind == ColumnKind.Text)
            return bytes;
        if (_buffer.Length < bytes.Length * 2)
            _buffer = new byte[bytes.Length * 2];
        for (var i = 0; i < bytes.Length; i++)
            (_buffer[2 * i], _buffer[(2 * i) + 1]) = (Digit(bytes[i] >> 4), Digit(bytes[i] & 15));
        return _buffer.AsSpan(0, bytes.Length * 2);
    }

    private static byte Digit(int value) => (byte)"0123456789abcdef"[value];
}
