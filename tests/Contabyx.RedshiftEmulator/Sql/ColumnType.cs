namespace Contabyx.RedshiftEmulator;

/// <summary>How values of a type are read from text.</summary>
internal enum TypeFamily
{
    Integer,
    Decimal,
    Float,
    Boolean,
    Char,
    Date,
    Time,
    Super,
    Varbyte,
}

/// <summary>A type of Redshift's: <c>c_Supported_data_types</c>.</summary>
/// <param name="Sql">PostgreSQL's type for it.</param>
/// <param name="Family">How it is read.</param>
/// <param name="Bytes">The limit in bytes of CHAR, VARCHAR and VARBYTE; 0 for other types.</param>
internal sealed record ColumnType(string Sql, TypeFamily Family, int Bytes = 0);
