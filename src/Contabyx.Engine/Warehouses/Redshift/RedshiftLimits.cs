using System.Globalization;
using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>
/// The limits of every table of Amazon Redshift, whatever the database contains ("CREATE TABLE", "Names and identifiers" and
/// "Numeric types", Amazon Redshift Database Developer Guide).
/// </summary>
internal static class RedshiftLimits
{
    private const int MostColumns = 1600;
    private const int MostDigits = 38;
    private const int LargestScale = 37;

    // Those of PostgreSQL ("System columns"), on which Redshift is based, and two of its own. Quotes do not help.
    private static readonly HashSet<string> SystemColumns = new(StringComparer.OrdinalIgnoreCase)
    {
        "oid", "tableoid", "xmin", "cmin", "xmax", "cmax", "ctid", "insertxid", "deletexid",
    };

    /// <summary>Why Redshift cannot have a table, each reason in words; empty when it can.</summary>
    public static IReadOnlyList<string> Problems(TableSchema table) =>
        [.. OfTable(table), .. table.Columns.Select(OfColumn).OfType<string>(), .. NameLimits.Problems(table)];

    private static IEnumerable<string> OfTable(TableSchema table)
    {
        if (table.Name.StartsWith('#'))
            yield return "a name that begins with # makes it a temporary table";
        if (table.Columns.Count > MostColumns)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"it has {table.Columns.Count} columns, and Redshift allows at most {MostColumns}");
        }
    }

    private static string? OfColumn(ColumnSchema column) => column.Type switch
    {
        _ when SystemColumns.Contains(column.Name) => $"Redshift reserves the column name {column.Name}",
        { Kind: ColumnKind.Decimal, Precision: > MostDigits } or { Kind: ColumnKind.Decimal, Scale: > LargestScale } =>
            $"{column.Name} is {column.Type}, and Redshift allows at most {MostDigits} digits, {LargestScale} of them after the decimal point",
        _ => null,
    };
}
