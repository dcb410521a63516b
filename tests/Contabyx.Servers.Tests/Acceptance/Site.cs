using System.Diagnostics;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Warehouses.Redshift;
using Contabyx.RedshiftEmulator;
using MySqlConnector;

namespace Contabyx.ServerTests;

/// <summary>
/// A MySQL database, a bucket, an emulator of Amazon Redshift and a home folder of its own, named by an environment
/// file, as a user's site has them; and the built module in a process of its own, without anybody to ask.
/// </summary>
internal sealed class Site : IAsyncDisposable
{
    public const string WarehousePassword = "marked-site-secret";

    private readonly Servers _servers;
    private readonly SourceServer _source;
    private readonly string _database = "site_" + Guid.NewGuid().ToString("N")[..12];
    private readonly string _home = Directory.CreateTempSubdirectory("contabyx-site-").FullName;

    private bool _isCreated;

    private Site(Servers servers, SourceServer source, EmulatorServer emulator)
    {
        _servers = servers;
        _source = source;
        Emulator = emulator;
    }

    public EmulatorServer Emulator { get; }

    public string EnvFile => Path.Combine(_home, ".env");

    public string BucketName => "site-" + _database[5..];

    public ContabyxConnection Connection => ConnectionSettings.Connect(EnvironmentFile.Read(EnvFile), _home);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="serverless">Whether the warehouse is Redshift Serverless.</param>
    /// <param name="source">The source; MySQL when NULL.</param>
    public static async Task<Site> OpenAsync(Servers servers, bool serverless = false, SourceServer? source = null)
    {
        var emulator = await Emulators.StartAsync(servers, WarehousePassword, serverless);
        var site = new Site(servers, source ?? servers.MySql, emulator);
        await site.WriteEnvFileAsync();
        return site;
    }

    /// <summary>Runs statements on the MySQL server, in the site's database.</summary>
    public async Task RunOnSourceAsync(string sql)
    {
        await using var connection = await ConnectToSourceAsync();
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }

    /// <summary>A connection to the site's database, which is created if it is missing.</summary>
    public async Task<MySqlConnection> ConnectToSourceAsync()
    {
        var connection = new MySqlConnection(
            $"Server=127.0.0.1;Port={_source.Port};User "
                + $"ID=loader;Password={_source.Password.Reveal()};CharSet=utf8mb4;DefaultCommandTimeout=300");
        await connection.OpenAsync(Stop);
        await using var command = new MySqlCommand(
            $"{(_isCreated ? "" : $"CREATE DATABASE IF NOT EXISTS {_database} CHARACTER SET utf8mb4; ")}USE {_database}", connection);
        await command.ExecuteNonQueryAsync(Stop);
        _isCreated = true;
        return connection;
    }

    /// <summary>The rows that a query of the source gives, as text.</summary>
    public async Task<IReadOnlyList<string?[]>> AskSourceAsync(string sql)
    {
        await using var connection = await ConnectToSourceAsync();
        await using var command = new MySqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Stop);
        var rows = new List<string?[]>();
        while (await reader.ReadAsync(Stop))
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetString(i))]);
        return rows;
    }

    /// <summary>The rows that a query of the warehouse gives, as text.</summary>
    public async Task<IReadOnlyList<string?[]>> AskWarehouseAsync(string sql)
    {
        var address = ServerAddress.Parse(Connection.Warehouse, RedshiftWarehouse.Scheme, RedshiftWarehouse.DefaultPort);
        await using var session = await RedshiftSession.OpenAsync(address, new PasswordLogin(address.User, new Secret(WarehousePassword)),
            Stop);
        return await session.QueryAsync(sql, Stop);
    }

    /// <summary>The keys below a prefix of the bucket, without <c>KEY/</c>.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync(string prefix)
    {
        await using var bucket = Addresses.OpenBucket(Connection);
        return [.. (await bucket.ListAsync(prefix, Stop).ToListAsync(Stop)).Select(item => item.Key)];
    }

    /// <summary>
    /// Runs a script as a scheduled task would: from a file, without a terminal and with nobody to answer. It begins
    /// connected.
    /// </summary>
    public async Task<(int ExitCode, string Output, string Errors)> RunAsync(string script)
    {
        using var process = await StartAsync(script);
        var output = process.StandardOutput.ReadToEndAsync(Stop);
        var errors = process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Runs a script in the same way, and ends it at once after a while, as a power cut would: SIGKILL.</summary>
    /// <returns>Whether it was still running.</returns>
    public Task<bool> KillAsync(string script, TimeSpan after) => KillAsync(script, _ => Task.Delay(after, Stop));

    /// <summary>Runs a script in the same way, and ends it as soon as something has happened.</summary>
    /// <param name="happens">Waits for it; the token is cancelled when the process ends by itself.</param>
    /// <returns>Whether it was still running.</returns>
    public async Task<bool> KillAsync(string script, Func<CancellationToken, Task> happens)
    {
        using var process = await StartAsync(script);
        _ = process.StandardOutput.ReadToEndAsync(Stop);
        _ = process.StandardError.ReadToEndAsync(Stop);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var end = process.WaitForExitAsync(Stop);
        await Task.WhenAny(end, happens(ended.Token));
        await ended.CancelAsync();
        var wasRunning = !process.HasExited;
        process.Kill();
        await end;
        return wasRunning;
    }

    private async Task<Process> StartAsync(string script)
    {
        var path = Path.Combine(_home, $"{Guid.NewGuid():N}.ps1");
        // In the concise view, which is the default, a message is broken into lines.
        await File.WriteAllTextAsync(
            path, $"$ErrorView = 'NormalView'\nImport-Module '{PwshProcess.Module}'\n$null = Connect-Contabyx -EnvFile "
                + $"'{EnvFile}'\n{script}\n", Stop);
        var process = PwshProcess.Start(["-File", path]);
        process.StandardInput.Close();
        return process;
    }

    public async ValueTask DisposeAsync()
    {
        await RunOnSourceAsync($"DROP DATABASE {_database}");
        await Emulator.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    private async Task WriteEnvFileAsync()
    {
        var keys = _servers.S3;
        await File.WriteAllTextAsync(EnvFile, $"""
            CONTABYX_SOURCE=mysql://loader@127.0.0.1:{_source.Port}/{_database}
            CONTABYX_SOURCE_PASSWORD={_source.Password.Reveal()}
            BUCKET={BucketName}
            KEY=books
            CONTABYX_REGION=us-east-1
            CONTABYX_ENDPOINT={keys.Endpoint}
            CONTABYX_ACCESS_KEY={keys.AccessKey}
            CONTABYX_SECRET_KEY={keys.SecretKey!.Reveal()}
            CONTABYX_WAREHOUSE=redshift://loader@127.0.0.1:{Emulator.Port}/dev
            PASSWORD={WarehousePassword}
            CONTABYX_HOME={Path.Combine(_home, "home")}
            """, Stop);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(EnvFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
