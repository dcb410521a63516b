using Contabyx.Engine.Rows;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>Decimals of more than 18 digits, from their text: .NET's own decimal has only 28 digits.</summary>
internal sealed class MySqlWideField : MySqlField
{
    // 65 digits, a sign and a point are the most that MySQL writes.
    private readonly byte[] _text = new byte[72];

    /// <summary>The number of a text without its point: <c>-1.50</c> is -150.</summary>
    /// <param name="text">A sign, digits and a point; the sign and the point are optional.</param>
    /// <exception cref="FormatException">It is something else.</exception>
    /// <exception cref="OverflowException">It has more digits than 128 bits hold.</exception>
    public static Int128 Unscaled(ReadOnlySpan<byte> text)
    {
        var negative = text.Length > 0 && text[0] == '-';
        Int128 value = 0;
        foreach (var character in negative ? text[1..] : text)
        {
            if (character == '.')
                continue;
            if (!char.IsAsciiDigit((char)character))
                throw new FormatException($"'{System.Text.Encoding.ASCII.GetString(text)}' is not a decimal number.");
            value = checked((value * 10) + (character - '0'));
        }

        return negative ? -value : value;
    }

    /// <inheritdoc/>
    public override int Read(MySqlDataReader reader, int ordinal, ColumnVector vector, int row)
    {
        var length = (int)reader.GetBytes(ordinal, 0, _text, 0, _text.Length);
        vector.Wides[row] = Unscaled(_text.AsSpan(0, length));
        return 0;
    }
}
