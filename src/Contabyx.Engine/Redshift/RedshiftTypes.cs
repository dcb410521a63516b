using System.Globalization;

namespace Contabyx.Engine;

/// <summary>Which kind of column a type of Amazon Redshift is ("Data types", Database Developer Guide).</summary>
internal static class RedshiftTypes
{
    private const int LongestText = 65_535;

    /// <summary>The type of a column, as SVV_COLUMNS spells it.</summary>
    /// <param name="name">The type's name, such as <c>character varying</c>.</param>
    /// <param name="length">The length of a text, in bytes; NULL for none.</param>
    /// <param name="precision">The digits of a number; NULL for none.</param>
    /// <param name="scale">Those after the point; NULL for none.</param>
    public static ColumnType Of(string name, string? length, string? precision, string? scale) => name.ToUpperInvariant() switch
    {
        "BOOLEAN" => ColumnType.Of(ColumnKind.Boolean),
        "SMALLINT" => ColumnType.Of(ColumnKind.Int16),
        "INTEGER" => ColumnType.Of(ColumnKind.Int32),
        "BIGINT" => ColumnType.Of(ColumnKind.Int64),
        "NUMERIC" => ColumnType.Decimal(Number(precision) ?? 18, Number(scale) ?? 0),
        "REAL" => ColumnType.Of(ColumnKind.Float32),
        "DOUBLE PRECISION" => ColumnType.Of(ColumnKind.Float64),
        "DATE" => ColumnType.Of(ColumnKind.Date),
        "TIME WITHOUT TIME ZONE" => ColumnType.Of(ColumnKind.Time),
        "TIMESTAMP WITHOUT TIME ZONE" => ColumnType.Of(ColumnKind.Timestamp),
        "TIMESTAMP WITH TIME ZONE" => ColumnType.Of(ColumnKind.TimestampTz),
        "BINARY VARYING" or "VARBYTE" => new ColumnType(ColumnKind.Binary, Number(length) ?? LongestText),
        _ => ColumnType.Text(Number(length) ?? LongestText),
    };

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
