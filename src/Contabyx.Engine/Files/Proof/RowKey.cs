namespace Contabyx.Engine.Files.Proof;

/// <summary>What identifies the rows of a table: its key, or all columns if it has none.</summary>
internal static class RowKey
{
    /// <summary>The positions of the key's columns.</summary>
    public static IReadOnlyList<int> PositionsOf(TableSchema table) => table.Key.Count == 0
        ? [.. Enumerable.Range(0, table.Columns.Count)]
        : [.. table.Key.Select(name => table.Columns.Index().First(column => column.Item.Name == name).Index)];

    public static IReadOnlyList<ColumnSchema> ColumnsOf(TableSchema table) =>
        [.. PositionsOf(table).Select(position => table.Columns[position])];
}
