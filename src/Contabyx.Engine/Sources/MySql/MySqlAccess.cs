using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>
/// Makes sure that a user sees every column of a table: <c>information_schema</c> leaves out those that the user may
/// not read.
/// </summary>
internal static class MySqlAccess
{
    /// <summary>Refuses a table if the user may read only some of its columns.</summary>
    /// <param name="connection">A connection of the user.</param>
    /// <param name="user">The user's name.</param>
    /// <remarks>
    /// SHOW CREATE TABLE needs a privilege on the table as a whole, and shows all columns. If it is denied, MariaDB denies
    /// SELECT * too, unless each column is granted. MySQL ignores invisible columns there, so nobody can tell.
    /// </remarks>
    /// <exception cref="TableRefusedException">There may be columns that the user does not see.</exception>
    public static async Task RefuseHiddenColumnsAsync(
        MySqlConnection connection, MySqlTable table, string user, CancellationToken cancellation)
    {
        // The server itself checks what a query reads; and a view has no invisible columns, so SELECT * reads all of it.
        if (table.Schema.Relation?.Query is not null)
            return;
        var name = table.From;
        if (!table.IsView && await MayAsync(connection, $"SHOW CREATE TABLE {name}", cancellation).ConfigureAwait(false))
            return;
        if ((table.IsMariaDb || table.IsView)
            && await MayAsync(connection, $"SELECT * FROM {name} LIMIT 0", cancellation).ConfigureAwait(false))
            return;
        throw new TableRefusedException(
            table.Schema.Name,
            $"the user '{user}' may read only some of its columns, and cannot see whether there are others.",
            $"Grant the user '{user}' SELECT on the whole table, or export the columns "
                + $"that it may read: -Query 'SELECT ...' -As {table.Schema.Name}.");
    }

    private static async Task<bool> MayAsync(MySqlConnection connection, string sql, CancellationToken cancellation)
    {
        try
        {
            await connection.QueryAsync(sql, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (MySqlException e)
            when (e.ErrorCode is MySqlErrorCode.TableAccessDenied or MySqlErrorCode.ColumnAccessDenied)
        {
            return false;
        }
    }
}
