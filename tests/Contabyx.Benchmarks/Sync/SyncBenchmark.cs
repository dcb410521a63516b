using Contabyx.Engine.Connections;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Benchmarks;

/// <summary>
/// The speed of what a run reads: an unchanged table by differences, against the client's own reading of it; few changes by
/// differences, against a full load; new rows by their watermark.
/// </summary>
internal static class SyncBenchmark
{
    private const int NewRows = 10_000;
    private const int FewNewRows = 100;
    private const string Database = "sync_benchmark";

    private static readonly TableSelection Differences = new() { Mode = ReadMode.Differences };
    private static readonly TableSelection Full = new() { Watermark = "id" };
    private static readonly TableSelection Incremental = new() { Mode = ReadMode.Incremental, Watermark = "id" };

    /// <param name="where">Which of them: <c>servers</c>, <c>twin</c>, or empty for both.</param>
    public static async Task RunAsync(BenchmarkFolder folder, string where, long rows, int repeats)
    {
        if (where is "" or "twin")
            await RunAsync(new TwinSetup(EmbeddedTwin.Connection(folder["twin"]), rows), repeats);
        if (where is not ("" or "servers"))
            return;
        await using var servers = await BenchmarkServers.StartAsync("all");
        var settings = new Dictionary<string, string>(EnvironmentFile.Read(servers.EnvFile), StringComparer.Ordinal)
        {
            ["CONTABYX_SOURCE"] = $"mysql://loader@127.0.0.1:{servers.SourcePort}/{Database}",
        };
        await servers.CreateDatabaseAsync(Database);
        var connection = ConnectionSettings.Connect(settings, folder["servers"]);
        await using (var bucket = Addresses.OpenBucket(connection))
            await bucket.InitializeAsync(CancellationToken.None);
        await RunAsync(new ServerSetup(connection, servers, Database, rows), repeats);
    }

    private static async Task RunAsync(SyncSetup setup, int repeats)
    {
        Console.WriteLine($"{setup.Name}, {setup.Rows} rows");
        await setup.FillAsync();
        var first = await Report.MillisecondsAsync(() => setup.RunAsync(Differences));
        Console.WriteLine($"First load by differences: {first:0} ms");
        Console.WriteLine();
        await CompareUnchangedAsync(setup, repeats);
        await CompareChangesAsync(setup, repeats);
        await AddRowsAsync(setup, repeats);
    }

    private static async Task CompareUnchangedAsync(SyncSetup setup, int repeats)
    {
        var (ours, client, buckets, totals, peak) = (new Timing(), new Timing(), new Timing(), new Timing(), 0L);
        for (var i = 0; i <= repeats; i++)
        {
            await client.TakeAsync(setup.ReadAllAsync);
            await buckets.TakeAsync(setup.AskBucketsAsync);
            await totals.TakeAsync(setup.AskTotalsAsync);
            await ours.TakeAsync(async () => peak = Math.Max(peak, (await setup.RunAsync(Differences)).Bytes));
        }

        Console.WriteLine($"{setup.Peer}: {client}; the warehouse's queries: parts {buckets}, whole table {totals}");
        Console.WriteLine($"Differences of an unchanged table: {ours}");
        var queries = buckets.Elapsed + totals.Elapsed;
        Report.Ratio("Differences of an unchanged table", ours.Elapsed, "1.3 times the reading, and both queries", (1.3 * client.Elapsed)
            + queries, 1.0);
        Report.Ratio("The same, without what both queries take", ours.Elapsed - queries, setup.Peer, client.Elapsed, 1.3);
        Console.WriteLine($"    memory: {peak / 1048576} MB (at most 250 MB wanted)");
        Console.WriteLine();
    }

    private static async Task CompareChangesAsync(SyncSetup setup, int repeats)
    {
        var (tenth, spread, full) = (new Timing(), new Timing(), new Timing());
        var (rowsOfTenth, rowsOfSpread) = (0L, 0L);
        for (var i = 0; i <= repeats; i++)
        {
            var start = setup.Rows / 10 * (i % 10);
            await setup.UpdateAsync($"id > {start} AND id <= {start + (setup.Rows / 10)} AND id % 100 = {i}");
            await tenth.TakeAsync(async () => rowsOfTenth = (await setup.RunAsync(Differences)).Result.RowsLoaded);
            await setup.UpdateAsync($"id % 1000 = {i}");
            await spread.TakeAsync(async () => rowsOfSpread = (await setup.RunAsync(Differences)).Result.RowsLoaded);
            await setup.UpdateAsync($"id % 1000 = {i}");
            await full.TakeAsync(() => setup.RunAsync(Full));
        }

        Console.WriteLine($"Shipped: {rowsOfTenth} rows for changes in a tenth of the keys, {rowsOfSpread} rows for changes all over them");
        Console.WriteLine($"Full: {full}; a tenth: {tenth}; all over: {spread}");
        Report.Ratio("Full", full.Elapsed, "Differences, 0.1 % changed in a tenth of the keys", tenth.Elapsed, 5.0, atLeast: true);
        Report.Ratio("Differences, 0.1 % changed all over the keys", spread.Elapsed, "Full", full.Elapsed, 1.3);
    }

    private static async Task AddRowsAsync(SyncSetup setup, int repeats)
    {
        var (few, many, trips) = (new Timing(), new Timing(), new HashSet<string>());
        for (var i = 0; i <= repeats; i++)
        {
            foreach (var (count, times) in new[] { (FewNewRows, few), (NewRows, many) })
            {
                await setup.AddAsync(count);
                var before = await setup.CountStatementsAsync();
                var statements = 0;
                await times.TakeAsync(async () => statements = (await setup.RunAsync(Incremental)).Statements);
                var ofSource = await setup.CountStatementsAsync() - before;
                trips.Add($"{count} rows: {statements} to the warehouse{(ofSource is null ? "" : $", {ofSource} to the source")}");
            }
        }

        Console.WriteLine($"Incremental of {NewRows} new rows, servers included: {many}; of {FewNewRows}: {few}");
        Console.WriteLine($"    statements: {string.Join("; ", trips)}");
        Console.WriteLine();
    }
}
