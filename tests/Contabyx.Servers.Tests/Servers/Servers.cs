[assembly: AssemblyFixture(typeof(Contabyx.ServerTests.Servers))]

namespace Contabyx.ServerTests;

/// <summary>
/// The real servers, started once for all tests by <c>tests/servers.sh</c>, in a temporary folder and on free ports of
/// 127.0.0.1. Where they cannot be started, tests are skipped on a laptop and fail with <c>CI=true</c>. The variable
/// <c>CONTABYX_TEST_SERVERS</c> names the folder of servers that run already.
/// </summary>
public sealed class Servers : IAsyncLifetime
{
    private IReadOnlyDictionary<string, string> _values = new Dictionary<string, string>();
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

    /// <summary>How another S3 server is reached, which knows Regions and takes any key.</summary>
    public BucketSettings Moto => new()
    {
        Endpoint = Value("CONTABYX_TEST_MOTO_ENDPOINT"),
        Region = "us-west-2",
        AccessKey = "contabyxaccess",
        SecretKey = new Secret("marked-bucket-secret"),
    };

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var running = Environment.GetEnvironmentVariable("CONTABYX_TEST_SERVERS");
        _folder = running is null ? Directory.CreateTempSubdirectory("contabyx-servers-").FullName : null;
        if (_folder is not null && await ServersScript.RunAsync(["start", _folder]) is { } failure)
        {
            _missing = failure;
            return;
        }

        _values = await ServersScript.ReadAsync(running ?? _folder!);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        StatementFile.Write();
        if (_folder is not null)
            await ServersScript.RunAsync(["stop", _folder]);
    }

    private string Value(string name)
    {
        ServersScript.RequireNone(_missing);
        return _values[name];
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
