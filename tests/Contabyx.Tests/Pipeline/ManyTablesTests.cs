using Contabyx.Engine.Buckets;
using Contabyx.Engine.Connections;
using Contabyx.Engine.DuckDb;
using Contabyx.Engine.Export;
using Contabyx.Engine.Load;
using Contabyx.Engine.Logs;
using Contabyx.Engine.Runs;

namespace Contabyx.Tests;

/// <summary>What a table costs does not grow with the number of tables.</summary>
public sealed class ManyTablesTests : IDisposable
{
    private const int Tables = 40;
    private readonly TemporaryFolder _home = new();
    private readonly Pipeline _pipeline;

    public ManyTablesTests() => _pipeline = new Pipeline(_home.Path);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task The_catalogue_of_the_twin_is_read_once_for_all_tables()
    {
        var database = new DuckDbDatabase(Path.Combine(_home.Path, "some.duckdb"), new DuckDbSettings());
        using var connection = await database.ConnectAsync(Stop);
        for (var i = 0; i < Tables; i++)
            connection.Run($"CREATE TABLE t{i} (id BIGINT NOT NULL, name VARCHAR CHECK (strlen(name) <= {i + 1}))", Stop);
        var known = new DuckDbKnownTables();

        for (var i = 0; i < Tables; i++)
            Assert.Equal(i + 1, known.Find(connection, $"T{i}", Stop)!.Columns[1].Type.Length);

        Assert.Null(known.Find(connection, "a.b\"c", Stop));
        Assert.Equal(1, known.Readings);
    }

    [Fact]
    public async Task A_table_that_another_has_changed_meanwhile_is_read_anew()
    {
        var database = new DuckDbDatabase(Path.Combine(_home.Path, "some.duckdb"), new DuckDbSettings());
        using var connection = await database.ConnectAsync(Stop);
        connection.Run("CREATE TABLE t (id BIGINT)", Stop);
        var known = new DuckDbKnownTables();

        var before = known.Find(connection, "t", Stop)!.Columns.Count;
        connection.Run("ALTER TABLE t ADD COLUMN more DATE", Stop);
        var after = known.Find(connection, "t", Stop)!.Columns.Count;
        connection.Run("DROP TABLE t", Stop);

        Assert.Equal((1, 2), (before, after));
        Assert.Null(known.Find(connection, "t", Stop));
    }

    [Fact]
    public async Task Whole_tables_are_finished_one_by_one_and_an_export_that_ends_early_leaves_none_of_them()
    {
        await MakeTablesAsync("t", Tables);
        var folder = Path.Combine(_home.Path, "out");
        var unfinished = new List<int>();
        using var stop = new CancellationTokenSource();
        await using (var export = new DataExport(_pipeline.Connection, new ExportOptions(), folder, new Seen(See), new Progress<string>()))
        {
            var request = new SelectionRequest { Tables = [new TablePattern("*", _ => true)] };
            var found = await export.FindSelectionsAsync(request, error => throw error, Stop);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => export.ExportAsync(found, error => throw error, stop.Token).ToListAsync(Stop).AsTask());
            Assert.Equal(Tables - 1, Parts(folder, "*.csv.zst"));
        }

        Assert.All(unfinished, count => Assert.InRange(count, 0, 1));
        Assert.Equal(0, Parts(folder, "*"));

        void See()
        {
            unfinished.Add(Parts(folder, "*.part"));
            if (Parts(folder, "*.csv.zst") == Tables - 1)
                stop.Cancel();
        }
    }

    [Fact]
    public async Task The_bucket_is_asked_as_often_per_table_with_many_tables_as_with_few()
    {
        var few = await LoadAsync("few", 4);
        var more = await LoadAsync("more", 8);
        var many = await LoadAsync("many", 12);

        Assert.Equal(few.WholeRun, many.WholeRun);
        Assert.Equal(more.All - few.All, many.All - more.All);
    }

    // How often the bucket was asked, and how often for a listing of the whole run.
    private async Task<(int All, int WholeRun)> LoadAsync(string prefix, int tables)
    {
        await MakeTablesAsync(prefix, tables);
        var files = await _pipeline.ExportTablesAsync(name => name.StartsWith(prefix, StringComparison.Ordinal));
        await _pipeline.SendAsync(files);
        var run = files[0].Run;
        await using var inner = Addresses.OpenBucket(_pipeline.Connection);
        await using var warehouse = Addresses.OpenWarehouse(_pipeline.Connection);
        var (bucket, count) = CallCount<IBucket>.Of(inner);
        var loader = new RunLoader(
            bucket, warehouse, new LoadOptions(), new LoadLog(Path.Combine(_home.Path, "load.log")), new Progress<ItemProgress>());
        await foreach (var result in loader.LoadAsync(await new RunPlanner(bucket).PlanAsync(run, null, Stop), Stop))
            Assert.Equal(LoadStatus.Loaded, result.Status);
        await loader.FinishAsync(run, failed: false, Stop);
        var asked = count.Calls.Where(call => call.Method != nameof(IBucket.UriOf)).ToList();
        return (asked.Count, asked.Count(call => call.First == BucketLayout.RunPrefix(BucketLayout.Data, run)));
    }

    private static int Parts(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern).Count() : 0;

    private async Task MakeTablesAsync(string prefix, int tables)
    {
        var database = new DuckDbDatabase(Path.Combine(_home.Path, "source.duckdb"), new DuckDbSettings());
        using var connection = await database.ConnectAsync(Stop);
        for (var i = 0; i < tables; i++)
            connection.Run($"CREATE TABLE {prefix}{i} AS SELECT i AS id, 'x' AS name FROM range(3) r(i)", Stop);
    }

    private sealed class Seen(Action look) : IProgress<ItemProgress>
    {
        public void Report(ItemProgress value) => look();
    }
}
