using Contabyx.Engine.Fitting;
using Contabyx.Engine.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>
/// Writes tables for Amazon Redshift ("CREATE TABLE" and "ALTER TABLE", Database Developer Guide). Keys are informational
/// there: the planner trusts them, but nothing enforces them.
/// </summary>
/// <param name="words">How names and types are written.</param>
internal sealed class RedshiftDdl(RedshiftWords words)
{
    /// <summary>The statement that creates a table if it is missing.</summary>
    /// <param name="layout">Its distribution and sort keys.</param>
    /// <exception cref="SettingException">The layout names a column that the table does not have.</exception>
    public string Create(TableSchema table, TableLayout layout)
    {
        var lines = table.Columns.Select(Column).ToList();
        if (table.Key.Count > 0)
            lines.Add($"PRIMARY KEY ({string.Join(", ", table.Key.Select(words.Column))})");
        return $"CREATE TABLE IF NOT EXISTS {words.Table(table.Name)} (\n    {string.Join(",\n    ", lines)}\n)\n{Layout(table, layout)}";
    }

    /// <summary>The statements that give a new table the comments of the source.</summary>
    public IReadOnlyList<string> Comments(TableSchema table) =>
        SqlText.Comments(table, words.Table(table.Name), words.Column, words.Literal);

    /// <summary>
    /// The statements that add columns, one each, and widen texts. The latter cannot run inside a transaction.
    /// </summary>
    /// <param name="fit">What must be changed, without conflicts.</param>
    public IReadOnlyList<string> Alter(TableSchema table, TableFit fit) =>
    [
        .. fit.Added.Select(column => $"ALTER TABLE {words.Table(table.Name)} ADD COLUMN {Column(column with { Nullable = true })}"),
        .. fit.Widened.Select(column =>
            $"ALTER TABLE {words.Table(table.Name)} ALTER COLUMN {words.Column(column.Name)} TYPE {words.TypeOf(column.Type)}"),
    ];

    private string Column(ColumnSchema column) =>
        $"{words.Column(column.Name)} {(column.IsSuper ? "SUPER" : words.TypeOf(column.Type))}{(column.Nullable ? "" : " NOT NULL")}";

    private string Layout(TableSchema table, TableLayout layout)
    {
        var dist = layout.DistKey is { } key ? $"DISTSTYLE KEY DISTKEY ({words.Column(Known(table, key))})" : "DISTSTYLE AUTO";
        var sort = layout.SortKey.Count > 0
            ? $"COMPOUND SORTKEY ({string.Join(", ", layout.SortKey.Select(name => words.Column(Known(table, name))))})"
            : "SORTKEY AUTO";
        return $"{dist} {sort}";
    }

    private static string Known(TableSchema table, string name) =>
        table.Columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name
        ?? throw new SettingException(
            name, $"{table.Name} has no such column.", $"Its columns are {string.Join(", ", table.Columns.Select(c => c.Name))}.");
}
