using Contabyx.Engine.Books;
using Contabyx.Engine.Books.Batches;
using Contabyx.Engine.Books.MySql;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Export;
using Contabyx.Engine.Sources;
using MySqlConnector;

namespace Contabyx.ServerTests;

/// <summary>A database of its own for one test, with what the use cases need around it.</summary>
internal sealed class MySqlHome : IAsyncDisposable
{
    private static readonly Progress<ItemProgress> Silence = new();
    private readonly SourceServer _server;
    private readonly string _folder = Directory.CreateTempSubdirectory("contabyx-mysql-").FullName;
    private int _exports;

    private MySqlHome(SourceServer server, string database, SourceSettings settings)
    {
        _server = server;
        Database = database;
        Connection = EmbeddedTwin.Connection(_folder) with
        {
            Source = Addresses.CompleteSource(server.Address(database), _folder),
            SourceSettings = settings with { Password = settings.Password ?? server.Password },
        };
    }

    public string Database { get; }

    /// <summary>The name of the user that <see cref="AddUserAsync"/> makes; no other test has it.</summary>
    public string User => "u" + Database[2..18];

    public ContabyxConnection Connection { get; set; }

    public List<string> Notes { get; } = [];

    public static async Task<MySqlHome> CreateAsync(SourceServer server, SourceSettings? settings = null)
    {
        var home = new MySqlHome(server, $"t_{Guid.NewGuid():N}", settings ?? new SourceSettings());
        await home.RunAsync($"CREATE DATABASE {home.Database} CHARACTER SET utf8mb4", useDatabase: false);
        return home;
    }

    internal ISource Open() => Addresses.OpenSource(Connection, new NoteTaker(Notes));

    internal IBooksLedger OpenBooks() => Addresses.OpenBooks(Connection, new NoteTaker(Notes));

    /// <summary>The books, which do not wait for another batch unless they are to wait as long as it takes.</summary>
    internal IBooksLedger OpenImpatientBooks()
    {
        var server = ServerAddress.Parse(Connection.Source, "mysql", 3306);
        var login = new PasswordLogin(server.User, Connection.SourceSettings.Password);
        return new MySqlBooksLedger(server, login, BooksSchema.Tables, null, TimeSpan.Zero);
    }

    public async Task RunAsync(string sql, bool useDatabase = true)
    {
        await using var connection = await ConnectAsync(useDatabase);
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }

    /// <summary>Makes a user who may do nothing yet, and takes the rows as that user from now on.</summary>
    public async Task AddUserAsync(params string[] grants)
    {
        await RunAsync($"CREATE USER {User}@'%' IDENTIFIED BY 'marked-user-secret'; "
            + string.Concat(grants.Select(grant => $"GRANT {grant} TO {User}@'%'; ")));
        Connection = Connection with
        {
            Source = Connection.Source.Replace("loader@", $"{User}@", StringComparison.Ordinal),
            SourceSettings = Connection.SourceSettings with { Password = new Secret("marked-user-secret") },
        };
    }

    /// <summary>A subquery whose column <c>seq</c> has the numbers from 1 on, on either server.</summary>
    public static string Numbers(int last)
    {
        const string Digits = "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 "
            + "UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)";
        var places = Enumerable.Range(0, (last - 1).ToString().Length).ToList();
        var number = string.Join(" + ", places.Select(place => $"d{place}.d * {(long)Math.Pow(10, place)}"));
        return $"(SELECT 1 + {number} AS seq FROM {string.Join(" JOIN ", places.Select(place => $"{Digits} d{place}"))} "
            + $"WHERE {number} < {last}) numbers";
    }

    /// <summary>Undoes a setting, though it may have broken the usual way to the server.</summary>
    public async Task RestoreAsync(string sql)
    {
        await using var connection = await ConnectAsync(useDatabase: false);
        await using var command = new MySqlCommand($"SET SESSION autocommit = 1; {sql}", connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
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
            $"Server=127.0.0.1;Port={_server.Port};User ID=loader;Password={_server.Password.Reveal()};"
            + $"Database={(useDatabase ? Database : "")};Pooling=false;AllowUserVariables=true;DefaultCommandTimeout=0;"
            + "SslMode=Disabled;AllowPublicKeyRetrieval=true");
        await connection.OpenAsync(Stop);
        return connection;
    }

    public async Task<IReadOnlyList<ContabyxBatch>> NewBatchesAsync(BatchRequest request)
    {
        await using var newBatches = new NewBatches(Connection, Silence, new NoteTaker(Notes));
        return await newBatches.WriteAsync(await newBatches.PlanAsync(request, Stop), request, Stop).ToListAsync(Stop);
    }

    public async Task<IReadOnlyList<ContabyxFile>> ExportAsync(
        string pattern = "*", List<ContabyxException>? errors = null, ContabyxConnection? connection = null)
    {
        var folder = Path.Combine(_folder, $"export{++_exports}");
        var options = new ExportOptions { Compression = FileCompression.None };
        await using var export = new DataExport(connection ?? Connection, options, folder, Silence, new NoteTaker(Notes));
        var request = new SelectionRequest { Tables = [new TablePattern(pattern, name => pattern == "*" || name == pattern)] };
        var found = await export.FindSelectionsAsync(request, error => throw error, Stop);
        var files =
            await export.ExportAsync(found, e => { (errors ?? throw e).Add(e); return Task.CompletedTask; }, Stop).SingleAsync(Stop);
        return [.. files.Where(file => file.Error is null)];
    }

    /// <summary>Exports one table as a selection says; a refusal is thrown.</summary>
    public async Task<IReadOnlyList<ContabyxFile>> ExportSelectionAsync(TableSelection selection)
    {
        var folder = Path.Combine(_folder, $"export{++_exports}");
        var options = new ExportOptions { Compression = FileCompression.None };
        await using var export = new DataExport(Connection, options, folder, Silence, new NoteTaker(Notes));
        return await export.ExportAsync([selection], e => throw e, Stop).SingleAsync(Stop);
    }

    public async Task<IReadOnlyList<ContabyxFile>> ExportBatchAsync(params ContabyxBatch[] batches)
    {
        var options = new ExportOptions { Compression = FileCompression.None };
        var folder = Path.Combine(_folder, $"export{++_exports}");
        await using var export = new DataExport(Connection, options, folder, Silence, new NoteTaker(Notes));
        foreach (var batch in batches)
            await export.AddBatchAsync(batch, failed: null, Stop);
        return await export.CompleteAsync(Stop);
    }

    public async Task<string[]> LinesAsync(string table, ContabyxConnection? connection = null)
    {
        var files = await ExportAsync(table, connection: connection);
        return await File.ReadAllLinesAsync(files[0].Path, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync($"DROP DATABASE IF EXISTS {Database}; DROP USER IF EXISTS {User}@'%'", useDatabase: false);
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
