using Npgsql;

namespace Contabyx.RedshiftEmulator;

/// <summary>Puts into PostgreSQL what Redshift has and PostgreSQL has not.</summary>
internal static class EmulatorSchema
{
    /// <summary>Installs it, and gives the journal that writes there.</summary>
    public static async Task<LoadJournal> InstallAsync(string postgres, CancellationToken cancellation)
    {
        var source = NpgsqlDataSource.Create(postgres);
        try
        {
            await using var stream = typeof(EmulatorSchema).Assembly.GetManifestResourceStream("emulator.sql")!;
            using var reader = new StreamReader(stream);
            var sql = await reader.ReadToEndAsync(cancellation).ConfigureAwait(false);
            await using var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return new LoadJournal(source);
        }
        catch (Exception)
        {
            await source.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
