namespace Contabyx.Engine.Rows;

/// <summary>Selects some rows from blocks of a table. The same block object is reused each time.</summary>
internal sealed class RowPicker(TableSchema table)
{
    private RowBlock? _picked;

    /// <summary>The block itself if all of its rows are wanted, otherwise a block with the wanted ones.</summary>
    /// <param name="isWanted">Whether a row is wanted, by its position.</param>
    public RowBlock Pick(RowBlock block, ReadOnlySpan<bool> isWanted)
    {
        if (!isWanted[..block.Count].Contains(false))
            return block;
        if (_picked is null || _picked.Capacity < block.Count)
            _picked = new RowBlock(table, Math.Max(block.Count, RowBlock.DefaultCapacity));
        _picked.Clear();
        for (var row = 0; row < block.Count; row++)
        {
            if (isWanted[row])
                Add(block, row, _picked, _picked.Count++);
        }

        return _picked;
    }

    private static void Add(RowBlock from, int row, RowBlock to, int target)
    {
        for (var i = 0; i < from.Columns.Length; i++)
            Copy(from.Columns[i], row, to.Columns[i], target);
    }

    private static void Copy(ColumnVector from, int row, ColumnVector to, int target)
    {
        if (from.Nulls[row])
        {
            to.SetNull(target);
            return;
        }

        switch (from.Type.Storage)
        {
            case ColumnStorage.Long:
                to.Longs[target] = from.Longs[row];
                break;
            case ColumnStorage.Wide:
                to.Wides[target] = from.Wides[row];
                break;
            case ColumnStorage.Double:
                to.Doubles[target] = from.Doubles[row];
                break;
            default:
                to.SetBytes(target, from.GetBytes(row));
                break;
        }
    }
}
