using System.Buffers;
using System.Runtime.InteropServices;
using Contabyx.Engine.Files.Csv;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books.MySql;

/// <summary>
/// Text as LOAD DATA reads it: <c>\t</c>, <c>\n</c>, <c>\r</c>, <c>\0</c> and <c>\\</c> for the characters that would
/// end a field or a row ("LOAD DATA Statement", MySQL 8.0 Reference Manual, FIELDS ESCAPED BY).
/// </summary>
internal sealed class LoadTextField : CsvField
{
    private const byte Escape = (byte)'\\';
    private static readonly SearchValues<byte> Special = SearchValues.Create("\t\n\r\\\0"u8);

    private ColumnVector? _vector;
    private bool _anySpecial;

    /// <inheritdoc/>
    public override int MaxBytes => 2;

    /// <inheritdoc/>
    public override bool HasBytes => true;

    /// <inheritdoc/>
    public override int RoomFor(int row) => _vector!.GetBytes(row).Length * 2;

    /// <inheritdoc/>
    public override int Write(int row, ref byte to)
    {
        var value = _vector!.GetBytes(row);
        var room = MemoryMarshal.CreateSpan(ref to, value.Length * 2);
        if (_anySpecial && value.ContainsAny(Special))
            return WriteEscaped(value, room);
        value.CopyTo(room);
        return value.Length;
    }

    /// <inheritdoc/>
    protected override void Take(ColumnVector vector, int rows)
    {
        _vector = vector;
        _anySpecial = rows > 0 && vector.Bytes.AsSpan(0, vector.Ends[rows - 1]).ContainsAny(Special);
    }

    private static int WriteEscaped(ReadOnlySpan<byte> value, Span<byte> to)
    {
        var at = 0;
        foreach (var character in value)
        {
            if (Special.Contains(character))
                to[at++] = Escape;
            to[at++] = character switch
            {
                0 => (byte)'0',
                (byte)'\t' => (byte)'t',
                (byte)'\n' => (byte)'n',
                (byte)'\r' => (byte)'r',
                _ => character,
            };
        }

        return at;
    }
}
