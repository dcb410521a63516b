using System.Text;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Checks;

/// <summary>
/// Checks rows against the columns of their target, and throws for the first value, row by row, that does not fit.
/// </summary>
internal sealed class TableCheck
{
    private readonly TableSchema _table;
    private readonly (int Column, ColumnCheck Check)[] _checks;
    private readonly MarkerScan? _marker;

    /// <param name="table">The target.</param>
    /// <param name="nullMarker">The marker that no text may equal; NULL when the format needs none.</param>
    /// <param name="refusesEmptyBinary">Whether empty binary values are refused.</param>
    /// <param name="sendsBadValues">Whether only the marker is searched for.</param>
    /// <param name="limits">The same columns with narrower limits; NULL for those of the target.</param>
    public TableCheck(
        TableSchema table, string? nullMarker, bool refusesEmptyBinary = false, bool sendsBadValues = false, TableSchema? limits = null)
    {
        _table = table;
        var columns = table.Columns.Zip((limits ?? table).Columns);
        _checks = sendsBadValues
            ? []
            : [.. columns.SelectMany(
                (pair, i) => ColumnChecks.Of(pair.First, pair.Second, refusesEmptyBinary).Select(check => (i, check)))];
        _marker = nullMarker is null ? null : new MarkerScan(table, nullMarker);
    }

    /// <param name="rowsBefore">How many rows came before the block's.</param>
    /// <exception cref="ValueRefusedException">The target cannot hold a value.</exception>
    /// <exception cref="NullMarkerCollisionException">A text value equals the NULL marker.</exception>
    public void Check(RowBlock block, long rowsBefore)
    {
        // Only rows before the one found matter from here on, so the report does not depend on where blocks begin.
        var rows = block.Count;
        (int Column, ColumnCheck Check)? refused = null;
        foreach (var (column, check) in _checks)
        {
            var row = check.FirstRefused(block.Columns[column], rows);
            if (row >= 0)
                (rows, refused) = (row, (column, check));
        }

        if (_marker?.Find(block, rows) is var (markedRow, markedColumn))
            throw new NullMarkerCollisionException(
                _table.Name, _table.Columns[markedColumn].Name, rowsBefore + markedRow + 1, _marker.Marker);
        if (refused is { } found)
            throw Refusal(block, rows, found.Column, rowsBefore, found.Check.Reason(block.Columns[found.Column], rows));
    }

    public ValueRefusedException Refusal(RowBlock block, int row, int column, long rowsBefore, string reason)
    {
        var vector = block.Columns[column];
        var value = vector.Type.Storage == ColumnStorage.Bytes && vector.Type.Kind == ColumnKind.Text
            ? vector.GetBytes(row)
            : Encoding.UTF8.GetBytes(ValueText.Of(vector, row));
        return new ValueRefusedException(
            _table.Name, _table.Columns[column].Name, rowsBefore + row + 1, KeyOf(block, row), value, reason);
    }

    private string KeyOf(RowBlock block, int row) => string.Join(
        ", ",
        _table.Key.Select(name => _table.Columns.Index().First(column => column.Item.Name == name).Index)
            .Select(column => ValueText.Of(block.Columns[column], row)));
}
