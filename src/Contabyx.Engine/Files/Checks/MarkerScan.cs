using System.Text;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Checks;

/// <summary>Searches for text values that equal the NULL marker.</summary>
internal sealed class MarkerScan(TableSchema table, string marker)
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(marker);

    private readonly int[] _columns =
    [
        .. Enumerable.Range(0, table.Columns.Count).Where(i => table.Columns[i].Type.Kind == ColumnKind.Text),
    ];

    public string Marker { get; } = marker;

    /// <summary>The first row, and in it the first column, with such a value; NULL when there is none.</summary>
    public (int Row, int Column)? Find(RowBlock block, int rows)
    {
        (int Row, int Column)? found = null;
        foreach (var column in _columns)
        {
            var row = FirstEqual(block.Columns[column], found?.Row ?? rows);
            if (row >= 0)
                found = (row, column);
        }

        return found;
    }

    private int FirstEqual(ColumnVector vector, int rows)
    {
        // Markers are rare in text: one search through all bytes settles most blocks.
        if (rows == 0 || vector.Bytes.AsSpan(0, vector.Ends[rows - 1]).IndexOf(_bytes) < 0)
            return -1;
        for (var row = 0; row < rows; row++)
        {
            if (vector.GetBytes(row).SequenceEqual(_bytes))
                return row;
        }

        return -1;
    }
}
