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
        {
            switch (value)
            {
                case null:
                    column.SetNull(at);
                    break;
                case long number:
                    column.Longs[at] = number;
                    break;
                case Int128 wide:
                    column.Wides[at] = wide;
                    break;
                case double real:
                    column.Doubles[at] = real;
                    break;
                case string text:
                    column.SetBytes(at, Encoding.UTF8.GetBytes(text));
                    break;
                case byte[] bytes:
                    column.SetBytes(at, bytes);
                    break;
                default:
                    throw new ArgumentException($"A test row cannot hold a {value.GetType().Name}.", nameof(row));
            }
        }
    }
}
