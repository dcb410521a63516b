using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Reading;

/// <summary>
/// Turns blocks as they were read into blocks as they are sent: the same vectors, and new ones for masked columns.
/// </summary>
internal sealed class SentBlocks
{
    private readonly TableSchema _table;
    private readonly ColumnMask?[] _masks;
    private RowBlock? _block;
    private long _rows;

    /// <param name="plan">What is selected.</param>
    /// <param name="table">The table as the reader knows it.</param>
    /// <param name="key">The secret key of <see cref="MaskKind.Hash"/>.</param>
    public SentBlocks(SelectionPlan plan, TableSchema table, byte[] key)
    {
        _table = table with { Columns = plan.Sent.Columns };
        _masks =
        [
            .. plan.Masks.Select((mask, i) => mask is { } kind
                ? new ColumnMask(plan.Sent.Name, plan.Source.Columns[i], plan.Sent.Columns[i], kind, key) : null),
        ];
    }

    /// <summary>The rows of a block as they are sent. The same block is returned again and again.</summary>
    public RowBlock Of(RowBlock read)
    {
        if (_block is null || _block.Capacity < read.Count)
            _block = new RowBlock(_table, read.Capacity);
        for (var i = 0; i < _masks.Length; i++)
        {
            if (_masks[i] is { } mask)
                mask.Apply(read.Columns[i], read.Count, _block.Columns[i], _rows);
            else
                _block.Columns[i] = read.Columns[i];
        }

        _block.Count = read.Count;
        _rows += read.Count;
        return _block;
    }
}
