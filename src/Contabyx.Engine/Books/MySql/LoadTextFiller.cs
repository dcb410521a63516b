using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Contabyx.Engine.Files.Csv;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books.MySql;

/// <summary>
/// Writes rows of the books as the text that LOAD DATA reads by default: tabs between fields, line feeds after rows,
/// <c>\N</c> for NULL.
/// </summary>
internal sealed class LoadTextFiller
{
    private readonly CsvField[] _fields;
    private readonly CsvField[] _byteFields;
    private readonly int _fixedRoom;

    /// <summary>Prepares the fields of a table.</summary>
    /// <param name="table">A table whose columns are whole numbers, decimals, texts, dates and timestamps.</param>
    /// <exception cref="ArgumentException">It has columns of other kinds, which the books do not use.</exception>
    public LoadTextFiller(TableSchema table)
    {
        _fields = [.. table.Columns.Select(column => FieldOf(table, column))];
        _byteFields = [.. _fields.Where(field => field.HasBytes)];
        _fixedRoom = _fields.Sum(field => Math.Max(field.MaxBytes, 2) + 1) + Digits.Slack;
    }

    /// <summary>Adds rows to a page until the block ends or the page is full.</summary>
    /// <param name="row">The first to add.</param>
    /// <returns>The first row that was not added.</returns>
    public int Fill(TextPage page, RowBlock block, int row)
    {
        for (var i = 0; i < _fields.Length; i++)
            _fields[i].Bind(block.Columns[i], block.Count);
        for (; row < block.Count && !page.IsFull; row++)
        {
            var room = _fixedRoom;
            foreach (var field in _byteFields)
                room += field.RoomFor(row);
            page.AddRow(WriteRow(row, ref page.Reserve(room)));
        }

        return row;
    }

    private int WriteRow(int row, ref byte to)
    {
        var at = 0;
        foreach (var field in _fields)
        {
            ref var next = ref Unsafe.Add(ref to, at);
            at += field.IsNull(row) ? WriteNull(ref next) : field.Write(row, ref next);
            Unsafe.Add(ref to, at++) = (byte)'\t';
        }

        Unsafe.Add(ref to, at - 1) = (byte)'\n';
        return at;
    }

    private static int WriteNull(ref byte to)
    {
        @"\N"u8.CopyTo(MemoryMarshal.CreateSpan(ref to, 2));
        return 2;
    }

    private static CsvField FieldOf(TableSchema table, ColumnSchema column) => column.Type.Kind switch
    {
        ColumnKind.Text => new LoadTextField(),
        ColumnKind.Int16 or ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Decimal or ColumnKind.Date
            or ColumnKind.Timestamp => CsvFields.For(column.Type),
        _ => throw new ArgumentException(
            $"{table.Name}.{column.Name} is {column.Type}, a type that the books do not use.", nameof(table)),
    };
}
