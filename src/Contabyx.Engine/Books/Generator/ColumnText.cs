using System.Text;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books.Generator;

/// <summary>Puts text into columns.</summary>
internal static class ColumnText
{
    /// <summary>Sets the text of a row, cut to the bytes that the column can carry, never inside a character.</summary>
    /// <param name="row">The row's position in the block.</param>
    public static void SetText(this ColumnVector column, int row, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        column.SetBytes(row, bytes.AsSpan(0, FittingLength(bytes, column.Type.Length)));
    }

    private static int FittingLength(ReadOnlySpan<byte> utf8, int limit)
    {
        if (utf8.Length <= limit)
            return utf8.Length;
        // A byte 10xxxxxx continues the character before it.
        while ((utf8[limit] & 0xC0) == 0x80)
            limit--;
        return limit;
    }
}
