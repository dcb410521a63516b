using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Sources;

/// <summary>Turns the lengths that were found in a table into those of a warehouse's columns.</summary>
internal static class MeasuredLengths
{
    private const int Smallest = 16;
    private const long Largest = TargetLimits.TextBytes;

    /// <summary>
    /// A tidy length for values of up to <paramref name="longest"/> bytes: half as much again, rounded up to a power
    /// of two, or to three quarters of one, so that a somewhat longer value does not make the column too short.
    /// </summary>
    /// <param name="longest">The bytes of the longest value there is.</param>
    public static int WithRoom(long longest)
    {
        var wanted = Math.Min(longest + (longest / 2), Largest);
        for (long size = Smallest; size < Largest; size *= 2)
        {
            if (wanted <= size)
                return (int)size;
            if (wanted <= size + (size / 2))
                return (int)Math.Min(size + (size / 2), Largest);
        }

        return (int)Largest;
    }

    /// <summary>The table with measured lengths, none longer than before.</summary>
    /// <param name="longest">Per column, the bytes of its longest value; NULL when it has no value.</param>
    public static TableSchema Apply(TableSchema table, IReadOnlyDictionary<string, long?> longest) =>
        table with { Columns = [.. table.Columns.Select(column => Measured(column, longest))] };

    private static ColumnSchema Measured(ColumnSchema column, IReadOnlyDictionary<string, long?> longest) =>
        longest.GetValueOrDefault(column.Name) is { } bytes
            ? column with { Type = column.Type with { Length = Math.Min(column.Type.Length, WithRoom(bytes)) } }
            : column;
}
