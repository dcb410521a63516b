using System.Globalization;
using System.Numerics;
using System.Text;

namespace Contabyx.Tests;

/// <summary>CSV as docs/files.md specifies it, written as plainly as can be, to hold the fast writer against.</summary>
internal static class ReferenceCsv
{
    public static string Text(TableSchema table, IEnumerable<object?[]> rows, string marker) =>
        string.Concat(rows.Select(row => Row(table, row, marker)));

    /// <summary>The text of each part.</summary>
    public static string[] Parts(
        TableSchema table, IEnumerable<object?[]> rows, string marker, int pageBytes, int slices)
    {
        var pages = new List<string> { "" };
        foreach (var row in rows)
        {
            if (Encoding.UTF8.GetByteCount(pages[^1]) >= pageBytes)
                pages.Add("");
            pages[^1] += Row(table, row, marker);
        }

        return
        [
            .. Enumerable.Range(0, Math.Min(slices, pages.Count))
                .Select(part => string.Concat(pages.Where((_, page) => page % slices == part))),
        ];
    }

    public static string Value(ColumnType type, object value) => type.Kind switch
    {
        ColumnKind.Boolean => (long)value == 1 ? "t" : "f",
        ColumnKind.Decimal => Decimal(BigInteger.Parse(value.ToString()!, CultureInfo.InvariantCulture), type.Scale),
        ColumnKind.Float32 => ((float)(double)value).ToString("R", CultureInfo.InvariantCulture),
        ColumnKind.Float64 => ((double)value).ToString("R", CultureInfo.InvariantCulture),
        ColumnKind.Date => DateTime.UnixEpoch.AddDays((long)value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ColumnKind.Time => Moment((long)value, "HH:mm:ss"),
        ColumnKind.Timestamp => Moment((long)value, "yyyy-MM-dd HH:mm:ss"),
        ColumnKind.TimestampTz => Moment((long)value, "yyyy-MM-dd HH:mm:ss") + "+00",
        ColumnKind.Binary => Convert.ToHexStringLower((byte[])value),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Row(TableSchema table, object?[] row, string marker) =>
        string.Join(",", table.Columns.Zip(row, (column, value) => Field(column.Type, value, marker))) + "\n";

    private static string Field(ColumnType type, object? value, string marker)
    {
        if (value is null)
            return marker;
        var text = Value(type, value);
        var quoted = text.Length == 0 || text.Any(character => "\",\r\n\\".Contains(character))
            || text[0] <= ' ' || text[^1] <= ' ';
        return quoted ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
    }

    private static string Decimal(BigInteger unscaled, int scale)
    {
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var sign = unscaled.Sign < 0 ? "-" : "";
        return sign + digits[..^scale] + (scale > 0 ? "." + digits[^scale..] : "");
    }

    private static string Moment(long microseconds, string format)
    {
        var moment = DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
        var fraction = moment.Ticks % TimeSpan.TicksPerSecond == 0 ? "" : @"\.ffffff";
        return moment.ToString(format + fraction, CultureInfo.InvariantCulture);
    }
}
