using Contabyx.Engine.DuckDb;
using Contabyx.Engine.Load;
using Contabyx.Engine.Outcomes;

namespace Contabyx.Tests;

/// <summary>An embedded twin whose runs are looked at afterwards.</summary>
internal sealed class RunTwin : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public RunTwin() => Pipeline = new Pipeline(_home.Path);

    public Pipeline Pipeline { get; }

    public ContabyxConnection Connection => Pipeline.Connection;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    public string Path(params string[] names) => _home[["bucket", .. names]];

    public string HomePath(string name) => _home[name];

    /// <summary>Exports and sends days of books; the run.</summary>
    public async Task<string> SendAsync(int days = 1, ExportOptions? options = null) => (await Pipeline.SendAsync(
        await Pipeline.ExportAsync(await Pipeline.NewBatchesAsync(new BatchRequest { Days = days }), options)))[0].Run;

    /// <summary>Exports, sends and loads days of books; the run.</summary>
    public async Task<string> LoadAsync(int days = 1, ExportOptions? options = null)
    {
        var run = await SendAsync(days, options);
        Assert.All(await Pipeline.CopyAsync(), result => Assert.Equal(LoadStatus.Loaded, result.Status));
        return run;
    }

    /// <summary>Exports, sends and loads a whole table; the run.</summary>
    public async Task<string> LoadTableAsync(string table)
    {
        var files = await Pipeline.ExportTablesAsync(name => name == table);
        await Pipeline.SendAsync(files);
        await Pipeline.CopyAsync();
        return files[0].Run;
    }

    public async Task<IReadOnlyList<ContabyxRun>> ReadAsync(RunFilter? filter = null)
    {
        await using var outcomes = new RunOutcomes(Connection, new Remarks());
        return await outcomes.ReadAsync(filter ?? new RunFilter(), Stop).ToListAsync(Stop);
    }

    public async Task<ContabyxRun> ReadAsync(string run) =>
        Assert.Single(await ReadAsync(new RunFilter { Run = name => name == run, RunPrefix = run }));

    public async Task<IReadOnlyList<RunObjects>> FindAsync(Func<string, bool> wanted)
    {
        await using var removal = new RunRemoval(Connection, new Remarks());
        return await removal.FindAsync("", wanted, Stop).ToListAsync(Stop);
    }

    public void InWarehouse(string sql)
    {
        var database = new DuckDbDatabase(_home["warehouse.duckdb"], DuckDbSettings.Of(null, DuckDbSettings.UsualMegabytes));
        using var connection = database.ConnectAsync(Stop).GetAwaiter().GetResult();
        connection.Run(sql, Stop);
    }

    /// <summary>Flips a byte of a part that waits.</summary>
    public void Damage(string run, string table)
    {
        var part = Directory.GetFiles(Path("data", run, table), $"{table}-*")[0];
        var bytes = File.ReadAllBytes(part);
        bytes[^1] ^= 1;
        File.WriteAllBytes(part, bytes);
    }

    public async Task<IReadOnlyList<ContabyxCopyResult>> RedriveAsync(string run)
    {
        await using var load = new DataLoad(Connection, new LoadOptions(), new Progress<ItemProgress>(), new Remarks());
        return await load.LoadAsync(await load.RedriveAsync(run, Stop), Stop).ToListAsync(Stop);
    }
}
