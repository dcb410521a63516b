using System.Security.Cryptography;
using System.Text;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Reading;

/// <summary>Replaces the values of one column with masked values. NULL stays NULL.</summary>
/// <param name="table">The table as it is sent, for errors.</param>
/// <param name="source">The column as it is read.</param>
/// <param name="sent">The same column as it is sent.</param>
/// <param name="kind">The mask.</param>
/// <param name="key">The secret key of <see cref="MaskKind.Hash"/>; empty if no column has that mask.</param>
internal sealed class ColumnMask(string table, ColumnSchema source, ColumnSchema sent, MaskKind kind, byte[] key)
{
    private static readonly byte[] Redacted = Encoding.UTF8.GetBytes(Masking.Redacted);

    private readonly CanonicalText _text = new(source);
    private readonly byte[] _hash = new byte[HMACSHA256.HashSizeInBytes];
    private readonly byte[] _digits = new byte[2 * HMACSHA256.HashSizeInBytes];
    private readonly byte[] _last = new byte[Masking.Asterisks.Length + (4 * Masking.Shown)];

    /// <summary>Masks the values of a block.</summary>
    /// <param name="from">The values as they were read.</param>
    /// <param name="to">Receives the masked values; its contents are replaced.</param>
    /// <param name="before">How many rows of the table came before these.</param>
    /// <exception cref="ValueRefusedException">A value has no text that can be masked. It is not shown.</exception>
    public void Apply(ColumnVector from, int rows, ColumnVector to, long before)
    {
        to.Clear();
        var needsText = kind is MaskKind.Hash or MaskKind.Last4;
        if (needsText && _text.Bind(from, rows) is var refused and >= 0)
        {
            throw new ValueRefusedException(
                table, sent.Name, before + refused + 1, "", [],
                "it is outside the range that files can hold. It is not shown, because the column is masked.");
        }

        for (var row = 0; row < rows; row++)
        {
            if (kind == MaskKind.Null || (from.HasNulls && from.Nulls[row]))
                to.SetNull(row);
            else
                to.SetBytes(row, needsText ? Of(_text.Of(row)) : Redacted);
        }
    }

    private ReadOnlySpan<byte> Of(ReadOnlySpan<byte> text)
    {
        if (kind == MaskKind.Last4)
            return LastOf(text);
        HMACSHA256.HashData(key, text, _hash);
        for (var i = 0; i < _hash.Length; i++)
            (_digits[2 * i], _digits[(2 * i) + 1]) = (Digit(_hash[i] >> 4), Digit(_hash[i] & 15));
        return _digits;
    }

    // Four of eight characters or fewer would reveal too much.
    private ReadOnlySpan<byte> LastOf(ReadOnlySpan<byte> text)
    {
        var length = Encoding.UTF8.GetBytes(Masking.Asterisks, _last);
        var (characters, last) = (0, text.Length);
        for (var i = text.Length - 1; i >= 0 && characters <= 2 * Masking.Shown; i--)
        {
            if ((text[i] & 0xC0) == 0x80)
                continue;
            characters++;
            if (characters == Masking.Shown)
                last = i;
        }

        if (characters <= 2 * Masking.Shown || text.Length - last > 4 * Masking.Shown)
            return _last.AsSpan(0, length);
        text[last..].CopyTo(_last.AsSpan(length));
        return _last.AsSpan(0, length + text.Length - last);
    }

    private static byte Digit(int value) => (byte)"0123456789abcdef"[value];
}
