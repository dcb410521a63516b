using System.Globalization;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Fitting;

/// <summary>
/// How the values of a column fit into the column of an existing table: by its type, or, if that is
/// narrower, by the range of the values. The scale of decimals must be the same, because a smaller one would round.
/// </summary>
internal static class ColumnFit
{
    /// <summary>Whether the table's column can hold the values as it is.</summary>
    public static bool Holds(ColumnSchema table, ColumnSchema rows) =>
        HoldsType(table.Type, rows.Type) || (rows.Extent is { } extent && HoldsValues(table.Type, rows.Type, extent));

    /// <summary>Whether the table's column could be widened to hold them.</summary>
    public static bool CanWiden(ColumnSchema table, ColumnSchema rows) =>
        (table.Type.Kind, rows.Type.Kind) == (ColumnKind.Text, ColumnKind.Text) && table.WidenRefusal is null;

    /// <summary>What keeps the values out of the table's column, in words.</summary>
    public static string Conflict(ColumnSchema table, ColumnSchema rows)
    {
        var difference = rows.Extent switch
        {
            { Longest: { } longest } when rows.Type.Kind == table.Type.Kind => string.Create(
                CultureInfo.InvariantCulture,
                $"{rows.Name} is {table.Type} in the table, and the longest value of the rows has {longest} bytes"),
            { Smallest: { } smallest, Largest: { } largest } when IsNarrower(table.Type, rows.Type) =>
                $"{rows.Name} is {table.Type} in the table, and the rows have values from {smallest} to {largest}",
            _ => $"{rows.Name} is {table.Type} in the table, and {rows.Type} in the rows",
        };
        return table.WidenRefusal is { } reason && rows.Type.Kind == ColumnKind.Text && table.Type.Kind == ColumnKind.Text
            ? $"{difference}; it cannot be widened, because {reason}"
            : difference;
    }

    /// <summary>
    /// The column with the limits of the table's column, if that is narrower and cannot be widened: what the values are
    /// checked against while they are exported.
    /// </summary>
    public static ColumnSchema Narrow(ColumnSchema table, ColumnSchema rows)
    {
        var limited = rows with { Nullable = rows.Nullable && table.Nullable, WidenRefusal = table.WidenRefusal };
        return HoldsType(table.Type, rows.Type) || CanWiden(table, rows) || !IsNarrower(table.Type, rows.Type)
            ? limited
            : limited with { Type = table.Type };
    }

    // A column holds every value of a narrower one of its family.
    private static bool HoldsType(ColumnType table, ColumnType rows) => (table.Kind, rows.Kind) switch
    {
        (ColumnKind.Text, ColumnKind.Text) or (ColumnKind.Binary, ColumnKind.Binary) => table.Length >= rows.Length,
        (ColumnKind.Decimal, ColumnKind.Decimal) => table.Scale == rows.Scale && table.Precision >= rows.Precision,
        (ColumnKind.Int32, ColumnKind.Int16) or (ColumnKind.Int64, ColumnKind.Int16 or ColumnKind.Int32) => true,
        (ColumnKind.Float64, ColumnKind.Float32) => true,
        _ => table.Kind == rows.Kind,
    };

    // The same family, with a smaller range.
    private static bool IsNarrower(ColumnType table, ColumnType rows) => (table.Kind, rows.Kind) switch
    {
        (ColumnKind.Text, ColumnKind.Text) or (ColumnKind.Binary, ColumnKind.Binary) => true,
        (ColumnKind.Decimal, ColumnKind.Decimal) => table.Scale == rows.Scale,
        (ColumnKind.Int16, ColumnKind.Int32 or ColumnKind.Int64) or (ColumnKind.Int32, ColumnKind.Int64) => true,
        _ => false,
    };

    private static bool HoldsValues(ColumnType table, ColumnType rows, ColumnExtent extent)
    {
        if (!IsNarrower(table, rows))
            return false;
        if (extent.Longest is { } longest)
            return longest <= table.Length;
        var (first, last) = RangeOf(table);
        return extent is { Smallest: null, Largest: null }
            || (Unscaled(extent.Smallest) is { } smallest && Unscaled(extent.Largest) is { } largest
                && smallest >= first && largest <= last);
    }

    private static (Int128 First, Int128 Last) RangeOf(ColumnType type) => type.Kind switch
    {
        ColumnKind.Int16 => (short.MinValue, short.MaxValue),
        ColumnKind.Int32 => (int.MinValue, int.MaxValue),
        ColumnKind.Decimal => (1 - ExactDecimal.PowerOfTen(type.Precision), ExactDecimal.PowerOfTen(type.Precision) - 1),
        _ => (long.MinValue, long.MaxValue),
    };

    private static Int128? Unscaled(string? number) => Int128.TryParse(
        number?.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        ? value
        : null;
}
