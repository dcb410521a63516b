using System.Globalization;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>
/// Which type carries a column of MySQL or MariaDB to the warehouse. <c>docs/types.md</c> has the same rules with their
/// reasons. No rule loses anything: a value that a rule cannot carry is refused while it is exported.
/// </summary>
internal static class MySqlTypes
{
    // VARCHAR and what COPY reads for VARBYTE end here ("Character types", Amazon Redshift Database Developer Guide).
    private const int MostBytes = TargetLimits.TextBytes;
    private const int MostDigits = 38;
    private const int UnsignedDigits = 20;

    /// <summary>The column of a table schema that carries a column of MySQL.</summary>
    /// <param name="tinyIntAsBoolean">Whether <c>TINYINT(1)</c> is a boolean.</param>
    public static ColumnSchema Map(MySqlColumn column, bool tinyIntAsBoolean)
    {
        if (column.DataType == "decimal" && column.Digits > MostDigits)
        {
            // A type is required, but never used: the table is refused.
            return new ColumnSchema(column.Name, ColumnType.Text(MostBytes), column.Nullable)
            {
                Refusal = string.Create(
                    CultureInfo.InvariantCulture,
                    $"its type {column.FullType} has {column.Digits} digits, and a DECIMAL of the warehouse has at most {MostDigits}."),
            };
        }

        if (TypeOf(column, tinyIntAsBoolean) is { } type)
            return new ColumnSchema(column.Name, type, column.Nullable);
        return new ColumnSchema(column.Name, ColumnType.Text(MostBytes), column.Nullable)
        {
            Refusal = $"its type {column.FullType} is not supported.",
        };
    }

    private static ColumnType? TypeOf(MySqlColumn column, bool tinyIntAsBoolean) => column.DataType switch
    {
        "tinyint" when tinyIntAsBoolean && column.FullType.StartsWith("tinyint(1)", StringComparison.Ordinal) =>
            ColumnType.Of(ColumnKind.Boolean),
        "tinyint" or "year" => ColumnType.Of(ColumnKind.Int16),
        "smallint" => ColumnType.Of(column.Unsigned ? ColumnKind.Int32 : ColumnKind.Int16),
        "mediumint" => ColumnType.Of(ColumnKind.Int32),
        "int" or "integer" => ColumnType.Of(column.Unsigned ? ColumnKind.Int64 : ColumnKind.Int32),
        "bigint" => column.Unsigned ? ColumnType.Decimal(UnsignedDigits, 0) : ColumnType.Of(ColumnKind.Int64),
        "bit" => Bits(column.Digits ?? 1),
        "decimal" or "numeric" => ColumnType.Decimal(column.Digits ?? 10, column.Scale ?? 0),
        "float" => ColumnType.Of(ColumnKind.Float32),
        "double" or "real" => ColumnType.Of(ColumnKind.Float64),
        "date" => ColumnType.Of(ColumnKind.Date),
        "datetime" => ColumnType.Of(ColumnKind.Timestamp),
        "timestamp" => ColumnType.Of(ColumnKind.TimestampTz),
        "time" => ColumnType.Text(TimeLength(column.Fraction ?? 0)),
        "char" or "varchar" or "enum" or "set" => Text((column.Characters ?? 0) * BytesPerCharacter(column.CharacterSet)),
        "tinytext" or "text" or "mediumtext" or "longtext" => Text(
            (column.Octets ?? MostBytes) * (IsUtf8(column.CharacterSet) ? 1 : BytesPerCharacter(column.CharacterSet))),
        "json" => ColumnType.Text(MostBytes),
        "uuid" => ColumnType.Text(36),
        "inet6" => ColumnType.Text(45),
        "inet4" => ColumnType.Text(15),
        "binary" or "varbinary" or "tinyblob" or "blob" or "mediumblob" or "longblob" or "vector" =>
            Binary(column.Octets ?? MostBytes),
        "geometry" or "point" or "linestring" or "polygon" or "multipoint" or "multilinestring" or "multipolygon"
            or "geometrycollection" or "geomcollection" => Binary(MostBytes),
        _ => null,
    };

    private static ColumnType Bits(int bits) => bits switch
    {
        1 => ColumnType.Of(ColumnKind.Boolean),
        < 64 => ColumnType.Of(ColumnKind.Int64),
        _ => ColumnType.Decimal(UnsignedDigits, 0),
    };

    // -838:59:59, and the fraction after a point.
    private static int TimeLength(int fraction) => 10 + (fraction > 0 ? fraction + 1 : 0);

    private static ColumnType Text(long bytes) => ColumnType.Text((int)Math.Clamp(bytes, 1, MostBytes));

    private static ColumnType Binary(long bytes) => new(ColumnKind.Binary, (int)Math.Clamp(bytes, 1, MostBytes));

    private static bool IsUtf8(string? characterSet) => characterSet is "utf8mb4" or "utf8mb3" or "utf8";

    // The most bytes in UTF-8 of a character of a set. All others are in the Basic Multilingual Plane, or unknown.
    private static int BytesPerCharacter(string? characterSet) => characterSet switch
    {
        "ascii" => 1,
        "utf8mb3" or "utf8" or "ucs2" or "latin1" or "latin2" or "latin5" or "latin7" or "cp1250" or "cp1251" or "cp1256"
            or "cp1257" or "cp850" or "cp852" or "cp866" or "greek" or "hebrew" or "koi8r" or "koi8u" or "macce"
            or "macroman" or "keybcs2" or "dec8" or "hp8" or "swe7" or "armscii8" or "geostd8" or "tis620" or "gbk"
            or "gb2312" or "sjis" or "cp932" or "ujis" or "eucjpms" or "euckr" => 3,
        _ => 4,
    };
}
