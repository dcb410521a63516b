using System.Diagnostics;
using Amazon.Runtime;
using Amazon.S3;
using Npgsql;

[assembly: AssemblyFixture(typeof(Contabyx.RedshiftEmulator.Tests.Servers))]

namespace Contabyx.RedshiftEmulator.Tests;

/// <summary>
/// A PostgreSQL and an S3 server of the tests' own, started by <c>tests/servers.sh</c>. Where one is not installed the
/// tests skip, and fail in CI.
/// </summary>
public sealed class Servers : IAsyncLifetime
{
    public const string Bucket = "books";
    private readonly string _folder = Directory.CreateTempSubdirectory("contabyx-emulator-").FullName;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<EmulatorServer, string> _databases = new();
    private string? _missing;

    public string Postgres { get; private set; } = "";

    public Uri S3 { get; private set; } = new("http://127.0.0.1/");

    public S3Keys Keys { get; private set; } = new("", "");

    public async ValueTask InitializeAsync()
    {
        if (await RunAsync("start", _folder, "postgres", "s3") is { } failure)
        {
            _missing = failure;
            return;
        }

        var values = (await File.ReadAllLinesAsync(Path.Combine(_folder, "servers.env")))
            .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1].Trim('\''));
        S3 = new Uri(values["CONTABYX_TEST_S3_ENDPOINT"]);
        Keys = new S3Keys(values["CONTABYX_TEST_S3_ACCESS_KEY"], values["CONTABYX_TEST_S3_SECRET_KEY"]);
        Postgres = $"Host=127.0.0.1;Port={values["CONTABYX_TEST_POSTGRES_PORT"]};Username=postgres;Database=postgres;Pooling=false;"
            + "Timeout=300;Command Timeout=0";
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
            RoleKeys = Keys,
        };
        var emulator = await EmulatorServer.StartAsync(change?.Invoke(options) ?? options);
        _databases[emulator] = name;
        return emulator;
    }

    /// <summary>Waits until the emulator's database takes the rows of a COPY.</summary>
    public async Task UntilCopyRunsAsync(EmulatorServer emulator)
    {
        ArgumentNullException.ThrowIfNull(emulator);
        await using var source = NpgsqlDataSource.Create(Postgres);
        while (true)
        {
            await using var command = source.CreateCommand(
                "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'COPY %' AND datname = $1)");
            command.Parameters.Add(new NpgsqlParameter { Value = _databases[emulator] });
            if ((bool)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!)
                return;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public AmazonS3Client Store() => new(new BasicAWSCredentials(Keys.AccessKey, Keys.SecretKey), new AmazonS3Config
    {
        ServiceURL = S3.ToString(),
        ForcePathStyle = true,
        AuthenticationRegion = "us-east-1",
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
    });

    public async ValueTask DisposeAsync() => await RunAsync("stop", _folder);

    // What went wrong; NULL when nothing did.
    private static async Task<string?> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Script(), .. arguments])
            start.ArgumentList.Add(argument);
        start.Environment["OWNER"] = Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await output;
        return process.ExitCode == 0 ? null : errors.Trim();
    }

    private static string Script()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Contabyx.PowerShell.sln")))
            folder = folder.Parent;
        return Path.Combine(folder!.FullName, "tests", "servers.sh");
    }
}
