using System.Globalization;
using Contabyx.Engine.Books.Batches;
using Contabyx.Engine.Compare;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Export;
using Contabyx.Engine.Load;
using Contabyx.Engine.Upload;

namespace Contabyx.ServerTests;

/// <summary>
/// The network breaks at a random byte of the whole pipeline, between it and MySQL, S3 or Redshift; then it is simply run
/// again. <c>CONTABYX_CUTS</c> says how often, <c>CONTABYX_SEED</c> where the seeds begin.
/// </summary>
public sealed class CutTests(Servers servers)
{
    private static readonly Progress<ItemProgress> Silence = new();
    private static readonly Progress<string> Notes = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_cut_at_any_byte_the_next_run_makes_warehouse_and_source_equal()
    {
        var cuts = Number("CONTABYX_CUTS", 9);
        var firstSeed = Number("CONTABYX_SEED", 1);
        await using var site = await Site.OpenAsync(servers);
        await site.RunOnSourceAsync("SELECT 1");
        var direct = site.Connection;
        await using var ways = new SiteWays(direct);
        await SetUpAsync(direct);
        await RunAsync(direct);
        await RunAsync(ways.Connection);
        var usual = ways.Proxies.Select(proxy => proxy.Passed).ToArray();
        var (stopped, absorbed) = (new int[3], 0);
        for (var seed = firstSeed; seed < firstSeed + cuts; seed++)
        {
            var random = new Random(seed);
            var way = random.Next(3);
            var bytes = (long)(random.NextDouble() * usual[way]);
            ways.Proxies[way].Arm(bytes);

            var error = await Record.ExceptionAsync(() => RunAsync(ways.Connection));

            ways.Proxies[way].Disarm();
            Assert.True(error is null or ContabyxException or IOException, $"seed {seed}: {error}");
            if (error is not null)
                stopped[way]++;
            else if (ways.Proxies[way].HasCut)
                absorbed++;
            await RunAsync(direct);
            await AssertEqualAsync(direct, $"seed {seed}, {SiteWays.Names[way]}, byte {bytes}");
        }

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{cuts} cuts (seeds {firstSeed} to {firstSeed + cuts - 1}): {stopped[0]} ended the line at MySQL, {stopped[1]} at S3, "
            + $"{stopped[2]} at Redshift, {absorbed} were mended on the way; warehouse = source after each, {cuts} of {cuts}.");
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static async Task SetUpAsync(ContabyxConnection connection)
    {
        await using var bucket = Addresses.OpenBucket(connection);
        await bucket.InitializeAsync(Stop);
    }

    // The line as the cmdlets run it, one day at a time.
    private static async Task RunAsync(ContabyxConnection connection)
    {
        ContabyxBatch batch;
        await using (var newBatches = new NewBatches(connection, Silence, Notes))
        {
            var request = new BatchRequest { Days = 1 };
            var plan = await newBatches.PlanAsync(request, Stop);
            batch = await newBatches.WriteAsync(plan, request, Stop).SingleAsync(Stop);
        }

        IReadOnlyList<ContabyxFile> files;
        await using (var export = new DataExport(connection, new ExportOptions(), null, Silence, Notes))
        {
            await export.AddBatchAsync(batch, null, Stop);
            files = await export.CompleteAsync(Stop);
        }

        await using (var upload = new DataUpload(connection, Silence))
        {
            foreach (var file in files)
                await upload.SendAsync(file, Stop);
            await upload.CompleteAsync(Stop);
        }

        await using (var load = new DataLoad(connection, new LoadOptions { Connections = 4 }, Silence, Notes))
        {
            foreach (var waiting in await load.FindAsync(null, Stop))
            {
                await foreach (var result in load.LoadAsync(waiting, Stop))
                    Assert.True(result.Status != LoadStatus.Failed, result.Error);
            }
        }
    }

    private static async Task AssertEqualAsync(ContabyxConnection connection, string when)
    {
        await using var dataComparison = new DataComparison(connection, Silence, Notes);
        var all = new SelectionRequest { Tables = [new TablePattern("*", _ => true)] };
        foreach (var selection in await dataComparison.FindSelectionsAsync(all, error => throw error, Stop))
        {
            var comparison = await dataComparison.CompareAsync(selection, 0, Stop);
            Assert.True(comparison.Equal, $"{when}: {selection.Table}: {string.Join("; ", comparison.Differences)}");
        }
    }
}
