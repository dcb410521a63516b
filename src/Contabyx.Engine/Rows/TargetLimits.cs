namespace Contabyx.Engine.Rows;

/// <summary>
/// The limits of Amazon Redshift (Amazon Redshift Database Developer Guide, at the page named with each). Files keep to
/// them for every target, so that the same files also load there.
/// </summary>
internal static class TargetLimits
{
    /// <summary>Bytes of a name ("Names and identifiers"). Longer ones are cut off there, so two could become one.</summary>
    public const int NameBytes = 127;

    /// <summary>Bytes of a VARCHAR ("Character types").</summary>
    public const int TextBytes = 65_535;

    /// <summary>Bytes of a row in a text file ("COPY", "Usage notes").</summary>
    public const int RowBytes = 4 << 20;

    /// <summary>Bytes of a VARBYTE or SUPER ("VARBYTE type", "SUPER data type").</summary>
    public const int ValueBytes = 16 << 20;

    /// <summary>Columns of a table ("CREATE TABLE").</summary>
    public const int TableColumns = 1_600;

    /// <summary>Columns of a query's result: 1,664, as in PostgreSQL, minus some for additional columns.</summary>
    public const int QueryColumns = 1_600;

    /// <summary>Digits of a DECIMAL ("Numeric types").</summary>
    public const int DecimalDigits = 38;

    /// <summary>Digits after the decimal point of a DECIMAL ("Numeric types").</summary>
    public const int DecimalScale = 37;
}
