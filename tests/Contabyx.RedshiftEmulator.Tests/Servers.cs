using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using Npgsql;

[assembly: AssemblyFixture(typeof(Contabyx.RedshiftEmulator.Tests.Servers))]

namespace Contabyx.RedshiftEmulator.Tests;

/// <summary>
/// A PostgreSQL and a radosgw of the tests' own, on free loopback ports, in a temporary folder. Where one is not
/// installed the tests skip, and fail in CI.
/// </summary>
public sealed class Servers : IAsyncLifetime
{
    public const string Bucket = "books";
    private readonly string _folder = Directory.CreateTempSubdirectory("contabyx-emulator-").FullName;
    private string? _missing;

    public string Postgres { get; private set; } = "";

    public Uri S3 { get; private set; } = new("http://127.0.0.1/");

    public async ValueTask InitializeAsync()
    {
        var postgres = FreePort();
        S3 = new Uri($"http://127.0.0.1:{FreePort()}/");
        Postgres = $"Host=127.0.0.1;Port={postgres};Username=postgres;Database=postgres;Pooling=false";
        if (!await RunAsync("start", $"{postgres} {S3.Port} {FreePort()}"))
        {
            _missing = await File.ReadAllTextAsync(Path.Combine(_folder, "start.log"));
            return;
        }

        using var store = Store();
        await store.PutBucketAsync(Bucket);
    }

    /// <summary>A new, empty emulator.</summary>
    public async Task<EmulatorServer> StartAsync(Func<EmulatorOptions, EmulatorOptions>? change = null)
    {
        if (_missing is not null && Environment.GetEnvironmentVariable("CI") != "true")
            Assert.Skip($"A server is missing: {_missing}");
        Assert.Null(_missing);
        var name = $"t{Guid.NewGuid():N}";
        await using (var source = NpgsqlDataSource.Create(Postgres))
        await using (var command = source.CreateCommand($"CREATE DATABASE {name}"))
            await command.ExecuteNonQueryAsync();
        var options = new EmulatorOptions
        {
            Postgres = new NpgsqlConnectionStringBuilder(Postgres) { Database = name }.ToString(),
            S3Endpoint = S3,
        };
        return await EmulatorServer.StartAsync(change?.Invoke(options) ?? options);
    }

    public AmazonS3Client Store() => new(new BasicAWSCredentials("cephaccess", "cephsecret"), new AmazonS3Config
    {
        ServiceURL = S3.ToString(),
        ForcePathStyle = true,
        AuthenticationRegion = "us-east-1",
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
    });

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop", "");
        Directory.Delete(_folder, recursive: true);
    }

    // PostgreSQL does not run as root, and then belongs to its own user.
    private async Task<bool> RunAsync(string verb, string ports)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "servers.sh");
        using var process = Process.Start(new ProcessStartInfo("bash", $"{script} {verb} {_folder} {ports}"))!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
