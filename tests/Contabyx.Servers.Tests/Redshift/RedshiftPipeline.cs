using Contabyx.Engine.Books.Batches;
using Contabyx.Engine.Books.Generator;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.DuckDb;
using Contabyx.Engine.Export;
using Contabyx.Engine.Load;
using Contabyx.Engine.Runs;
using Contabyx.Engine.Upload;
using Contabyx.Engine.Warehouses.Redshift;
using Contabyx.RedshiftEmulator;

namespace Contabyx.ServerTests;

/// <summary>
/// The way from an embedded source over the S3 server to an emulator of Amazon Redshift of its own, as the cmdlets
/// call them.
/// </summary>
internal sealed class RedshiftPipeline : IAsyncDisposable
{
    public const string Password = "marked-warehouse-secret";

    private static readonly Progress<ItemProgress> Silence = new();
    private readonly Progress<string> _notes = new();
    private readonly string _home = Directory.CreateTempSubdirectory("contabyx-redshift-").FullName;

    private RedshiftPipeline(EmulatorServer emulator, BucketSettings store, WarehouseSettings settings)
    {
        Emulator = emulator;
        Connection = new ContabyxConnection
        {
            Source = "duckdb:" + Path.Combine(_home, "source.duckdb"),
            Bucket = $"s3://redshift-{Guid.NewGuid():N}/KEY",
            Warehouse = FormattableString.Invariant($"redshift://{Emulators.User}@127.0.0.1:{emulator.Port}/dev"),
            Home = _home,
            BucketSettings = store,
            WarehouseSettings = settings with { Password = settings.Password ?? new Secret(Password) },
        };
    }

    public ContabyxConnection Connection { get; set; }

    public EmulatorServer Emulator { get; }

    public static async Task<RedshiftPipeline> StartAsync(
        Servers servers, WarehouseSettings? settings = null, bool serverless = false, BucketSettings? store = null,
        TimeSpan? errorDelay = null)
    {
        var emulator = await Emulators.StartAsync(servers, Password, serverless, store, errorDelay);
        return new RedshiftPipeline(emulator, store ?? servers.S3, settings ?? new WarehouseSettings());
    }

    public Task<ContabyxBatch> NewBatchAsync(int days) => NewBatchAsync(days, null, []);

    /// <summary>Writes a batch with faults, and gives the answer key.</summary>
    public async Task<ContabyxBatch> NewBatchAsync(int days, FaultPlan? faults, List<ContabyxFault> key)
    {
        await using var newBatches = new NewBatches(Connection, Silence, _notes, faults);
        var request = new BatchRequest { Days = days };
        var plan = await newBatches.PlanAsync(request, Stop);
        key.AddRange(plan.SelectMany(newBatches.FaultsOf));
        return Assert.Single(await newBatches.WriteAsync(plan, request, Stop).ToListAsync(Stop));
    }

    public async Task<IReadOnlyList<ContabyxUpload>> SendAsync(ContabyxBatch batch, ExportOptions? options = null)
    {
        await using var export = new DataExport(Connection, options ?? new ExportOptions(), null, Silence, _notes);
        await export.AddBatchAsync(batch, null, Stop);
        return await SendAsync(await export.CompleteAsync(Stop));
    }

    public Task<IReadOnlyList<ContabyxUpload>> SendTablesAsync(string table, ExportOptions? options = null) =>
        SendTablesLikeAsync(name => name.Equals(table, StringComparison.OrdinalIgnoreCase), options);

    public async Task<IReadOnlyList<ContabyxUpload>> SendTablesLikeAsync(Func<string, bool> tables, ExportOptions? options = null)
    {
        await using var export = new DataExport(Connection, options ?? new ExportOptions(), null, Silence, _notes);
        var request = new SelectionRequest { Tables = [new TablePattern("*", tables)] };
        var found = await export.FindSelectionsAsync(request, error => throw error, Stop);
        return await SendAsync(await export.ExportAsync(found, error => throw error, Stop).SingleAsync(Stop));
    }

    public async Task<IReadOnlyList<ContabyxCopyResult>> CopyAsync(LoadOptions? options = null)
    {
        await using var load = new DataLoad(Connection, options ?? new LoadOptions { Connections = 4 }, Silence, _notes);
        var results = new List<ContabyxCopyResult>();
        foreach (var waiting in await load.FindAsync(null, Stop))
            results.AddRange(await load.LoadAsync(waiting, Stop).ToListAsync(Stop));
        return results;
    }

