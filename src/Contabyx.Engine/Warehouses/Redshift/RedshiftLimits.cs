using System.Globalization;
using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>
/// What no table of Amazon Redshift can be, whatever the database holds ("CREATE TABLE", "Names and identifiers" and
/// "Numeric types", Amazon Redshift Database Developer Guide).
/// </summary>
internal static class RedshiftLimits
{
    private const int MostColumns = 1600;
    private const int MostDigits = 38;
    private const int LargestScale = 37;

    // Those of PostgreSQL ("System columns"), of which Redshift was made, and two of its own. Quotes do not help.
    private static readonly HashSet<string> SystemColumns = new(StringComparer.OrdinalIgnoreCase)
    {
        "oid", "tableoid", "xmin", "cmin", "xmax", "cmax", "ctid", "insertxid", "deletexid",
    };

    /// <summary>Why a table cannot be there, each reason in words; empty when it can.</summary>
    public static IReadOnlyList<string> Problems(TableSchema table) =>
        [.. OfTable(table), .. table.Columns.Select(OfColumn).OfType<string>(), .. NameLimits.Problems(table)];

    private static IEnumerable<string> OfTable(TableSchema table)
    {
        if (table.Name.StartsWith('#'))
            yield return "its name begins with #, which makes a table there that ends with its session";
        if (table.Columns.Count > MostColumns)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"it has {table.Columns.Count} columns, and a table there has {MostColumns} at most");
        }
    }

    private static string? OfColumn(ColumnSchema column) => column.Type switch
    {
        _ when SystemColumns.Contains(column.Name) => $"{column.Name} is the name of a system column there",
        { Kind: ColumnKind.Decimal, Precision: > MostDigits } or { Kind: ColumnKind.Decimal, Scale: > LargestScale } =>
            $"{column.Name} is {column.Type}, and a DECIMAL there has at most {MostDigits} digits, {LargestScale} of them behind the point",
        _ => null,
    };
}
