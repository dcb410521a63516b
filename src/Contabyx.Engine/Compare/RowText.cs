using System.Text;
using Contabyx.Engine.Files.Csv;
using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Compare;

/// <summary>
/// The values of rows as text: as the CSV files write them, but without quotes, and floating-point numbers as in the
/// fingerprint. A warehouse returns its rows in the same form, so that both can be compared.
/// </summary>
internal sealed class RowText(TableSchema table)
{
    private readonly CsvField[] _fields = [.. table.Columns.Select(column => column.Type.Storage == ColumnStorage.Double
        ? new ExactFloatField()
        : CsvFields.For(column.Type))];
    private readonly byte[] _buffer = new byte[128];

    /// <summary>The rows of a block.</summary>
    /// <returns>Per row, one text per column; NULL for NULL.</returns>
    public IEnumerable<string?[]> Of(RowBlock block)
    {
        for (var i = 0; i < _fields.Length; i++)
            _fields[i].Bind(block.Columns[i], block.Count);
        for (var row = 0; row < block.Count; row++)
        {
            var values = new string?[_fields.Length];
            for (var i = 0; i < values.Length; i++)
                values[i] = Value(block.Columns[i], i, row);
            yield return values;
        }
    }

    private string? Value(ColumnVector vector, int column, int row)
    {
        if (vector.Nulls[row])
            return null;
        return vector.Type.Kind switch
        {
            ColumnKind.Text => Encoding.UTF8.GetString(vector.GetBytes(row)),
            ColumnKind.Binary => Convert.ToHexStringLower(vector.GetBytes(row)),
            _ => Encoding.UTF8.GetString(_buffer, 0, _fields[column].Write(row, ref _buffer[0])),
        };
    }
}
