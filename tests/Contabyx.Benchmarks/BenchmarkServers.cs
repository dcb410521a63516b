using System.Diagnostics;

namespace Contabyx.Benchmarks;

/// <summary>The servers of <c>tests/servers.sh</c>, for as long as a benchmark runs.</summary>
internal sealed class BenchmarkServers : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Dictionary<string, string> _values;

    private BenchmarkServers(string folder, Dictionary<string, string> values)
    {
        _folder = folder;
        _values = values;
    }

    /// <summary>The port of MariaDB.</summary>
    public int MySqlPort => int.Parse(_values["CONTABYX_TEST_MARIADB_PORT"]);

    /// <summary>The password of MariaDB's user <c>loader</c>.</summary>
    public Secret MySqlPassword => new(_values["CONTABYX_TEST_MARIADB_PASSWORD"]);

    /// <summary>The port of the server that <see cref="EnvFile"/> names as source.</summary>
    public int SourcePort => int.Parse(_values["CONTABYX_TEST_SOURCE_PORT"]);

    /// <summary>The password of its user <c>loader</c>.</summary>
    public string SourcePassword => _values["CONTABYX_TEST_MYSQL_PASSWORD"];

    /// <summary>The settings of all servers, for a connection.</summary>
    public string EnvFile => Path.Combine(_folder, "contabyx.env");

    /// <summary>How the S3 server is reached.</summary>
    public BucketSettings S3 => new()
    {
        Endpoint = _values["CONTABYX_TEST_S3_ENDPOINT"],
        Region = "us-east-1",
        AccessKey = _values["CONTABYX_TEST_S3_ACCESS_KEY"],
        SecretKey = new Secret(_values["CONTABYX_TEST_S3_SECRET_KEY"]),
    };

    public static async Task<BenchmarkServers> StartAsync(params string[] names)
    {
        var folder = Directory.CreateTempSubdirectory("contabyx-servers-").FullName;
        await RunAsync("bash", [Script, "start", folder, .. names]);
        var values = (await File.ReadAllLinesAsync(Path.Combine(folder, "servers.env")))
            .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1].Trim('\''));
        return new BenchmarkServers(folder, values);
    }

    /// <summary>Creates a database in the source.</summary>
    public async Task CreateDatabaseAsync(string name)
    {
        await using var open = new MySqlConnector.MySqlConnection(
            $"Server=127.0.0.1;Port={SourcePort};User ID=loader;Password={SourcePassword}");
        await open.OpenAsync();
        await using var command = new MySqlConnector.MySqlCommand($"CREATE DATABASE {name} CHARACTER SET utf8mb4", open);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync() => await RunAsync("bash", Script, "stop", _folder);

    /// <summary>Runs a program to its end; it must succeed.</summary>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["OWNER"] = Environment.ProcessId.ToString();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {errors}{await output}");
    }

    private static string Script
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Contabyx.PowerShell.sln")))
                folder = folder.Parent;
            return Path.Combine(folder!.FullName, "tests", "servers.sh");
        }
    }
}
