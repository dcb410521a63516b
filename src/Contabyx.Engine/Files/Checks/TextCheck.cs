using System.Text.Unicode;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Checks;

/// <summary>Text must be valid UTF-8 without the NUL character, and not longer than its type, in bytes.</summary>
/// <remarks>
/// COPY refuses both by default, invalid UTF-8 and NUL bytes (Amazon Redshift Database Developer Guide, "Multibyte
/// character load errors" and "Data conversion parameters", NULL AS).
/// </remarks>
internal sealed class TextCheck(ColumnType type, string? widenRefusal) : BytesCheck(type, widenRefusal)
{
    public override int FirstRefused(ColumnVector vector, int rows)
    {
        var tooLong = base.FirstRefused(vector, rows);
        return AllText(vector, rows) ? tooLong : FirstBadText(vector, tooLong < 0 ? rows : tooLong, tooLong);
    }

    public override string Reason(ColumnVector vector, int row)
    {
        var text = vector.GetBytes(row);
        if (!Utf8.IsValid(text))
            return "it is not valid UTF-8.";
        return text.Contains((byte)0)
            ? $"it has a NUL character at byte {text.IndexOf((byte)0) + 1}, which no column can hold."
            : base.Reason(vector, row);
    }

    // When all bytes together are valid and no value begins inside a character, each value is valid by itself.
    private static bool AllText(ColumnVector vector, int rows)
    {
        if (rows == 0)
            return true;
        var all = vector.Bytes.AsSpan(0, vector.Ends[rows - 1]);
        if (!Utf8.IsValid(all) || all.Contains((byte)0))
            return false;
        foreach (var start in vector.Ends.AsSpan(0, rows))
        {
            if (start < all.Length && (all[start] & 0xC0) == 0x80)
                return false;
        }

        return true;
    }

    private static int FirstBadText(ColumnVector vector, int rows, int otherwise)
    {
        for (var row = 0; row < rows; row++)
        {
            var text = vector.GetBytes(row);
            if (!Utf8.IsValid(text) || text.Contains((byte)0))
                return row;
        }

        return otherwise;
    }
}
