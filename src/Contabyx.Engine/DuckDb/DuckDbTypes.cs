using System.Globalization;
using System.Text.RegularExpressions;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.DuckDb;

/// <summary>
/// Which DuckDB type carries which kind of column. Types that have no kind of their own (UUID, ENUM, INTERVAL, lists,
/// structs) travel as text.
/// </summary>
internal static partial class DuckDbTypes
{
    /// <summary>
    /// The longest text and binary value of a column without a length: the widest VARCHAR of Amazon Redshift, in
    /// bytes.
    /// </summary>
    public const int WidestText = TargetLimits.TextBytes;

    /// <summary>The type of parsed JSON.</summary>
    public const string Json = "JSON";

    /// <summary>The type of a DuckDB column.</summary>
    /// <param name="type">The type as DuckDB spells it, such as <c>DECIMAL(18,2)</c>.</param>
    public static ColumnType FromDuckDb(string type)
    {
        if (DecimalType().Match(type) is { Success: true } match)
            return ColumnType.Decimal(Parse(match.Groups[1].Value), Parse(match.Groups[2].Value));
        return type switch
        {
            "BOOLEAN" => ColumnType.Of(ColumnKind.Boolean),
            "TINYINT" or "UTINYINT" or "SMALLINT" => ColumnType.Of(ColumnKind.Int16),
            "USMALLINT" or "INTEGER" => ColumnType.Of(ColumnKind.Int32),
            "UINTEGER" or "BIGINT" => ColumnType.Of(ColumnKind.Int64),
            "UBIGINT" => ColumnType.Decimal(20, 0),
            "HUGEINT" or "UHUGEINT" => ColumnType.Decimal(38, 0),
            "FLOAT" => ColumnType.Of(ColumnKind.Float32),
            "DOUBLE" => ColumnType.Of(ColumnKind.Float64),
            "DATE" => ColumnType.Of(ColumnKind.Date),
            "TIME" => ColumnType.Of(ColumnKind.Time),
            "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" => ColumnType.Of(ColumnKind.Timestamp),
            "TIMESTAMP WITH TIME ZONE" => ColumnType.Of(ColumnKind.TimestampTz),
            "BLOB" => new ColumnType(ColumnKind.Binary, WidestText),
            _ => ColumnType.Text(WidestText),
        };
    }

    /// <summary>Whether a DuckDB type is that of parsed JSON.</summary>
    public static bool IsJson(string type) => type == Json;

    /// <summary>The DuckDB type that carries a column, without a length: DuckDB ignores those of text.</summary>
    public static string ToDuckDb(ColumnType type) => type.Kind switch
    {
        ColumnKind.Float32 => "FLOAT",
        ColumnKind.Float64 => "DOUBLE",
        ColumnKind.Text => "VARCHAR",
        ColumnKind.Binary => "BLOB",
        _ => type.ToString(),
    };

    private static int Parse(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^DECIMAL\((\d+),\s*(\d+)\)$")]
    private static partial Regex DecimalType();
}
