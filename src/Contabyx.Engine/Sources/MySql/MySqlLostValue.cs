using Contabyx.Engine.Connections.Secrets;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>
/// Finds a value that a server did not return completely. MySQL and MariaDB return NULL, or an empty text, instead of a
/// value that is longer than <c>max_allowed_packet</c>, with a warning ("String Functions and Operators", MySQL
/// Reference Manual).
/// </summary>
internal static class MySqlLostValue
{
    /// <summary>The failure for a table for which the server reported warnings.</summary>
    /// <param name="connection">An idle connection.</param>
    /// <param name="warning">What the server said.</param>
    /// <exception cref="MySqlException">The server refused to look for it.</exception>
    public static async Task<ContabyxException> ExplainAsync(
        MySqlConnection connection, MySqlTable table, string warning, CancellationToken cancellation)
    {
        // A warning quotes a value, but does not say which column it belongs to.
        var masked = table.Schema.Relation?.Masked ?? [];
        var text = masked.Count > 0 ? "it reported a warning, which is not shown because it may quote a masked value"
            : Redactor.Redact(warning.TrimEnd('.'));
        var keyIsMasked = table.Schema.Key.Any(masked.Contains);
        foreach (var (column, expression) in table.Columns.Zip(table.Expressions))
        {
            if (await FindKeyAsync(connection, table, column, expression, cancellation).ConfigureAwait(false) is not { } key)
                continue;
            return new TableRefusedException(
                table.Schema.Name,
                $"the server does not return the value of "
                    + $"{column.Name}{(key.Length > 0 && !keyIsMasked ? $" with the key {key}" : "")}: {text}.",
                "Raise max_allowed_packet on the server above the length of the longest value (SET GLOBAL max_allowed_packet).");
        }

        return new TableRefusedException(
            table.Schema.Name,
            $"the server did not return all values as they are stored: {text}.",
            table.Predicate is null && table.IsOneTable
                ? "Fix the problem that the server reports, and run the same command again."
                : "The query, or a condition on the rows (-Where, or archived years), may cause the warning. Write it so that the "
                    + "server has no reason to warn; for example, compare text only with text.");
    }

    // The key of the first value that exists but does not arrive; empty for a table without a key.
    private static async Task<string?> FindKeyAsync(
        MySqlConnection connection, MySqlTable table, MySqlColumn column, string expression, CancellationToken cancellation)
    {
        var name = MySqlName.Quote(column.Name);
        if (expression == name)
            return null;
        var emptied = column.DataType == "json" ? $" OR LENGTH({expression}) = 0" : "";
        var keys = string.Concat(table.Schema.Key.Select(key => $", {MySqlName.Quote(key)}"));
        var sql = $"SELECT 1{keys} FROM {table.From} "
            + $"WHERE {(table.Predicate is { } predicate ? predicate + " AND " : "")}{name} "
            + $"IS NOT NULL AND ({expression} IS NULL{emptied}) LIMIT 1";
        var rows = await connection.QueryAsync(sql, cancellation).ConfigureAwait(false);
        return rows.Count == 0 ? null : string.Join(", ", rows[0].Skip(1));
    }
}
