using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    private readonly byte[] _null;
    private readonly CsvField[] _fields;
    private readonly CsvField[] _byteFields;
    private readonly int _fixedRoom;

    public CsvPageFiller(TableCheck check, TableSchema table, string nullMarker, int pageBytes)
    {
        _check = check;
        _pageBytes = pageBytes;
        _null = Encoding.UTF8.GetBytes(nullMarker);
        _fields = [.. table.Columns.Select(column => CsvFields.For(column.Type))];
        _byteFields = [.. _fields.Where(field => field.HasBytes)];
        _fixedRoom = _fields.Sum(field => Math.Max(field.MaxBytes, _null.Length) + 1) + Digits.Slack;
    }

    public TextPage NewPage() => new(_pageBytes);

    public int Fill(TextPage page, RowBlock block, int row, long rowsBefore)
    {
        for (var i = 0; i < _fields.Length; i++)
            _fields[i].Bind(block.Columns[i], block.Count);
        for (; row < block.Count && !page.IsFull; row++)
        {
            var length = WriteRow(row, ref page.Reserve(RoomFor(row)));
            if (length > MaxRowBytes)
                throw RowTooLong(block, row, length, rowsBefore);
            page.AddRow(length);
        }

        return row;
    }

    private int RoomFor(int row)
    {
        var room = _fixedRoom;
        foreach (var field in _byteFields)
            room += field.RoomFor(row);
        return room;
    }

    private int WriteRow(int row, ref byte to)
    {
        var at = 0;
        foreach (var field in _fields)
        {
            ref var next = ref Unsafe.Add(ref to, at);
            at += field.IsNull(row) ? WriteNull(ref next) : field.Write(row, ref next);
            Unsafe.Add(ref to, at++) = (byte)',';
        }

        Unsafe.Add(ref to, at - 1) = (byte)'\n';
        return at;
    }

    private int WriteNull(ref byte to)
    {
        _null.CopyTo(MemoryMarshal.CreateSpan(ref to, _null.Length));
        return _null.Length;
    }

    private ValueRefusedException RowTooLong(RowBlock block, int row, int length, long rowsBefore)
    {
        var longest = Enumerable.Range(0, _fields.Length).MaxBy(column => _fields[column].RoomFor(row));
        var reason = $"its row has {length} bytes of text, and COPY accepts at most {MaxRowBytes} (4 MB).";
        return _check.Refusal(block, row, longest, rowsBefore, reason);
    }
}
