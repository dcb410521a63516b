namespace Contabyx.RedshiftEmulator;

/// <summary>Quotes for the PostgreSQL server, whose <c>standard_conforming_strings</c> is on.</summary>
internal static class Quoted
{
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Text(string text)
    {
        if (text.Contains('\0'))
            throw new RedshiftException("22021", "invalid byte sequence for encoding \"UTF8\": 0x00");
        return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }
}
