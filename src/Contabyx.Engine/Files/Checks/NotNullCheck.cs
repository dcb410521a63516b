using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Checks;

/// <summary>A column that may not be NULL must have a value in every row.</summary>
internal sealed class NotNullCheck : ColumnCheck
{
    public override int FirstRefused(ColumnVector vector, int rows) =>
        vector.HasNulls ? vector.Nulls.AsSpan(0, rows).IndexOf(true) : -1;

    public override string Reason(ColumnVector vector, int row) => "it is NULL, and the column is NOT NULL.";
}
