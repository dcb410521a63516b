namespace Contabyx.Engine;

/// <summary>Runs of bytes must not be longer than their type.</summary>
internal class BytesCheck(ColumnType type) : ColumnCheck
{
    public override int FirstRefused(ColumnVector vector, int rows)
    {
        var start = 0;
        var ends = vector.Ends.AsSpan(0, rows);
        for (var row = 0; row < ends.Length; row++)
        {
            if (ends[row] - start > type.Length)
                return row;
            start = ends[row];
        }

        return -1;
    }

    public override string Reason(ColumnVector vector, int row) =>
        $"it has {vector.GetBytes(row).Length} bytes, and {type} carries {type.Length}.";
}
