using System.Diagnostics;
using System.Globalization;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Files.Proof;

namespace Contabyx.Tests;

/// <summary>
/// Kills the pipeline's process at random moments between the export and the last move, and simply runs the pipeline
/// again in the next process: the warehouse must then hold what the source holds. <c>CONTABYX_KILLS</c> sets the number
/// of kills; the seeds are 1, 2, 3, ...
/// </summary>
public sealed class KillTests : IDisposable
{
    // Long enough for each moment to be hit.
    private const int Days = 40;

    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task After_a_kill_at_any_moment_the_next_run_makes_warehouse_and_source_equal()
    {
        var kills = int.Parse(
            Environment.GetEnvironmentVariable("CONTABYX_KILLS") is { Length: > 0 } set ? set : "15",
            CultureInfo.InvariantCulture);
        var hits = new List<string>();
        var process = new PipelineProcess(_home.Path);
        try
        {
            await process.RunAsync(1, Stop);
            var window = await MeasureAsync(process);
            for (var seed = 1; seed <= kills; seed++)
            {
                var share = new Random(seed).NextDouble();
                string? hit;
                while ((hit = await KillAsync(process, window * share)) is null)
                    window *= 0.9; // It was faster than measured: the same seed again, in a narrower window.
                hits.Add(hit);
                process.Dispose();
                process = new PipelineProcess(_home.Path);
                await process.RunAsync(1, Stop);
                await AssertEqualAsync(seed, window * share);
            }
        }
        finally
        {
            process.Dispose();
        }

        var moments = hits.CountBy(hit => hit).OrderBy(hit => hit.Key).Select(hit => $"{hit.Value} {hit.Key}");
        var report = $"{kills} kills (seeds 1 to {kills}) from the export's beginning to the run's end: "
            + $"{string.Join(", ", moments)}; warehouse = source after each, {kills} of {kills}.";
        TestContext.Current.TestOutputHelper!.WriteLine(report);
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "kills.txt"), report + "\n", Stop);
        Assert.Equal(kills, hits.Count);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<TimeSpan> MeasureAsync(PipelineProcess process)
    {
        var before = RunsIn("staging");
        var run = process.RunAsync(Days, Stop);
        await WaitForExportAsync(run, before);
        var clock = Stopwatch.StartNew();
        await run;
        return clock.Elapsed;
    }

    private async Task<string?> KillAsync(PipelineProcess process, TimeSpan moment)
    {
        var (staged, sent) = (RunsIn("staging"), RunsIn("bucket", "data"));
        var run = process.RunAsync(Days, Stop);
        await WaitForExportAsync(run, staged);
        await Task.Delay(moment, Stop);
        if (run.IsCompleted)
        {
            await run;
            return null;
        }

        await process.KillAsync();
        await Task.WhenAny(run); // It has failed, unless it ended in this very moment.
        return run.IsCompletedSuccessfully ? "after the last move" : MomentOf(sent);
    }

    // What the dead process left in the bucket tells how far it came.
    private string MomentOf(string[] before)
    {
        if (RunsIn("bucket", "data").Except(before).SingleOrDefault() is not { } run)
            return RunsIn("bucket", "processed").Length > 0 && RunsIn("staging").Length == 0 ? "after the last move" : "while exporting";
        var files = Directory.GetFiles(run, "*", SearchOption.AllDirectories);
        if (!files.Contains(Path.Combine(run, "run.json")))
            return "while sending";
        return files.Count(file => Path.GetFileName(file) == "manifest.json") < 8 ? "while loading and moving" : "while loading";
    }

    private string[] RunsIn(params string[] folder) =>
        Directory.Exists(_home[folder]) ? Directory.GetDirectories(_home[folder]) : [];

    private async Task WaitForExportAsync(Task run, string[] before)
    {
        while (!run.IsCompleted && !RunsIn("staging").Except(before).Any())
            await Task.Delay(2, Stop);
    }

    private async Task AssertEqualAsync(int seed, TimeSpan moment)
    {
        var connection = EmbeddedTwin.Connection(_home.Path);
        var source = await TotalsAsync(connection);
        var warehouse = await TotalsAsync(connection with { Source = connection.Warehouse });
        Assert.Equal(8, source.Count);
        foreach (var (table, totals) in source)
        {
            var differences = totals.Differences(warehouse[table]);
            Assert.True(
                differences.Count == 0, $"seed {seed}, {moment.TotalMilliseconds:0} ms: {table}: {string.Join("; ", differences)}");
        }
    }

    private static async Task<Dictionary<string, TableTotals>> TotalsAsync(ContabyxConnection connection)
    {
        await using var source = Addresses.OpenSource(connection);
        var tables = await source.ReadSchemaAsync(Stop);
        await using var snapshot = await source.OpenSnapshotAsync(Stop);
        return tables.ToDictionary(table => table.Name, table =>
        {
            var counter = new TotalsCounter(table);
            foreach (var block in snapshot.Read(table, null, Stop))
                counter.Add(block);
            return counter.Complete();
        });
    }
}
