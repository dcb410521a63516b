using Contabyx.Engine.Connections.Secrets;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>
/// Finds the value that a server did not hand out whole. MySQL and MariaDB give NULL, or an empty text, in place of one that
/// is longer than <c>max_allowed_packet</c>, and warn ("String Functions and Operators", MySQL Reference Manual).
/// </summary>
internal static class MySqlLostValue
{
    /// <summary>The failure for a table whose reading the server warned of.</summary>
    /// <param name="connection">A connection that is free.</param>
    /// <param name="warning">What the server said.</param>
    /// <exception cref="MySqlException">The server refused to look for it.</exception>
    public static ContabyxException Explain(MySqlConnection connection, MySqlTable table, string warning)
    {
        // A warning quotes a value, and does not say of which column.
        var masked = table.Schema.Relation?.Masked ?? [];
        var text = masked.Count > 0 ? "it warned, and what it said may quote a masked value" : Redactor.Redact(warning.TrimEnd('.'));
        var keyIsMasked = table.Schema.Key.Any(masked.Contains);
        foreach (var (column, expression) in table.Columns.Zip(table.Expressions))
        {
            if (FindKey(connection, table, column, expression) is not { } key)
                continue;
            return new TableRefusedException(
                table.Schema.Name,
                $"the server does not hand out the value of {column.Name}{(key.Length > 0 && !keyIsMasked ? $" with the key {key}" : "")}: {text}.",
                "Raise max_allowed_packet on the server above the length of the longest value (SET GLOBAL max_allowed_packet).");
        }

        return new TableRefusedException(
            table.Schema.Name,
            $"the server did not hand out all values as they are stored: {text}.",
            table.Predicate is null && table.IsOneTable
                ? "Mend what the server says, and run the same line again."
                : "The query or the predicate (-Where) may be what it warned of: write it so that the server need not warn, such as by comparing text with text.");
    }

    // The key of the first value that is there, and does not arrive; empty for a table without a key.
    private static string? FindKey(MySqlConnection connection, MySqlTable table, MySqlColumn column, string expression)
    {
        var name = MySqlName.Quote(column.Name);
        if (expression == name)
            return null;
        var emptied = column.DataType == "json" ? $" OR LENGTH({expression}) = 0" : "";
        var keys = string.Concat(table.Schema.Key.Select(key => $", {MySqlName.Quote(key)}"));
        var sql = $"SELECT 1{keys} FROM {table.From} "
            + $"WHERE {(table.Predicate is { } predicate ? predicate + " AND " : "")}{name} IS NOT NULL AND ({expression} IS NULL{emptied}) LIMIT 1";
        var rows = connection.QueryAsync(sql, CancellationToken.None).GetAwaiter().GetResult();
        return rows.Count == 0 ? null : string.Join(", ", rows[0].Skip(1));
    }
}
