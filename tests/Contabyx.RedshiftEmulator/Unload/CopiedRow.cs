using System.Text;

namespace Contabyx.RedshiftEmulator;

/// <summary>A row in PostgreSQL's text format of COPY.</summary>
internal static class CopiedRow
{
    public static List<string?> Read(ReadOnlySpan<byte> line)
    {
        var row = new List<string?>();
        if (line.EndsWith("\n"u8))
            line = line[..^1];
        while (true)
        {
            var end = line.IndexOf((byte)'\t');
            var field = end < 0 ? line : line[..end];
            row.Add(field.SequenceEqual("\\N"u8) ? null : Text(field));
            if (end < 0)
                return row;
            line = line[(end + 1)..];
        }
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        if (!field.Contains((byte)'\\'))
            return Encoding.UTF8.GetString(field);
        var bytes = new byte[field.Length];
        var length = 0;
        for (var at = 0; at < field.Length; at++)
            bytes[length++] = field[at] == (byte)'\\' ? Escaped(field[++at]) : field[at];

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static byte Escaped(byte letter) => (char)letter switch
    {
        'b' => 8,
        'f' => 12,
        'n' => 10,
        'r' => 13,
        't' => 9,
        'v' => 11,
        _ => letter,
    };
}
