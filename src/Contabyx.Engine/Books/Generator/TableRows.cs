using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books.Generator;

/// <summary>
/// The rows of one table of a batch, in blocks. Any block can be made alone, in any order and on any thread. Rows are
/// pure functions of the books and their ids.
/// </summary>
internal abstract class TableRows(TableSchema table, KeyRange ids)
{
    public TableSchema Table => table;

    /// <summary>How many blocks of the default size the rows fill.</summary>
    public long Blocks => (ids.Count + RowBlock.DefaultCapacity - 1) / RowBlock.DefaultCapacity;

    /// <summary>Fills a block.</summary>
    /// <param name="block">A block of the table, of the default size.</param>
    /// <param name="number">Which of the blocks, from 0.</param>
    public void Fill(RowBlock block, long number)
    {
        block.Clear();
        var first = ids.First + (number * RowBlock.DefaultCapacity);
        block.Count = (int)Math.Min(RowBlock.DefaultCapacity, ids.Last - first + 1);
        Fill(block.Columns, first, block.Count);
    }

    /// <summary>Sets the values of rows with ids in a row.</summary>
    /// <param name="count">How many rows.</param>
    protected abstract void Fill(ColumnVector[] columns, long firstId, int count);

    /// <summary>Sets ids in a row.</summary>
    protected static void FillIds(ColumnVector column, long firstId, int count)
    {
        var values = column.Longs.AsSpan(0, count);
        for (var row = 0; row < values.Length; row++)
            values[row] = firstId + row;
    }
}
