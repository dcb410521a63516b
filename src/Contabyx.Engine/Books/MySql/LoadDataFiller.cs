using Contabyx.Engine.Files.Csv;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books.MySql;

/// <summary>
/// Writes rows of the books as the text that LOAD DATA reads by default: tabs between fields, line feeds after rows,
/// <c>\N</c> for NULL.
/// </summary>
internal sealed class LoadDataFiller
{
    private readonly TextRowWriter _rows;

    /// <summary>Prepares the fields of a table.</summary>
    /// <param name="table">A table whose columns are whole numbers, decimals, texts, dates and timestamps.</param>
    /// <exception cref="ArgumentException">It has columns of other kinds, which the books do not use.</exception>
    public LoadDataFiller(TableSchema table) => _rows = new TextRowWriter(
        [.. table.Columns.Select(column => FieldOf(table, column))], (byte)'\t', [.. @"\N"u8]);

    /// <summary>Adds rows to a page until the block ends or the page is full.</summary>
    /// <param name="row">The first to add.</param>
    /// <returns>The first row that was not added.</returns>
    public int Fill(TextPage page, RowBlock block, int row)
    {
        _rows.Bind(block);
        for (; row < block.Count && !page.IsFull; row++)
            page.AddRow(_rows.Write(row, ref page.Reserve(_rows.RoomFor(row))));
        return row;
    }

    private static CsvField FieldOf(TableSchema table, ColumnSchema column) => column.Type.Kind switch
    {
        ColumnKind.Text => new LoadDataField(),
        ColumnKind.Int16 or ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Decimal or ColumnKind.Date
            or ColumnKind.Timestamp => CsvFields.For(column.Type),
        _ => throw new ArgumentException(
            $"{table.Name}.{column.Name} is {column.Type}, a type that the books do not use.", nameof(table)),
    };
}
