using Parquet.Schema;

namespace Contabyx.RedshiftEmulator;

/// <summary>
/// Whether a column of a file has the type of the external table's: "the column type in the CREATE EXTERNAL TABLE definition must match
/// the column type of the data file" (<c>c-spectrum-troubleshooting</c>).
/// </summary>
internal static class FileTypes
{
    public static bool Match(DataField field, TargetColumn column) => column.TypeName switch
    {
        // Parquet has 32 bits for a SMALLINT.
        "int2" => field.ClrType == typeof(short) || field.ClrType == typeof(int),
        "int4" => field.ClrType == typeof(int),
        "int8" => field.ClrType == typeof(long) && field is not TimeDataField,
        "float4" => field.ClrType == typeof(float),
        "float8" => field.ClrType == typeof(double),
        "numeric" => field switch
        {
            BigDecimalDataField wide => wide.Precision == column.Precision && wide.Scale == column.Scale,
            DecimalDataField narrow => narrow.Precision == column.Precision && narrow.Scale == column.Scale,
            _ => false,
        },
        "date" => field.ClrType == typeof(DateOnly) || field is DateTimeDataField { DateTimeFormat: DateTimeFormat.Date },
        "timestamp" => field is DateTimeDataField time ? time.DateTimeFormat != DateTimeFormat.Date : field.ClrType == typeof(DateTime),
        "bool" => field.ClrType == typeof(bool),
        _ => field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>),
    };
}
