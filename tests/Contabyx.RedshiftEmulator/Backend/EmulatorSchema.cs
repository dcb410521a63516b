using Npgsql;

namespace Contabyx.RedshiftEmulator;

/// <summary>Puts into PostgreSQL what Redshift has and PostgreSQL has not.</summary>
internal static class EmulatorSchema
{
    /// <summary>Installs it, and gives the journal that writes there.</summary>
    public static async Task<LoadJournal> InstallAsync(EmulatorOptions options, CancellationToken cancellation)
    {
        var source = NpgsqlDataSource.Create(options.Postgres);
        try
        {
            var backend = BackendAddress.Parse(options.Postgres).Database;
            var roles = options.Users.Keys.Concat(options.OrdinaryUsers.Keys).Concat(options.Groups)
                .Select(name => UserRoles.CreateSql(backend, name));
            var sql = string.Concat([Script("emulator.sql"), Script("external.sql"), .. roles]);
            await using var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return new LoadJournal(source, options.ErrorDelay);
        }
        catch (Exception)
        {
            await source.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static string Script(string name)
    {
        using var stream = typeof(EmulatorSchema).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
