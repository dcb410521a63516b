using Contabyx.RedshiftEmulator;
using Npgsql;

namespace Contabyx.ServerTests;

/// <summary>Emulators of Amazon Redshift, each in a database of its own, for the user <c>loader</c>.</summary>
internal static class Emulators
{
    public const string User = "loader";

    /// <param name="store">The S3 server from which COPY reads; NULL for the usual one.</param>
    /// <param name="errorDelay">How late the errors of a COPY appear; NULL for the usual time.</param>
    public static async Task<EmulatorServer> StartAsync(
        Servers servers, string password, bool serverless, BucketSettings? store = null, TimeSpan? errorDelay = null)
    {
        var stop = TestContext.Current.CancellationToken;
        var database = "redshift_" + Guid.NewGuid().ToString("N");
        var postgres = $"Host=127.0.0.1;Port={servers.PostgresPort};Username=postgres;Pooling=false";
        await using (var connection = new NpgsqlConnection(postgres + ";Database=postgres"))
        {
            await connection.OpenAsync(stop);
            await using var create = new NpgsqlCommand($"CREATE DATABASE {database}", connection);
            await create.ExecuteNonQueryAsync(stop);
        }

        var keys = store ?? servers.S3;
        var emulator = await EmulatorServer.StartAsync(
            new EmulatorOptions
            {
                Postgres = $"{postgres};Database={database}",
                S3Endpoint = new Uri(keys.Endpoint!),
                RoleKeys = new S3Keys(keys.AccessKey!, keys.SecretKey!.Reveal()),
                Users = new Dictionary<string, string> { [User] = password },
                OrdinaryUsers = new Dictionary<string, string> { ["ana"] = password },
                Groups = ["readers"],
                Serverless = serverless,
                ErrorDelay = errorDelay ?? (serverless ? TimeSpan.FromSeconds(1.5) : TimeSpan.Zero),
                Region = keys.Region!,
                BucketRegion = keys.Region!,
            },
            stop);
        StatementFile.Collect(emulator);
        return emulator;
    }
}
