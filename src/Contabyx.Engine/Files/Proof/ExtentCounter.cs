using System.Numerics;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Proof;

/// <summary>Finds the <see cref="ColumnExtent"/> of every column while the rows of a table pass by.</summary>
internal sealed class ExtentCounter
{
    private readonly TableSchema _table;
    private readonly Reach[] _reaches;

    /// <summary>Creates a counter that has seen no rows.</summary>
    /// <param name="table">The table whose rows will pass by.</param>
    public ExtentCounter(TableSchema table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _table = table;
        _reaches = new Reach[table.Columns.Count];
        Array.Fill(_reaches, new Reach(Int128.MaxValue, Int128.MinValue));
    }

    /// <summary>Takes the rows of a block into account.</summary>
    public void Add(RowBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        for (var i = 0; i < _reaches.Length; i++)
            Add(ref _reaches[i], block.Columns[i], block.Count);
    }

    /// <summary>Gives a schema of the same columns their extents.</summary>
    public TableSchema Describe(TableSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return schema with
        {
            Columns = [.. schema.Columns.Select((column, i) => column with { Extent = Extent(_table.Columns[i].Type, _reaches[i]) })],
        };
    }

    private static void Add(ref Reach reach, ColumnVector vector, int rows)
    {
        reach.HasNulls |= vector.HasNulls && vector.Nulls.AsSpan(0, rows).Contains(true);
        switch (vector.Type.Storage)
        {
            case ColumnStorage.Bytes:
                reach.Longest = Math.Max(reach.Longest, Longest(vector.Ends.AsSpan(0, rows)));
                break;
            case ColumnStorage.Long when IsNumber(vector.Type.Kind):
                AddLongs(ref reach, vector, rows);
                break;
            case ColumnStorage.Wide:
                for (var row = 0; row < rows; row++)
                {
                    if (!vector.Nulls[row])
                        reach.Include(vector.Wides[row], vector.Wides[row]);
                }

                break;
        }
    }

    // The length of a value is the distance from the previous end to its own; several are compared at a time.
    private static int Longest(ReadOnlySpan<int> ends)
    {
        if (ends.IsEmpty)
            return 0;
        var (row, longest, several) = (1, ends[0], Vector<int>.Zero);
        for (; row <= ends.Length - Vector<int>.Count; row += Vector<int>.Count)
            several = Vector.Max(several, new Vector<int>(ends[row..]) - new Vector<int>(ends[(row - 1)..]));
        for (var i = 0; i < Vector<int>.Count; i++)
            longest = Math.Max(longest, several[i]);
        for (; row < ends.Length; row++)
            longest = Math.Max(longest, ends[row] - ends[row - 1]);
        return longest;
    }

    private static void AddLongs(ref Reach reach, ColumnVector vector, int rows)
    {
        var values = vector.Longs.AsSpan(0, rows);
        var (row, smallest, largest) = (0, long.MaxValue, long.MinValue);
        if (!vector.HasNulls)
        {
            var (low, high) = (new Vector<long>(smallest), new Vector<long>(largest));
            for (; row <= values.Length - Vector<long>.Count; row += Vector<long>.Count)
            {
                var several = new Vector<long>(values[row..]);
                (low, high) = (Vector.Min(low, several), Vector.Max(high, several));
            }

            for (var i = 0; i < Vector<long>.Count; i++)
                (smallest, largest) = (Math.Min(smallest, low[i]), Math.Max(largest, high[i]));
        }

        for (; row < values.Length; row++)
        {
            if (!vector.HasNulls || !vector.Nulls[row])
                (smallest, largest) = (Math.Min(smallest, values[row]), Math.Max(largest, values[row]));
        }

        if (smallest <= largest)
            reach.Include(smallest, largest);
    }

    private static ColumnExtent Extent(ColumnType type, Reach reach)
    {
        if (type.Storage == ColumnStorage.Bytes)
            return new ColumnExtent(reach.HasNulls, reach.Longest);
        return IsNumber(type.Kind) && reach.Smallest <= reach.Largest
            ? new ColumnExtent(
                reach.HasNulls,
                Smallest: ExactDecimal.Format(reach.Smallest, type.Scale),
                Largest: ExactDecimal.Format(reach.Largest, type.Scale))
            : new ColumnExtent(reach.HasNulls);
    }

    private static bool IsNumber(ColumnKind kind) =>
        kind is ColumnKind.Int16 or ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Decimal;

    private record struct Reach(Int128 Smallest, Int128 Largest)
    {
        public bool HasNulls { get; set; }

        public int Longest { get; set; }

        public void Include(Int128 smallest, Int128 largest) =>
            (Smallest, Largest) = (Int128.Min(Smallest, smallest), Int128.Max(Largest, largest));
    }
}