    /// <summary>Takes rows from a MySQL database of its own from now on.</summary>
    public async Task TakeFromMySqlAsync(Servers servers)
    {
        var database = "redshift_" + Guid.NewGuid().ToString("N")[..12];
        Connection = Connection with
        {
            Source = Addresses.CompleteSource(servers.MySql.Address(database), _home),
            SourceSettings = new SourceSettings { Password = servers.MySql.Password },
        };
        await using var books = Addresses.OpenBooks(Connection);
        await books.InitializeAsync(Stop);
    }

    /// <summary>Runs a statement as another user of the warehouse would.</summary>
    public async Task<IReadOnlyList<string?[]>> QueryAsync(string sql)
    {
        var address = ServerAddress.Parse(Connection.Warehouse, RedshiftWarehouse.Scheme, RedshiftWarehouse.DefaultPort);
        await using var session = await RedshiftSession.OpenAsync(address, new PasswordLogin(address.User, new Secret(Password)), Stop);
        return await session.QueryAsync(sql, Stop);
    }

    /// <summary>Changes the embedded source.</summary>
    public async Task ChangeSourceAsync(params string[] statements)
    {
        var database = new DuckDbDatabase(Path.Combine(_home, "source.duckdb"), new DuckDbSettings());
        using var connection = await database.ConnectAsync(Stop);
        foreach (var statement in statements)
            connection.Run(statement, Stop);
    }

    /// <summary>Drops a file into the bucket by hand.</summary>
    public async Task DropAsync(string key, string text)
    {
        await using var bucket = Addresses.OpenBucket(Connection);
        await bucket.InitializeAsync(Stop);
        await bucket.PutAsync(key, System.Text.Encoding.UTF8.GetBytes(text), Stop);
    }

    /// <summary>Loads a failed run again.</summary>
    public async Task<IReadOnlyList<ContabyxCopyResult>> RedriveAsync(string run)
    {
        await using var load = new DataLoad(Connection, new LoadOptions { Connections = 4 }, Silence, _notes);
        return await load.LoadAsync(await load.RedriveAsync(run, Stop), Stop).ToListAsync(Stop);
    }

    /// <summary>The errors that lie in the bucket.</summary>
    public async Task<IReadOnlyList<ContabyxLoadError>> LoadErrorsAsync(string run)
    {
        await using var loadErrors = new LoadErrors(Connection);
        return await loadErrors.ReadAsync(name => name == run, Stop).ToListAsync(Stop);
    }

    /// <summary>Reads an object of the bucket.</summary>
    public async Task<string> ReadAsync(string key)
    {
        await using var bucket = Addresses.OpenBucket(Connection);
        using var reader = new StreamReader((await bucket.OpenAsync(key, Stop))!);
        return await reader.ReadToEndAsync(Stop);
    }

    /// <summary>Changes the document of the only run that waits.</summary>
    public async Task EditRunAsync(Func<Run, Run> edit)
    {
        await using var bucket = Addresses.OpenBucket(Connection);
        var found = await bucket.ListAsync(BucketLayout.Data, Stop)
            .SingleAsync(file => file.Key.EndsWith(BucketLayout.DocumentName, StringComparison.Ordinal), Stop);
        using var memory = new MemoryStream();
        await using (var stream = (await bucket.OpenAsync(found.Key, Stop))!)
            await stream.CopyToAsync(memory, Stop);
        await bucket.PutAsync(found.Key, RunJson.Write(edit(RunJson.ReadRun(memory.ToArray(), found.Key))), Stop);
    }

    /// <summary>What a load of all that waits would do, in one text.</summary>
    public async Task<string> ReviewAsync()
    {
        await using var load = new DataLoad(Connection, new LoadOptions(), Silence, _notes);
        var steps = new List<string>();
        foreach (var waiting in await load.FindAsync(null, Stop))
            steps.AddRange((await load.ReviewAsync(waiting, 1, Stop)).Select(step => step.Text));
        return string.Join(";\n", steps);
    }

    public async ValueTask DisposeAsync()
    {
        await Emulator.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    private async Task<IReadOnlyList<ContabyxUpload>> SendAsync(IEnumerable<ContabyxFile> files)
    {
        await using var bucket = Addresses.OpenBucket(Connection);
        await bucket.InitializeAsync(Stop);
        await using var upload = new DataUpload(Connection, Silence);
        var uploads = new List<ContabyxUpload>();
        foreach (var file in files)
            uploads.Add(await upload.SendAsync(file, Stop));
        await upload.CompleteAsync(Stop);
        return uploads;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
