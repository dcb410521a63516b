using System.Buffers;
using System.Runtime.InteropServices;
using Contabyx.Engine.Files.Csv;

namespace Contabyx.Engine.Books.MySql;

/// <summary>
/// Text as LOAD DATA reads it: <c>\t</c>, <c>\n</c>, <c>\r</c>, <c>\0</c> and <c>\\</c> for the characters that would
/// end a field or a row ("LOAD DATA Statement", MySQL 8.0 Reference Manual, FIELDS ESCAPED BY).
/// </summary>
internal sealed class LoadDataField() : EscapedField(Special)
{
    private const byte Escape = (byte)'\\';
    private static readonly SearchValues<byte> Special = SearchValues.Create("\t\n\r\\\0"u8);

    /// <inheritdoc/>
    public override int Write(int row, ref byte to)
    {
        var value = ValueOf(row);
        var room = MemoryMarshal.CreateSpan(ref to, value.Length * 2);
        if (HasSpecial(value))
            return WriteEscaped(value, room);
        value.CopyTo(room);
        return value.Length;
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
