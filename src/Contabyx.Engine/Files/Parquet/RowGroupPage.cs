using Contabyx.Engine.Files.Parts;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Parquet;

/// <summary>The rows of a Parquet row group, column by column.</summary>
/// <param name="fullBytes">Bytes of text and binary values at which it is full.</param>
internal sealed class RowGroupPage(TableSchema table, int fullRows, int fullBytes) : WritePage
{
    private readonly RowBlock _block = new(table, fullRows);
    private int _bytes;

    public override bool IsFull => Rows >= fullRows || _bytes >= fullBytes;

    /// <summary>The values of a column.</summary>
    public ColumnVector Column(int column) => _block.Columns[column];

    /// <summary>Adds rows until there are no more or it is full.</summary>
    /// <returns>The first row that was not added.</returns>
    public int Add(RowBlock rows, int first)
    {
        var last = first;
        for (; last < rows.Count && Rows + last - first < fullRows && _bytes < fullBytes; last++)
            _bytes += BytesOf(rows, last);
        for (var column = 0; column < rows.Columns.Length; column++)
            Copy(rows.Columns[column], first, last - first, _block.Columns[column], Rows);
        Rows += last - first;
        return last;
    }

    public override void Clear()
    {
        base.Clear();
        _block.Clear();
        _bytes = 0;
    }

    public override void Dispose()
    {
        // The block is left to the garbage collector: its arrays are not pooled.
    }

    private static int BytesOf(RowBlock rows, int row)
    {
        var bytes = 0;
        foreach (var column in rows.Columns)
        {
            if (column.Type.Storage == ColumnStorage.Bytes)
                bytes += column.GetBytes(row).Length;
        }

        return bytes;
    }

    private static void Copy(ColumnVector from, int first, int count, ColumnVector to, int at)
    {
        switch (from.Type.Storage)
        {
            case ColumnStorage.Long:
                from.Longs.AsSpan(first, count).CopyTo(to.Longs.AsSpan(at));
                break;
            case ColumnStorage.Wide:
                from.Wides.AsSpan(first, count).CopyTo(to.Wides.AsSpan(at));
                break;
            case ColumnStorage.Double:
                from.Doubles.AsSpan(first, count).CopyTo(to.Doubles.AsSpan(at));
                break;
            default:
                CopyBytes(from, first, count, to, at);
                return;
        }

        for (var i = 0; from.HasNulls && i < count; i++)
        {
            if (from.Nulls[first + i])
                to.SetNull(at + i);
        }
    }

    // Rows of bytes are set in order, NULLs among them.
    private static void CopyBytes(ColumnVector from, int first, int count, ColumnVector to, int at)
    {
        for (var i = 0; i < count; i++)
        {
            if (from.Nulls[first + i])
                to.SetNull(at + i);
            else
                to.SetBytes(at + i, from.GetBytes(first + i));
        }
    }
}
