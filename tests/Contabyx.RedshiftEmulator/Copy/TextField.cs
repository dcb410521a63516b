using System.Text;
using System.Text.Unicode;

namespace Contabyx.RedshiftEmulator;

/// <summary>CHAR and VARCHAR: lengths in bytes, UTF-8 only, CHAR of single bytes (<c>r_Character_types</c>).</summary>
internal sealed class TextField(CopyCommand command, TargetColumn column, RowBuffer rows)
{
    private byte[] _mended = [];

    public void Write(ReadOnlySpan<byte> field, FieldConverter converter)
    {
        if (command.BlanksAsNull && field.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0)
        {
            converter.WriteNull();
            return;
        }

        if (command.TrimBlanks && column.TypeName == "varchar")
            field = field.TrimEnd((byte)' ');
        if (field.Contains((byte)0))
            throw new LoadErrorException(1216, "Invalid null byte in a field", field.IndexOf((byte)0));
        if (!Utf8.IsValid(field))
            field = Mend(field);
        if (column.TypeName == "bpchar" && !Ascii.IsValid(field))
        {
            throw new LoadErrorException(
                1220, "Multibyte character not supported for CHAR (Hint: try using VARCHAR)",
                field.IndexOfAnyInRange((byte)128, (byte)255));
        }

        if (field.Length > column.Length)
            field = Shorten(field);
        rows.AddText(field);
    }

    // Each byte of an invalid character is replaced: ACCEPTINVCHARS in copy-parameters-data-conversion.
    private ReadOnlySpan<byte> Mend(ReadOnlySpan<byte> field)
    {
        var mended = new MemoryStream();
        for (var rest = field; !rest.IsEmpty;)
        {
            var good = Rune.DecodeFromUtf8(rest, out _, out var used) == System.Buffers.OperationStatus.Done;
            if (!good && command.InvalidCharacter is null)
            {
                throw new LoadErrorException(
                    1220,
                    "String contains invalid or unsupported UTF8 codepoints. Bad UTF8 hex sequence: "
                    + $"{Convert.ToHexStringLower(rest[..used])}",
                    field.Length - rest.Length);
            }

            if (good)
                mended.Write(rest[..used]);
            else
                mended.Write(Enumerable.Repeat((byte)command.InvalidCharacter!, used).ToArray());
            rest = rest[used..];
        }

        return _mended = mended.ToArray();
    }

    // TRUNCATECOLUMNS cuts at the last whole character.
    private ReadOnlySpan<byte> Shorten(ReadOnlySpan<byte> field)
    {
        if (!command.TruncateColumns)
        {
            throw new LoadErrorException(
                1204, column.TypeName == "bpchar" ? "Char length exceeds DDL length" : "String length exceeds DDL length");
        }

        var length = column.Length;
        while ((field[length] & 0xC0) == 0x80)
            length--;
        return field[..length];
    }
}
