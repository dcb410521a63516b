using System.Text;
using Contabyx.Engine.Rows;

namespace Contabyx.Tests;

/// <summary>
/// Rows as plain objects: long, Int128, double, string or byte[] as the column's storage asks, null for NULL.
/// </summary>
internal static class TestRows
{
    /// <summary>Puts rows into blocks of at most the given size. The same block comes again and again.</summary>
    public static IEnumerable<RowBlock> InBlocks(TableSchema table, IEnumerable<object?[]> rows, Func<int> size)
    {
        var block = new RowBlock(table, 256);
        var full = size();
        foreach (var row in rows)
        {
            Add(block, row);
            if (block.Count < full)
                continue;
            yield return block;
            block.Clear();
            full = size();
        }

        if (block.Count > 0)
            yield return block;
    }

    private static void Add(RowBlock block, object?[] row)
    {
        var at = block.Count++;
        foreach (var (column, value) in block.Columns.Zip(row))
            Set(column, at, value);
    }

    /// <summary>Puts a value in a row.</summary>
    public static void Set(ColumnVector column, int row, object? value)
    {
        switch (value)
        {
            case null:
                column.SetNull(row);
                break;
            case long number:
                column.Longs[row] = number;
                break;
            case Int128 wide:
                column.Wides[row] = wide;
                break;
            case double real:
                column.Doubles[row] = real;
                break;
            case string text:
                column.SetBytes(row, Encoding.UTF8.GetBytes(text));
                break;
            case byte[] bytes:
                column.SetBytes(row, bytes);
                break;
            default:
                throw new ArgumentException($"A test row cannot hold a {value.GetType().Name}.", nameof(value));
        }
    }
}
