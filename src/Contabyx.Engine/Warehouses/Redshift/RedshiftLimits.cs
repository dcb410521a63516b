using System.Globalization;
using Contabyx.Engine.Rows;
using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>
/// The limits of every table of Amazon Redshift, whatever the database contains ("CREATE TABLE", "Names and identifiers" and
/// "Numeric types", Amazon Redshift Database Developer Guide).
/// </summary>
internal static class RedshiftLimits
{
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
        if (table.Columns.Count > TargetLimits.TableColumns)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"it has {table.Columns.Count} columns, and Redshift allows at most {TargetLimits.TableColumns}");
        }
    }

    private static string? OfColumn(ColumnSchema column) => column.Type switch
    {
        _ when SystemColumns.Contains(column.Name) => $"Redshift reserves the column name {column.Name}",
        { Kind: ColumnKind.Decimal, Precision: > TargetLimits.DecimalDigits }
            or { Kind: ColumnKind.Decimal, Scale: > TargetLimits.DecimalScale } =>
            $"{column.Name} is {column.Type}, and Redshift allows at most {TargetLimits.DecimalDigits} "
                + $"digits, {TargetLimits.DecimalScale} of them after the decimal point",
        _ => null,
    };
}
