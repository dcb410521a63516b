using System.Text;

namespace Contabyx.Engine;

/// <summary>Writes rows as CSV, as <c>docs/files.md</c> specifies it byte for byte.</summary>
internal sealed class CsvPageFiller(TableCheck check, TableSchema table, string nullMarker, int pageBytes)
    : IPageFiller<TextPage>
{
    /// <summary>
    /// The most bytes of a row, its line feed included (Amazon Redshift Database Developer Guide, "COPY", usage notes: the
    /// maximum size of a single input row from any source is 4 MB).
    /// </summary>
    public const int MaxRowBytes = 4 << 20;

    private readonly CsvField[] _fields = [.. table.Columns.Select(column => CsvFields.For(column.Type))];
    private readonly byte[] _null = Encoding.UTF8.GetBytes(nullMarker);

    public TextPage NewPage() => new(pageBytes);

    public int Fill(TextPage page, RowBlock block, int row, long rowsBefore)
    {
        for (var i = 0; i < _fields.Length; i++)
            _fields[i].Bind(block.Columns[i], block.Count);
        for (; row < block.Count && !page.IsFull; row++)
        {
            var length = WriteRow(row, page.Reserve(RoomFor(row)));
            if (length > MaxRowBytes)
                throw RowTooLong(block, row, length, rowsBefore);
            page.AddRow(length);
        }

        return row;
    }

    private int RoomFor(int row)
    {
        var room = 0;
        foreach (var field in _fields)
            room += Math.Max(field.RoomFor(row), _null.Length) + 1;
        return room;
    }

    private int WriteRow(int row, Span<byte> to)
    {
        var at = 0;
        foreach (var field in _fields)
        {
            at += field.IsNull(row) ? WriteNull(to[at..]) : field.Write(row, to[at..]);
            to[at++] = (byte)',';
        }

        to[at - 1] = (byte)'\n';
        return at;
    }

    private int WriteNull(Span<byte> to)
    {
        _null.CopyTo(to);
        return _null.Length;
    }

    private ValueRefusedException RowTooLong(RowBlock block, int row, int length, long rowsBefore)
    {
        var longest = Enumerable.Range(0, _fields.Length).MaxBy(column => _fields[column].RoomFor(row));
        return check.Refusal(
            block, row, longest, rowsBefore, $"its row has {length} bytes of text, and COPY takes {MaxRowBytes} (4 MB).");
    }
}
