using System.Diagnostics;

[assembly: AssemblyFixture(typeof(Contabyx.ServerTests.Servers))]

namespace Contabyx.ServerTests;

/// <summary>
/// The real servers, started once for all tests by <c>tests/servers.sh</c>, in a temporary folder and on free ports of
/// 127.0.0.1. Where they cannot be started, tests are skipped on a laptop and fail with <c>CI=true</c>. The variable
/// <c>CONTABYX_TEST_SERVERS</c> names the folder of servers that run already.
/// </summary>
public sealed class Servers : IAsyncLifetime
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private string? _folder;
    private string? _missing;

    /// <summary>MySQL, the source of all tests that need any.</summary>
    public SourceServer MySql => new("MYSQL", Value);

    /// <summary>MariaDB.</summary>
    public SourceServer MariaDb => new("MARIADB", Value);

    /// <summary>The port of PostgreSQL, whose user is <c>postgres</c> and needs no password.</summary>
    public int PostgresPort =>
        int.Parse(Value("CONTABYX_TEST_POSTGRES_PORT"), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>How the S3 server is reached.</summary>
    public BucketSettings S3 => new()
    {
        Endpoint = Value("CONTABYX_TEST_S3_ENDPOINT"),
        Region = "us-east-1",
        AccessKey = Value("CONTABYX_TEST_S3_ACCESS_KEY"),
        SecretKey = new Secret(Value("CONTABYX_TEST_S3_SECRET_KEY")),
    };

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var running = Environment.GetEnvironmentVariable("CONTABYX_TEST_SERVERS");
        _folder = running is null ? Directory.CreateTempSubdirectory("contabyx-servers-").FullName : null;
        if (_folder is not null && await RunAsync("start", _folder) is { } failure)
        {
            _missing = failure;
            return;
        }

        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(running ?? _folder!, "servers.env")))
        {
            if (line.Split('=', 2) is [var name, var value])
                _values[name] = value.Trim('\'');
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        StatementFile.Write();
        if (_folder is not null)
            await RunAsync("stop", _folder);
    }

    private string Value(string name)
    {
        if (_missing is null)
            return _values[name];
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail($"The servers are not there: {_missing}");
        Assert.Skip($"The servers are not there: {_missing}");
        return "";
    }

    // What went wrong; NULL when nothing did.
    private static async Task<string?> RunAsync(string command, string folder)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Repository(), "tests", "servers.sh"));
        start.ArgumentList.Add(command);
        start.ArgumentList.Add(folder);
        start.Environment["OWNER"] = Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            await output;
            return process.ExitCode == 0 ? null : errors.Trim();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }

    /// <summary>The repository's folder.</summary>
    public static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Contabyx.PowerShell.sln")))
            folder = folder.Parent;
        return folder!.FullName;
    }
}
