using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Reading;

/// <summary>Makes of blocks as they were read those that are sent: the same vectors, and new ones where a column is masked.</summary>
internal sealed class SentBlocks
{
    private readonly RowBlock _block;
    private readonly ColumnMask?[] _masks;
    private long _rows;

    /// <param name="plan">What is selected.</param>
    /// <param name="table">The table as whoever reads it knows it.</param>
    /// <param name="key">The secret key of <see cref="MaskKind.Hash"/>.</param>
    public SentBlocks(SelectionPlan plan, TableSchema table, byte[] key)
    {
        // Only what is masked needs vectors of its own; the rest is taken over from the blocks that are read.
        _block = new RowBlock(table with { Columns = plan.Sent.Columns }, 0);
        _masks =
        [
            .. plan.Masks.Select((mask, i) => mask is { } kind
                ? new ColumnMask(plan.Sent.Name, plan.Source.Columns[i], plan.Sent.Columns[i], kind, key) : null),
        ];
    }

    /// <summary>The rows of a block as they are sent. The same block is given again and again.</summary>
    public RowBlock Of(RowBlock read)
    {
        for (var i = 0; i < _masks.Length; i++)
        {
            if (_masks[i] is not { } mask)
            {
                _block.Columns[i] = read.Columns[i];
                continue;
            }

            if (_block.Columns[i].Nulls.Length < read.Count)
                _block.Columns[i] = new ColumnVector(_block.Columns[i].Type, read.Capacity);
            mask.Apply(read.Columns[i], read.Count, _block.Columns[i], _rows);
        }

        _block.Count = read.Count;
        _rows += read.Count;
        return _block;
    }
}
