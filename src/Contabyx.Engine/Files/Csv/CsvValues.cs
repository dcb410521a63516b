namespace Contabyx.Engine.Files.Csv;

/// <summary>Splits a record of CSV text into its values.</summary>
internal static class CsvValues
{
    /// <summary>One value of a record.</summary>
    /// <param name="record">The record, without the end of its line.</param>
    /// <param name="index">Which value, from 0.</param>
    /// <returns>The value without quotes around it; NULL when the record has fewer.</returns>
    public static byte[]? At(ReadOnlySpan<byte> record, int index)
    {
        var rest = record.TrimEnd((byte)'\r');
        for (var i = 0; ; i++)
        {
            var length = LengthOf(rest);
            if (i == index)
                return Unquoted(rest[..length]);
            if (length == rest.Length)
                return null;
            rest = rest[(length + 1)..];
        }
    }

    /// <summary>All values of a record.</summary>
    /// <param name="record">The record, without the end of its line.</param>
    public static List<byte[]> All(ReadOnlySpan<byte> record)
    {
        var values = new List<byte[]>();
        for (var rest = record.TrimEnd((byte)'\r'); ;)
        {
            var length = LengthOf(rest);
            values.Add(Unquoted(rest[..length]));
            if (length == rest.Length)
                return values;
            rest = rest[(length + 1)..];
        }
    }

    private static int LengthOf(ReadOnlySpan<byte> rest)
    {
        var at = 0;
        if (rest.StartsWith("\""u8))
        {
            for (at = 1; at < rest.Length; at++)
            {
                if (rest[at] != (byte)'"')
                    continue;
                if (at + 1 == rest.Length || rest[at + 1] != (byte)'"')
                    break;
                at++;
            }
        }

        var comma = rest[Math.Min(at, rest.Length)..].IndexOf((byte)',');
        return comma < 0 ? rest.Length : at + comma;
    }

    private static byte[] Unquoted(ReadOnlySpan<byte> value)
    {
        if (value.Length < 2 || value[0] != (byte)'"' || value[^1] != (byte)'"')
            return value.ToArray();
        var plain = new List<byte>(value.Length);
        for (var i = 1; i < value.Length - 1; i++)
        {
            plain.Add(value[i]);
            if (value[i] == (byte)'"' && value[i + 1] == (byte)'"')
                i++;
        }

        return [.. plain];
    }
}
