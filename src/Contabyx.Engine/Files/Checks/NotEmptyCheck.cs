using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Checks;

/// <summary>Binary values must not be empty, where the target would read them as NULL.</summary>
internal sealed class NotEmptyCheck : ColumnCheck
{
    public override int FirstRefused(ColumnVector vector, int rows)
    {
        var start = 0;
        for (var row = 0; row < rows; row++)
        {
            var end = vector.Ends[row];
            if (end == start && !(vector.HasNulls && vector.Nulls[row]))
                return row;
            start = end;
        }

        return -1;
    }

    public override string Reason(ColumnVector vector, int row) =>
        "it is empty, and the warehouse reads an empty CSV field as NULL. Use -Format Parquet.";
}
