namespace Contabyx;

/// <summary>
/// The kinds of value a column can carry from source to warehouse. Each source maps its own types to these, and each
/// warehouse maps these to its own.
/// </summary>
public enum ColumnKind
{
    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number of 16 bits.</summary>
    Int16,

    /// <summary>A whole number of 32 bits.</summary>
    Int32,

    /// <summary>A whole number of 64 bits.</summary>
    Int64,

    /// <summary>An exact decimal of up to 38 digits.</summary>
    Decimal,

    /// <summary>A binary floating-point number of 32 bits.</summary>
    Float32,

    /// <summary>A binary floating-point number of 64 bits.</summary>
    Float64,

    /// <summary>UTF-8 text, its length counted in bytes.</summary>
    Text,

    /// <summary>A day of the Gregorian calendar.</summary>
    Date,

    /// <summary>A time of day in microseconds.</summary>
    Time,

    /// <summary>A date and time in microseconds, without a time zone.</summary>
    Timestamp,

    /// <summary>A moment in microseconds of UTC.</summary>
    TimestampTz,

    /// <summary>Bytes, written as lower-case hexadecimal digits in text files.</summary>
    Binary,
}
