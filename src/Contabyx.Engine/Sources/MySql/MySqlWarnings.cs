using System.Globalization;
using Contabyx.Engine.Sql;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>
/// What a server warned of when it answered a SELECT. There it means that a value is not the stored one: NULL or an empty text
/// in place of a value that is longer than <c>max_allowed_packet</c>, or a value that was cut.
/// </summary>
internal static class MySqlWarnings
{
    private static readonly SqlFile Sql = SqlFile.Load("mysql/session.sql");

    /// <summary>Reads what the last statement of a connection, whose result was read to its end, was warned of.</summary>
    /// <returns>The first warning's text; NULL when there was none.</returns>
    /// <remarks>The server counts warnings even where it is set to keep none (<c>max_error_count</c>).</remarks>
    /// <exception cref="MySqlException">The server refused to tell.</exception>
    public static async Task<string?> ReadAsync(MySqlConnection connection, CancellationToken cancellation)
    {
        var count = (await connection.QueryAsync(Sql.Statement("warning-count"), cancellation).ConfigureAwait(false))[0][0];
        if (count == "0")
            return null;
        var warnings = await connection.QueryAsync(Sql.Statement("all-warnings"), cancellation).ConfigureAwait(false);
        return warnings.Count == 0
            ? $"{count} warnings, which it is set not to keep (max_error_count)"
            : warnings.FirstOrDefault(row => row[0] != "Note" && !IsAdvice(row[1]))?[2];
    }

    // ER_WARN_DEPRECATED_SYNTAX and its kin speak of the statement, never of a value.
    private static bool IsAdvice(string? code) =>
        int.Parse(code!, CultureInfo.InvariantCulture) is 1287 or 1681 or 3090 or 3719 or 3720 or 3778 or 4079;
}
