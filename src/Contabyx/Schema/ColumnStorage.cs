namespace Contabyx;

/// <summary>The array of a <c>ColumnVector</c> that holds a column's values.</summary>
public enum ColumnStorage
{
    /// <summary>64-bit whole numbers: see <c>ColumnVector.Longs</c>.</summary>
    Long,

    /// <summary>128-bit whole numbers: see <c>ColumnVector.Wides</c>.</summary>
    Wide,

    /// <summary>Binary floating-point numbers: see <c>ColumnVector.Doubles</c>.</summary>
    Double,

    /// <summary>Runs of bytes: see <c>ColumnVector.Bytes</c> and <c>ColumnVector.Ends</c>.</summary>
    Bytes,
}
