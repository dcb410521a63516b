using System.Text;
using Contabyx.Engine.Files.Csv;

namespace Contabyx.Engine.Load;

/// <summary>
/// The first line of <c>bad-rows.csv</c>: the names of the table's columns. People edit that file, so its first line
/// is skipped only if it is this line, whatever the editor did to line ends and quotes.
/// </summary>
internal static class BadRowsHeader
{
    /// <summary>The header's text, without the end of its line.</summary>
    /// <param name="columns">The names of the columns.</param>
    public static string TextOf(IEnumerable<string> columns) => string.Join(',', columns.Select(name =>
        name.AsSpan().IndexOfAny(",\"\r\n") < 0 ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    /// <summary>How a record relates to a table's columns.</summary>
    /// <param name="record">The record, without the end of its line.</param>
    /// <param name="columns">The names of the columns.</param>
    public static HeaderKind KindOf(ReadOnlySpan<byte> record, IEnumerable<string> columns)
    {
        var fields = CsvValues.All(record.StartsWith("\uFEFF"u8) ? record[3..] : record)
            .ConvertAll(field => Encoding.UTF8.GetString(field).Trim());
        var names = columns.Select(name => name.Trim()).ToList();
        if (fields.SequenceEqual(names, StringComparer.OrdinalIgnoreCase))
            return HeaderKind.Header;
        return fields.Count == names.Count && fields.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(names)
            ? HeaderKind.Reordered
            : HeaderKind.Row;
    }
}
