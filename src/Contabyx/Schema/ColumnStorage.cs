namespace Contabyx;

/// <summary>The array of a <see cref="ColumnVector"/> that holds a column's values.</summary>
public enum ColumnStorage
{
    /// <summary>64-bit whole numbers: see <see cref="ColumnVector.Longs"/>.</summary>
    Long,

    /// <summary>128-bit whole numbers: see <see cref="ColumnVector.Wides"/>.</summary>
    Wide,

    /// <summary>Binary floating-point numbers: see <see cref="ColumnVector.Doubles"/>.</summary>
    Double,

    /// <summary>Runs of bytes: see <see cref="ColumnVector.Bytes"/> and <see cref="ColumnVector.Ends"/>.</summary>
    Bytes,
}
