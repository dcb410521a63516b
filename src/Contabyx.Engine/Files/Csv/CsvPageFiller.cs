using System.Text;
using Contabyx.Engine.Files.Checks;
using Contabyx.Engine.Files.Parts;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Csv;

/// <summary>Writes rows as CSV, as <c>docs/files.md</c> specifies it byte for byte.</summary>
internal sealed class CsvPageFiller : IPageFiller<TextPage>
{
    /// <summary>
    /// The most bytes of a row, its line feed included (Amazon Redshift Database Developer Guide, "COPY", usage notes:
    /// the maximum size of a single input row from any source is 4 MB).
    /// </summary>
    public const int MaxRowBytes = TargetLimits.RowBytes;

    private readonly TableCheck _check;
    private readonly int _pageBytes;
    private readonly TextRowWriter _rows;

    public CsvPageFiller(TableCheck check, TableSchema table, string nullMarker, int pageBytes)
    {
        _check = check;
        _pageBytes = pageBytes;
        _rows = new TextRowWriter(
            [.. table.Columns.Select(column => CsvFields.For(column.Type))], (byte)',', Encoding.UTF8.GetBytes(nullMarker));
    }

    public TextPage NewPage() => new(_pageBytes);

    public int Fill(TextPage page, RowBlock block, int row, long rowsBefore)
    {
        _rows.Bind(block);
        for (; row < block.Count && !page.IsFull; row++)
        {
            var length = _rows.Write(row, ref page.Reserve(_rows.RoomFor(row)));
            if (length > MaxRowBytes)
                throw RowTooLong(block, row, length, rowsBefore);
            page.AddRow(length);
        }

        return row;
    }

    private ValueRefusedException RowTooLong(RowBlock block, int row, int length, long rowsBefore)
    {
        var reason = $"its row has {length} bytes of text, and COPY accepts at most {MaxRowBytes} (4 MB).";
        return _check.Refusal(block, row, _rows.LongestColumn(row), rowsBefore, reason);
    }
}
