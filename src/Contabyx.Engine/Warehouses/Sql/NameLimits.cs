using System.Globalization;
using System.Text;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Warehouses.Sql;

/// <summary>
/// The limits of names that every warehouse here has, so that the same run loads into each ("Names and identifiers",
/// Amazon Redshift Database Developer Guide).
/// </summary>
internal static class NameLimits
{
    private const int LongestName = TargetLimits.NameBytes;

    /// <summary>What is wrong with the names of a table and its columns, each in words.</summary>
    public static IEnumerable<string> Problems(TableSchema table) =>
        table.Columns.Select(column => column.Name).Prepend(table.Name).Select(TooLong).OfType<string>().Concat(SharedNames(table));

    // Longer names are cut off, and two could become one.
    private static string? TooLong(string name) => Encoding.UTF8.GetByteCount(name) is > LongestName and var bytes
        ? string.Create(
            CultureInfo.InvariantCulture, $"the name {name} has {bytes} bytes, more than the {LongestName} bytes that the warehouse allows")
        : null;

    // Names are compared without case, and two columns would become one.
    private static IEnumerable<string> SharedNames(TableSchema table) => table.Columns
        .GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase)
        .Where(columns => columns.Count() > 1)
        .Select(columns => $"the columns {string.Join(" and ", columns.Select(column => column.Name))} differ only in case");
}
