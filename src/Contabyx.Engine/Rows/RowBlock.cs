namespace Contabyx.Engine.Rows;

/// <summary>
/// Up to <see cref="Capacity"/> rows of one table, column by column. This is what sources give and table writers
/// take; it is reused, so a consumer must be done with it before it asks for the next.
/// </summary>
internal sealed class RowBlock
{
    /// <summary>
    /// Rows in a block of the default size. Equal to the vector size of DuckDB, so that a chunk fits a block.
    /// </summary>
    public const int DefaultCapacity = 2048;

    /// <summary>Creates an empty block for a table.</summary>
    /// <param name="table">The table whose columns it has.</param>
    /// <param name="capacity">How many rows it can hold.</param>
    public RowBlock(TableSchema table, int capacity = DefaultCapacity)
    {
        ArgumentNullException.ThrowIfNull(table);
        Table = table;
        Capacity = capacity;
        Columns = [.. table.Columns.Select(column => new ColumnVector(column.Type, capacity))];
    }

    /// <summary>The table whose rows these are.</summary>
    public TableSchema Table { get; }

    /// <summary>How many rows fit.</summary>
    public int Capacity { get; }

    /// <summary>How many rows it holds now.</summary>
    public int Count { get; set; }

    /// <summary>One vector per column of <see cref="Table"/>, in its order.</summary>
    public ColumnVector[] Columns { get; }

    /// <summary>Discards all rows.</summary>
    public void Clear()
    {
        Count = 0;
        foreach (var column in Columns)
            column.Clear();
    }
}
