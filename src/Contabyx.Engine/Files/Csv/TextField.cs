using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Contabyx.Engine.Files.Csv;

/// <summary>
/// Text. It is quoted when it is empty, when it begins or ends with a blank or control character, or when it has a
/// quote, a comma, a carriage return, a line feed or a backslash; quotes in it are doubled.
/// </summary>
internal sealed class TextField() : EscapedField(Special)
{
    private const byte Quote = (byte)'"';

    private static readonly SearchValues<byte> Special = SearchValues.Create("\",\r\n\\"u8);

    public static int WriteEmpty(ref byte to)
    {
        Unsafe.Add(ref to, 1) = to = Quote;
        return 2;
    }

    public override int Write(int row, ref byte to)
    {
        var value = ValueOf(row);
        if (value.IsEmpty)
            return WriteEmpty(ref to);
        if (value[0] <= ' ' || value[^1] <= ' ' || HasSpecial(value))
            return WriteQuoted(value, MemoryMarshal.CreateSpan(ref to, (value.Length * 2) + 2));
        value.CopyTo(MemoryMarshal.CreateSpan(ref to, value.Length));
        return value.Length;
    }

    private static int WriteQuoted(ReadOnlySpan<byte> value, Span<byte> to)
    {
        var at = 0;
        to[at++] = Quote;
        for (var quote = value.IndexOf(Quote); quote >= 0; quote = value.IndexOf(Quote))
        {
            value[..(quote + 1)].CopyTo(to[at..]);
            at += quote + 1;
            to[at++] = Quote;
            value = value[(quote + 1)..];
        }

        value.CopyTo(to[at..]);
        at += value.Length;
        to[at++] = Quote;
        return at;
    }
}
