namespace Contabyx.Engine.Sources.MySql;

/// <summary>How a column is selected, so that its value arrives in the form that a block holds.</summary>
internal static class MySqlExpressions
{
    /// <summary>The expression of a select list.</summary>
    /// <param name="column">The column at the source.</param>
    /// <param name="type">The type that carries it.</param>
    /// <param name="isMariaDb">Whether the server is MariaDB.</param>
    /// <remarks>
    /// Texts come as bytes of UTF-8 and long decimals as bytes of digits, which saves making strings of them. Geometry
    /// comes as well-known binary, which has no room for the spatial reference system. MySQL gives the latitude first
    /// where the system says so, and MariaDB never does ("Geometry Format Conversion Functions", MySQL Reference Manual).
    /// </remarks>
    public static string Of(MySqlColumn column, ColumnType type, bool isMariaDb)
    {
        var name = MySqlName.Quote(column.Name);
        return (column.DataType, type.Kind) switch
        {
            ("bit", _) => $"CAST({name} AS UNSIGNED)",
            (_, ColumnKind.Decimal) when type.Storage == ColumnStorage.Wide => $"CAST({name} AS BINARY)",
            ("uuid" or "inet6" or "inet4" or "json" or "time", _) => $"CAST(CAST({name} AS CHAR) AS BINARY)",
            (_, ColumnKind.Text) => $"CAST(CONVERT({name} USING utf8mb4) AS BINARY)",
            ("binary" or "varbinary" or "tinyblob" or "blob" or "mediumblob" or "longblob", _) => name,
            (_, ColumnKind.Binary) when IsSpatial(column.DataType) => isMariaDb
                ? $"ST_AsWKB({name})" : $"ST_AsWKB({name}, 'axis-order=long-lat')",
            (_, ColumnKind.Binary) => $"CAST({name} AS BINARY)",
            _ => name,
        };
    }

    /// <summary>
    /// The condition of dates that are in no calendar, such as 2015-06-00 and 2015-02-31: they are exported as NULL or as 0001-01-01,
    /// whatever their year. These functions take them without a warning, which would fail the table.
    /// </summary>
    /// <param name="name">The column, quoted.</param>
    public static string IsNoDate(string name) => $"""
        MONTH({name}) = 0 OR DAYOFMONTH({name}) = 0 OR DAYOFMONTH({name}) > CASE MONTH({name})
            WHEN 2 THEN 28 + (MOD(YEAR({name}), 4) = 0 AND (MOD(YEAR({name}), 100) <> 0 OR MOD(YEAR({name}), 400) = 0))
            WHEN 4 THEN 30 WHEN 6 THEN 30 WHEN 9 THEN 30 WHEN 11 THEN 30 ELSE 31 END
        """;

    /// <summary>
    /// A value that is given as text, in the type of the column that it is compared with, so that an index can be used.
    /// </summary>
    /// <param name="parameter">The parameter.</param>
    public static string Bound(string parameter, ColumnType type) => type.Kind switch
    {
        ColumnKind.Int16 or ColumnKind.Int32 or ColumnKind.Int64 => $"CAST({parameter} AS SIGNED)",
        ColumnKind.Decimal => string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"CAST({parameter} AS DECIMAL({type.Precision},{type.Scale}))"),
        ColumnKind.Date => $"CAST({parameter} AS DATE)",
        _ => $"CAST({parameter} AS DATETIME(6))",
    };

    /// <summary>The text of such a value. Sessions are in UTC, so a moment needs no zone.</summary>
    public static string BoundText(LowerBound bound) =>
        bound.Column.Type.Kind == ColumnKind.TimestampTz ? bound.Value.Replace("+00", "", StringComparison.Ordinal) : bound.Value;

    private static bool IsSpatial(string dataType) =>
        dataType is "geometry" or "point" or "linestring" or "polygon" or "multipoint" or "multilinestring"
            or "multipolygon" or "geometrycollection" or "geomcollection";
}
