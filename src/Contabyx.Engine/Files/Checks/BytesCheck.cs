using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Checks;

/// <summary>Byte values must not be longer than their type.</summary>
/// <param name="widenRefusal">Why the column of that type cannot be widened; NULL when that is not the limit.</param>
internal class BytesCheck(ColumnType type, string? widenRefusal = null) : ColumnCheck
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
        $"it has {vector.GetBytes(row).Length} bytes, and {type} holds at most {type.Length}."
        + (widenRefusal is null ? "" : $" The column cannot be widened, because {widenRefusal}.");
}
