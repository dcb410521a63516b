using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Checks;

/// <summary>Finds the values of a column that its target cannot hold.</summary>
internal abstract class ColumnCheck
{
    /// <summary>The first row whose value is refused; -1 when all are good. NULLs are always good.</summary>
    public abstract int FirstRefused(ColumnVector vector, int rows);

    /// <summary>Why the value of a row is refused, with the limit.</summary>
    public abstract string Reason(ColumnVector vector, int row);
}
