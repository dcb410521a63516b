using System.Globalization;
using Contabyx.Engine.Sql;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>
/// The warnings of a server about a SELECT. They mean that a value is not the stored one: NULL or an empty text
/// instead of a value that is longer than <c>max_allowed_packet</c>, or a value that was cut.
/// </summary>
internal static class MySqlWarnings
{
    private static readonly SqlFile Sql = SqlFile.Load("mysql/session.sql");

    /// <summary>Reads the warnings about the last statement of a connection, whose result was read to its end.</summary>
    /// <returns>The first warning's text; NULL when there was none.</returns>
    /// <remarks>The server counts warnings even if it is set to keep none (<c>max_error_count</c>).</remarks>
    /// <exception cref="MySqlException">The server refused to report them.</exception>
    public static async Task<string?> ReadAsync(MySqlConnection connection, CancellationToken cancellation)
    {
        var count = (await connection.QueryAsync(Sql.Statement("warning-count"), cancellation).ConfigureAwait(false))[0][0];
        if (count == "0")
            return null;
        var warnings = await connection.QueryAsync(Sql.Statement("all-warnings"), cancellation).ConfigureAwait(false);
        return warnings.Count == 0
            ? $"{count} warnings, whose texts it does not keep (max_error_count)"
            : warnings.FirstOrDefault(row => row[0] != "Note" && !IsAdvice(row[1]))?[2];
    }

    // ER_WARN_DEPRECATED_SYNTAX and similar warnings are about the statement, never about a value.
    private static bool IsAdvice(string? code) =>
        int.Parse(code!, CultureInfo.InvariantCulture) is 1287 or 1681 or 3090 or 3719 or 3720 or 3778 or 4079;
}
