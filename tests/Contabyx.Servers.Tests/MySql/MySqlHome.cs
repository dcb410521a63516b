using Contabyx.Engine;
using MySqlConnector;

namespace Contabyx.ServerTests;

/// <summary>A database of its own for one test, with what the stages need around it.</summary>
internal sealed class MySqlHome : IAsyncDisposable
{
    private static readonly Progress<StageProgress> Silence = new();
    private readonly Servers _servers;
    private readonly string _folder = Directory.CreateTempSubdirectory("contabyx-mysql-").FullName;
    private int _exports;

    private MySqlHome(Servers servers, string database, SourceSettings settings)
    {
        _servers = servers;
        Database = database;
        Connection = EmbeddedTwin.Connection(_folder) with
        {
            Source = Addresses.CompleteSource(servers.MySql(database), _folder),
            SourceSettings = settings with { Password = settings.Password ?? servers.MySqlPassword },
        };
    }

    public string Database { get; }

    public ContabyxConnection Connection { get; set; }

    public List<string> Notes { get; } = [];

    public static async Task<MySqlHome> CreateAsync(Servers servers, SourceSettings? settings = null)
    {
        var home = new MySqlHome(servers, $"t_{Guid.NewGuid():N}", settings ?? new SourceSettings());
        await home.RunAsync($"CREATE DATABASE {home.Database} CHARACTER SET utf8mb4", useDatabase: false);
        return home;
    }

    public ISource Open() => Addresses.OpenSource(Connection, new NoteTaker(Notes));

    public async Task RunAsync(string sql, bool useDatabase = true)
    {
        await using var connection = await ConnectAsync(useDatabase);
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }

    public async Task<string> ScalarAsync(string sql)
    {
        await using var connection = await ConnectAsync(true);
        await using var command = new MySqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(Stop), System.Globalization.CultureInfo.InvariantCulture)!;
    }

    public async Task<MySqlConnection> ConnectAsync(bool useDatabase)
    {
        var connection = new MySqlConnection(
            $"Server=127.0.0.1;Port={_servers.MySqlPort};User ID=loader;Password={_servers.MySqlPassword.Reveal()};"
            + $"Database={(useDatabase ? Database : "")};Pooling=false;AllowUserVariables=true");
        await connection.OpenAsync(Stop);
        return connection;
    }

    public async Task<IReadOnlyList<ContabyxBatch>> NewBatchesAsync(BatchRequest request)
    {
        await using var stage = new BatchStage(Connection, Silence, new NoteTaker(Notes));
        return await stage.WriteAsync(await stage.PlanAsync(request, Stop), request, Stop).ToListAsync(Stop);
    }

    public async Task<IReadOnlyList<ContabyxFile>> ExportAsync(
        string pattern = "*", List<ContabyxException>? errors = null, ContabyxConnection? connection = null)
    {
        var folder = Path.Combine(_folder, $"export{++_exports}");
        var options = new ExportOptions { Compression = FileCompression.None };
        await using var stage = new ExportStage(connection ?? Connection, options, folder, Silence, new NoteTaker(Notes));
        var tables = await stage.FindTablesAsync(name => pattern == "*" || name == pattern, pattern, Stop);
        await stage.AddTablesAsync(tables, e => { (errors ?? throw e).Add(e); return Task.CompletedTask; }, Stop);
        return await stage.CompleteAsync(Stop);
    }

    public async Task<string[]> LinesAsync(string table, ContabyxConnection? connection = null)
    {
        var files = await ExportAsync(table, connection: connection);
        return await File.ReadAllLinesAsync(files[0].Path, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync($"DROP DATABASE IF EXISTS {Database}", useDatabase: false);
        Directory.Delete(_folder, recursive: true);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private sealed class NoteTaker(List<string> notes) : IProgress<string>
    {
        public void Report(string value)
        {
            lock (notes)
                notes.Add(value);
        }
    }
}
