using System.Globalization;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>Runs statements with small results.</summary>
internal static class MySqlStatements
{
    /// <summary>Runs a statement and returns all rows of its result as text.</summary>
    /// <param name="connection">An open connection.</param>
    /// <exception cref="MySqlException">The server refused it.</exception>
    public static async Task<IReadOnlyList<string?[]>> QueryAsync(
        this MySqlConnection connection,
        string sql,
        CancellationToken cancellation,
        params (string Name, object? Value)[] parameters)
    {
        var command = Command(connection, sql, parameters);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var rows = new List<string?[]>();
                while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                    rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => Text(reader, column))]);
                return rows;
            }
        }
    }

    /// <summary>Runs a statement without a result.</summary>
    /// <param name="connection">An open connection.</param>
    /// <returns>How many rows it changed.</returns>
    /// <exception cref="MySqlException">The server refused it.</exception>
    public static async Task<int> RunAsync(
        this MySqlConnection connection,
        string sql,
        CancellationToken cancellation,
        params (string Name, object? Value)[] parameters)
    {
        var command = Command(connection, sql, parameters);
        await using (command.ConfigureAwait(false))
            return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static MySqlCommand Command(
        MySqlConnection connection, string sql, (string Name, object? Value)[] parameters)
    {
        var command = new MySqlCommand(sql, connection);
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private static string? Text(MySqlDataReader reader, int column) => reader.GetValue(column) switch
    {
        DBNull => null,
        MySqlDateTime { IsValidDateTime: true } time =>
            time.GetDateTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        byte[] bytes => System.Text.Encoding.UTF8.GetString(bytes),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
