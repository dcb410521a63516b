using System.Text.Json;
using Npgsql;

namespace Contabyx.RedshiftEmulator;

/// <summary>The external data catalogue. It is read outside of the client's transaction, as AWS Glue is.</summary>
internal sealed class ExternalCatalog(NpgsqlDataSource source)
{
    /// <summary>A table of an external database; NULL: there is none of that name.</summary>
    public async Task<ExternalTable?> FindAsync(string database, string name, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT t.location, t.columns::text, t.keys::text,
                coalesce((SELECT json_agg(json_build_object('Values', p.values, 'Location', p.location) ORDER BY p.values)
                    FROM redshift_emulator.external_partitions p WHERE p.table_id = t.id)::text, '[]')
            FROM redshift_emulator.external_tables t WHERE t.database = $1 AND t.name = $2
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = database });
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        await using var rows = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        if (!await rows.ReadAsync(cancellation).ConfigureAwait(false))
            return null;
        var keys = Read<FileColumn>(rows.GetString(2));
        return new ExternalTable(
            Read<FileColumn>(rows.GetString(1)), keys,
            keys.Count > 0
                ? Read<ExternalPartition>(rows.GetString(3))
                : [new ExternalPartition(new Dictionary<string, string?>(), rows.GetString(0))]);
    }

    private static List<T> Read<T>(string json) => JsonSerializer.Deserialize<List<T>>(json)!;
}
