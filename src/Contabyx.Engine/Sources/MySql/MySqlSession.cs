using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Sql;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>
/// Gives a new session the settings with which SELECT returns every row and value as it is stored.
/// <c>docs/reading.md</c> lists them.
/// </summary>
internal static class MySqlSession
{
    private static readonly SqlFile Sql = SqlFile.Load("mysql/session.sql");

    /// <summary>Whether a connection's server is MariaDB.</summary>
    /// <param name="connection">An open connection.</param>
    public static bool IsMariaDb(MySqlConnection connection) =>
        connection.ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a variable of the server is on: it shows itself as a number, a word, or what the driver makes of it.</summary>
    public static bool IsOn(string? value) => value?.ToUpperInvariant() is "ON" or "1" or "TRUE";

    /// <summary>Prepares a session that was just opened.</summary>
    /// <param name="database">The database; empty for none.</param>
    /// <remarks>
    /// The server's <c>init_connect</c> has run by now. It may have chosen another database, opened a transaction, or
    /// created a temporary table that hides a real one: a reset undoes all of it, and does not run it again
    /// ("COM_RESET_CONNECTION", MySQL source documentation). Only the roles are kept, because many sites grant
    /// privileges that way.
    /// </remarks>
    /// <exception cref="MySqlException">The server refused a setting.</exception>
    public static async Task PrepareAsync(MySqlConnection connection, string database, CancellationToken cancellation)
    {
        await connection.RunAsync(Sql.Statement("all-rows"), cancellation).ConfigureAwait(false);
        var roles = await connection.QueryAsync(Sql.Statement("role"), cancellation).ConfigureAwait(false);
        await connection.ResetConnectionAsync(cancellation).ConfigureAwait(false);
        var isMariaDb = IsMariaDb(connection);
        if (roles.FirstOrDefault()?[0] is { Length: > 0 } role && role != "NONE")
            await connection.RunAsync($"SET ROLE {(isMariaDb ? MySqlName.Quote(role) : role)}", cancellation).ConfigureAwait(false);
        if (database.Length > 0)
            await connection.ChangeDatabaseAsync(database, cancellation).ConfigureAwait(false);

        // The limit on a statement's time is switched off first, and alone: MariaDB 10.11 that interrupts one of several
        // statements in one packet may never answer.
        await connection.RunAsync(Sql.Statement(isMariaDb ? "set-mariadb" : "set-mysql"), cancellation).ConfigureAwait(false);
        await connection.RunAsync(Sql.Statement("set"), cancellation).ConfigureAwait(false);
        if (isMariaDb && (await ReadHazardsAsync(connection, cancellation).ConfigureAwait(false))["wsrep_dirty_reads"].Any(IsOn))
            await connection.RunAsync(Sql.Statement("refuse-dirty-reads"), cancellation).ConfigureAwait(false);
    }

    /// <summary>Refuses a server that leaves out rows that it cannot read.</summary>
    /// <param name="connection">A prepared connection.</param>
    /// <remarks>
    /// "Forcing InnoDB Recovery", MySQL Reference Manual: from 1 on, SELECT jumps over corrupt records and pages.
    /// </remarks>
    /// <exception cref="SourceException">It leaves out such rows.</exception>
    public static async Task RefuseRecoveryAsync(
        MySqlConnection connection, ServerAddress address, CancellationToken cancellation)
    {
        var hazards = await ReadHazardsAsync(connection, cancellation).ConfigureAwait(false);
        if (hazards["innodb_force_recovery"].FirstOrDefault() is not { } level || level == "0")
            return;
        throw new SourceException(
            address.ToString(),
            $"it runs with innodb_force_recovery = {level}, so SELECT leaves out rows that are damaged.",
            "Nothing was exported. Restore the server, start it without innodb_force_recovery, and run the same command again.");
    }

    private static async Task<ILookup<string, string>> ReadHazardsAsync(
        MySqlConnection connection, CancellationToken cancellation) =>
        (await connection.QueryAsync(Sql.Statement("hazards"), cancellation).ConfigureAwait(false))
            .ToLookup(row => row[0]!, row => row[1] ?? "", StringComparer.OrdinalIgnoreCase);
}
