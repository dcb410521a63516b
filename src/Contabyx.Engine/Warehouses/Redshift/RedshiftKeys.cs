using System.Text.RegularExpressions;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>One key of a table.</summary>
/// <param name="Kind"><c>PRIMARY KEY</c>, <c>UNIQUE</c> or <c>FOREIGN KEY</c>.</param>
/// <param name="Columns">Its columns in order.</param>
internal sealed record RedshiftKey(string Table, string Kind, IReadOnlyList<string> Columns);

/// <summary>Reads what the catalogue says about keys.</summary>
internal static partial class RedshiftKeys
{
    public const string Primary = "PRIMARY KEY";

    /// <summary>Reads definitions as PG_GET_CONSTRAINTDEF writes them, such as <c>PRIMARY KEY (id, "line no")</c>.</summary>
    /// <param name="rows">Table and definition.</param>
    public static IEnumerable<RedshiftKey> ReadDefinitions(IEnumerable<string?[]> rows) => rows
        .Select(row => (Table: row[0]!, Match: Definition().Match(row[1] ?? "")))
        .Where(row => row.Match.Success)
        .Select(row => new RedshiftKey(
            row.Table,
            row.Match.Groups["kind"].Value.ToUpperInvariant(),
            [.. row.Match.Groups["column"].Captures.Select(column => Unquoted(column.Value))]));

    /// <summary>Reads the rows of INFORMATION_SCHEMA.</summary>
    /// <param name="rows">Table, column and kind of key, the columns of a key in order.</param>
    public static IEnumerable<RedshiftKey> ReadColumns(IEnumerable<string?[]> rows) => rows
        .GroupBy(row => (Table: row[0]!, Kind: row[2]!.Trim()))
        .Select(key => new RedshiftKey(key.Key.Table, key.Key.Kind, [.. key.Select(row => row[1]!)]));

    private static string Unquoted(string name) =>
        name.StartsWith('"') ? name[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : name;

    [GeneratedRegex(
        """^\s*(?<kind>PRIMARY KEY|UNIQUE|FOREIGN KEY)\s*\(\s*(?<column>"(?:[^"]|"")+"|[^\s",()]+)(?:\s*,\s*(?<column>"(?:[^"]|"")+"|[^\s",()]+))*\s*\)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Definition();
}
