using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Csv;

/// <summary>Writes rows as text: fields, a separator between them, a line feed after the last.</summary>
/// <param name="fields">One for each column; at least one.</param>
/// <param name="nullText">What stands for NULL.</param>
internal sealed class TextRowWriter(CsvField[] fields, byte separator, byte[] nullText)
{
    private readonly CsvField[] _byteFields = [.. fields.Where(field => field.HasBytes)];
    private readonly int _fixedRoom = fields.Sum(field => Math.Max(field.MaxBytes, nullText.Length) + 1) + Digits.Slack;

    /// <summary>Takes the values of a block.</summary>
    public void Bind(RowBlock block)
    {
        for (var i = 0; i < fields.Length; i++)
            fields[i].Bind(block.Columns[i], block.Count);
    }

    /// <summary>The most bytes that a row can take, and what fields need behind them.</summary>
    public int RoomFor(int row)
    {
        var room = _fixedRoom;
        foreach (var field in _byteFields)
            room += field.RoomFor(row);
        return room;
    }

    /// <summary>Writes a row.</summary>
    /// <param name="to">Where to: room for <see cref="RoomFor"/> bytes.</param>
    /// <returns>How many bytes it took.</returns>
    public int Write(int row, ref byte to)
    {
        var at = 0;
        foreach (var field in fields)
        {
            ref var next = ref Unsafe.Add(ref to, at);
            at += field.IsNull(row) ? WriteNull(ref next) : field.Write(row, ref next);
            Unsafe.Add(ref to, at++) = separator;
        }

        Unsafe.Add(ref to, at - 1) = (byte)'\n';
        return at;
    }

    /// <summary>The column whose field takes the most bytes in a row.</summary>
    public int LongestColumn(int row) => Enumerable.Range(0, fields.Length).MaxBy(column => fields[column].RoomFor(row));

    private int WriteNull(ref byte to)
    {
        nullText.CopyTo(MemoryMarshal.CreateSpan(ref to, nullText.Length));
        return nullText.Length;
    }
}
