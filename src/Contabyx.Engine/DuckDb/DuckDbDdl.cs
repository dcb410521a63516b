using System.Globalization;
using Contabyx.Engine.Fitting;
using Contabyx.Engine.Sql;

namespace Contabyx.Engine.DuckDb;

/// <summary>
/// Writes a table for the embedded twin as MySQL and Redshift would hold it: text has a limit in bytes (a CHECK,
/// since DuckDB ignores VARCHAR's length), and the key is a comment, informational as in Redshift, since an index on
/// millions of keys would grow with them.
/// </summary>
internal static class DuckDbDdl
{
    private const string KeyStart = "PRIMARY KEY (";

    /// <summary>The statements that create a table if it is missing, in order.</summary>
    public static IReadOnlyList<string> Create(TableSchema table)
    {
        var name = SqlText.Identifier(table.Name);
        var columns = table.Columns.Select(column => Column(column));
        var create = $"CREATE TABLE IF NOT EXISTS {name} (\n    {string.Join(",\n    ", columns)}\n)";
        var comment = SqlText.CommentOf(table.Comment);
        var whole = table.Key.Count == 0 ? comment : comment is null ? KeyComment(table.Key) : $"{KeyComment(table.Key)}\n{comment}";
        return
        [
            create,
            .. whole is null ? Array.Empty<string>() : [$"COMMENT ON TABLE {name} IS {SqlText.Literal(whole)}"],
            .. SqlText.Comments(table with { Comment = null }, name, SqlText.Identifier, SqlText.Literal),
        ];
    }

    /// <summary>
    /// The statements that add columns to a table and widen texts, in order. A limit of text is a CHECK, which cannot be
    /// altered: in that case the table is created again.
    /// </summary>
    /// <param name="fit">What must be changed, without conflicts.</param>
    public static IReadOnlyList<string> Alter(TableSchema table, TableFit fit)
    {
        var name = SqlText.Identifier(table.Name);
        if (fit.Widened.Count == 0)
            return [.. fit.Added.Select(column =>
                $"ALTER TABLE {name} ADD COLUMN {Column(column with { Nullable = true }, check: false)}")];
        var old = SqlText.Identifier("contabyx_old_" + table.Name);
        var wider = fit.Widened.ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
        var columns = table.Columns.Select(column => wider.TryGetValue(column.Name, out var to) ? column with { Type = to.Type } : column);
        var names = SqlText.Identifiers(table.Columns.Select(column => column.Name));
        return
        [
            $"ALTER TABLE {name} RENAME TO {old}",
            .. Create(table with { Columns = [.. columns, .. fit.Added] }),
            $"INSERT INTO {name} ({names}) SELECT {names} FROM {old}",
            $"DROP TABLE {old}",
        ];
    }

    /// <summary>The comment that names a table's key.</summary>
    /// <param name="key">The key's columns.</param>
    public static string KeyComment(IReadOnlyList<string> key) => $"{KeyStart}{string.Join(", ", key)})";

    /// <summary>The columns that such a comment names; NULL if it names none.</summary>
    public static IReadOnlyList<string>? KeyOf(string comment) =>
        comment.StartsWith(KeyStart, StringComparison.Ordinal) && EndOfKey(comment) is >= 0 and var end
            ? comment[KeyStart.Length..end].Split(", ")
            : null;

    /// <summary>What a comment says besides the key; NULL for nothing.</summary>
    public static string? TextOf(string comment)
    {
        var text = KeyOf(comment) is null ? comment : comment[(EndOfKey(comment) + 1)..].TrimStart('\n');
        return text.Length == 0 ? null : text;
    }

    private static int EndOfKey(string comment)
    {
        var end = comment.IndexOf(")\n", StringComparison.Ordinal);
        return end >= 0 ? end : comment.EndsWith(')') ? comment.Length - 1 : -1;
    }

    // ALTER TABLE takes no CHECK.
    private static string Column(ColumnSchema column, bool check = true)
    {
        var name = SqlText.Identifier(column.Name);
        var nullable = column.Nullable ? "" : " NOT NULL";
        return column.IsSuper ? $"{name} {DuckDbTypes.Json}{nullable}"
            : $"{name} {DuckDbTypes.ToDuckDb(column.Type)}{nullable}{(check ? Check(name, column.Type) : "")}";
    }

    private static string Check(string name, ColumnType type) => type.Kind switch
    {
        ColumnKind.Text => string.Create(CultureInfo.InvariantCulture, $" CHECK (strlen({name}) <= {type.Length})"),
        ColumnKind.Binary =>
            string.Create(CultureInfo.InvariantCulture, $" CHECK (octet_length({name}) <= {type.Length})"),
        _ => "",
    };
}
