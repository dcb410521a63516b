using System.Globalization;
using System.Text.RegularExpressions;
using Contabyx.Engine.Sql;
using DuckDB.NET.Data;

namespace Contabyx.Engine.DuckDb;

/// <summary>Reads which tables a DuckDB file has.</summary>
internal static partial class DuckDbCatalog
{
    private const char Separator = '\u001F';
    private static readonly SqlFile Sql = SqlFile.Load("duckdb/schema.sql");

    /// <summary>The tables, ordered by name, without those whose names begin with <c>contabyx_</c>.</summary>
    /// <param name="ofWarehouse">Whether columns of parsed JSON are told from texts.</param>
    public static IReadOnlyList<TableSchema> Read(
        DuckDBConnection connection, CancellationToken cancellation, bool ofWarehouse = false)
    {
        var comments = connection.Query(Sql.Statement("comments"), cancellation)
            .ToDictionary(row => row[0]!, row => row[1]!, StringComparer.Ordinal);
        var keys = ReadKeys(connection, comments, cancellation);
        var lengths = ReadLengths(connection, cancellation);
        return
        [
            .. connection.Query(Sql.Statement("columns"), cancellation)
                .GroupBy(row => row[0]!, StringComparer.Ordinal)
                .Select(rows => new TableSchema(
                    rows.Key,
                    [.. rows.Select(row => Column(row, lengths, ofWarehouse))],
                    keys.GetValueOrDefault(rows.Key, []))
                {
                    Comment = comments.TryGetValue(rows.Key, out var comment) ? DuckDbDdl.TextOf(comment) : null,
                }),
        ];
    }

    /// <summary>The names of the views.</summary>
    public static IEnumerable<string> ReadViews(DuckDBConnection connection, CancellationToken cancellation) =>
        connection.Query(Sql.Statement("views"), cancellation).Select(row => row[0]!);

    /// <summary>Whether a table exists, including our own.</summary>
    public static bool Has(DuckDBConnection connection, string table, CancellationToken cancellation) =>
        connection.Query(Sql.Statement("has-table", ("table", SqlText.Literal(table))), cancellation)[0][0] != "0";

    /// <summary>Whether a table, one of our own too, has a column.</summary>
    public static bool HasColumn(DuckDBConnection connection, string table, string column, CancellationToken cancellation) =>
        connection.Query(
            Sql.Statement("has-column", ("table", SqlText.Literal(table)), ("column", SqlText.Literal(column))), cancellation)[0][0] != "0";

    /// <summary>The views and sequences, ordered by name.</summary>
    public static IReadOnlyList<SourceObject> ReadOthers(DuckDBConnection connection, CancellationToken cancellation) =>
        [.. connection.Query(Sql.Statement("others"), cancellation).Select(row => new SourceObject(row[0]!, row[1]!))];

    private static ColumnSchema Column(string?[] row, Dictionary<(string, string), int> lengths, bool ofWarehouse)
    {
        var type = DuckDbTypes.FromDuckDb(row[2]!);
        if (lengths.TryGetValue((row[0]!, row[1]!), out var length))
            type = type with { Length = length };
        return new ColumnSchema(row[1]!, type, Nullable: row[3] == "1")
        {
            Comment = row[4], IsSuper = ofWarehouse && DuckDbTypes.IsJson(row[2]!),
        };
    }

    private static Dictionary<string, IReadOnlyList<string>> ReadKeys(
        DuckDBConnection connection, IReadOnlyDictionary<string, string> comments, CancellationToken cancellation)
    {
        var keys = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (table, comment) in comments)
        {
            if (DuckDbDdl.KeyOf(comment) is { } key)
                keys[table] = key;
        }

        foreach (var row in connection.Query(Sql.Statement("keys"), cancellation))
            keys[row[0]!] = row[1]!.Split(Separator);
        return keys;
    }

    private static Dictionary<(string Table, string Column), int> ReadLengths(
        DuckDBConnection connection, CancellationToken cancellation)
    {
        var lengths = new Dictionary<(string, string), int>();
        foreach (var row in connection.Query(Sql.Statement("checks"), cancellation))
        {
            if (LengthCheck().Match(row[2]!) is { Success: true } match)
                lengths[(row[0]!, row[1]!)] = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        }

        return lengths;
    }

    [GeneratedRegex(@"(?:strlen|octet_length)\(.*\)\s*<=\s*(\d+)\)*$")]
    private static partial Regex LengthCheck();
}
