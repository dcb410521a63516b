using System.Globalization;
using System.Text;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Checks;

/// <summary>Values as text for error messages: as in CSV where that is possible, else the bare number.</summary>
internal static class ValueText
{
    public static string Of(ColumnVector vector, int row)
    {
        if (vector.Nulls[row])
            return "NULL";
        return vector.Type.Storage switch
        {
            ColumnStorage.Wide => ExactDecimal.Format(vector.Wides[row], vector.Type.Scale),
            ColumnStorage.Double => vector.Doubles[row].ToString(CultureInfo.InvariantCulture),
            ColumnStorage.Bytes when vector.Type.Kind == ColumnKind.Binary =>
                Convert.ToHexStringLower(vector.GetBytes(row)),
            ColumnStorage.Bytes => Encoding.UTF8.GetString(vector.GetBytes(row)),
            _ => OfLong(vector.Type, vector.Longs[row]),
        };
    }

    private static string OfLong(ColumnType type, long value) => type.Kind switch
    {
        ColumnKind.Decimal => ExactDecimal.Format(value, type.Scale),
        ColumnKind.Date => string.Create(CultureInfo.InvariantCulture, $"day {value} after 1970-01-01"),
        ColumnKind.Time => string.Create(CultureInfo.InvariantCulture, $"microsecond {value} of the day"),
        ColumnKind.Timestamp or ColumnKind.TimestampTz =>
            string.Create(CultureInfo.InvariantCulture, $"microsecond {value} after 1970-01-01 00:00:00"),
        _ => value.ToString(CultureInfo.InvariantCulture),
    };
}
