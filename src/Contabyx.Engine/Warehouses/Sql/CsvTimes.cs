namespace Contabyx.Engine.Warehouses.Sql;

/// <summary>Gives times the form that CSV files have: without a fraction if it is zero, otherwise with six digits.</summary>
internal static class CsvTimes
{
    private const int Digits = 6;

    /// <summary>Shortens the times of a row.</summary>
    /// <param name="row">The row as text.</param>
    /// <returns>The same row.</returns>
    public static string?[] Shorten(TableSchema table, string?[] row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            if (table.Columns[i].Type.Kind is ColumnKind.Time or ColumnKind.Timestamp or ColumnKind.TimestampTz
                && row[i] is { } text)
                row[i] = Shorten(text);
        }

        return row;
    }

    private static string Shorten(string text)
    {
        var zone = text.EndsWith("+00", StringComparison.Ordinal) ? "+00" : "";
        var time = text[..^zone.Length];
        var point = time.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
            return text;
        var fraction = time[(point + 1)..].TrimEnd('0');
        return (fraction.Length == 0 ? time[..point] : $"{time[..point]}.{fraction.PadRight(Digits, '0')}") + zone;
    }
}
