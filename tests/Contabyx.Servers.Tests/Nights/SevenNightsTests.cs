using System.Globalization;
using System.Text.Json;

namespace Contabyx.ServerTests;

/// <summary>
/// A week of a shop on MySQL, S3 and the emulator: each day it changes, each night its job runs in a process of its own, one night
/// a connection breaks, one night the process is killed; and each morning both sides are compared.
/// <c>CONTABYX_SEED</c> chooses another week.
/// </summary>
public sealed class SevenNightsTests(Servers servers)
{
    private const string MaskKey = "marked-mask-key-of-the-tests";
    private const string Night = "Invoke-ContabyxPipeline -Job \"$PSScriptRoot/shop.job.psd1\" -AsJson";
    private const int AddsColumns = 2;
    private const int Widens = 4;
    private const int AddsTable = 5;

    private static readonly int Seed =
        int.TryParse(Environment.GetEnvironmentVariable("CONTABYX_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : 1;

    private readonly Random _random = new(Seed);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_each_of_seven_nights_the_warehouse_has_what_the_source_has()
    {
        await using var site = await Site.OpenAsync(servers);
        await using var life = new ShopLife(site, Seed);
        await life.BeginAsync();
        await using var ways = new SiteWays(site.Connection);
        await PrepareAsync(site, ways);
        var (cutNight, killedNight) = (2 + _random.Next(5), 2 + _random.Next(5));
        var check = new ShopCheck(new ShopRows(site, MaskKey));
        long[] usual = [];
        for (var night = 1; night <= 7; night++)
        {
            await ChangeSchemaAsync(life, night);
            if (night > 1)
                await life.DayAsync(night - 1);
            var before = Passed(ways);
            if (night == killedNight)
                await KillAsync(site, ways, usual);
            if (night == cutNight)
                await CutAsync(site, ways, usual);

            var compared = await RunAsync(site, $"seed {Seed}, night {night}");
            await CheckAsync(check, compared, night);
            await life.MorningAsync();
            usual = [.. Passed(ways).Zip(before, (now, then) => now - then)];
        }

        Assert.False(await new ShopRows(site, MaskKey).IsInWarehouseAsync("tmp_import"));
        Assert.True(check.Found > 0, "No night found what an incremental one had left behind.");
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"Seed {Seed}: {check.Compared} rows of {Shop.Tables.Count + 1} tables in 7 nights; night {cutNight} was cut, night "
                + $"{killedNight} was killed. "
            + $"Incremental nights left {check.Behind} rows behind, as they may; nights of Differences found {check.Found} of them.");
    }

    private static long[] Passed(SiteWays ways) => [.. ways.Proxies.Select(proxy => proxy.Passed)];

    private static async Task PrepareAsync(Site site, SiteWays ways)
    {
        var direct = site.Connection;
        var text = await File.ReadAllTextAsync(site.EnvFile, Stop);
        foreach (var (address, proxy) in new[] { direct.Source, direct.BucketSettings.Endpoint!, direct.Warehouse }.Zip(ways.Proxies))
            text = text.Replace($":{new Uri(address).Port}", $":{proxy.Port}", StringComparison.Ordinal);
        await File.WriteAllTextAsync(site.EnvFile, $"{text}\nCONTABYX_MASK_KEY={MaskKey}\n", Stop);
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(site.EnvFile)!, "shop.job.psd1"), Shop.Job, Stop);
        var (exitCode, output, errors) = await site.RunAsync("Initialize-Contabyx -Target Bucket | Out-Null");
        Assert.True(exitCode == 0 && errors.Length == 0, output + errors);
    }

    private static Task ChangeSchemaAsync(ShopLife life, int night) => night switch
    {
        AddsColumns => life.AddColumnsAsync(),
        Widens => life.WidenAsync(),
        AddsTable => life.AddTableAsync(),
        _ => Task.CompletedTask,
    };

    // The tables that were compared whole.
    private static async Task<HashSet<string>> RunAsync(Site site, string when)
    {
        var (exitCode, output, errors) = await site.RunAsync(Night);
        Assert.True(exitCode == 0 && errors.Length == 0, $"{when}: {exitCode} {output} {errors}");
        using var result = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..]);
        var compared = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in result.RootElement.GetProperty("tables").EnumerateArray())
        {
            var name = table.GetProperty("table").GetString()!;
            var isOld = table.GetProperty("status").GetString() == "AlreadyLoaded"; // By the run that was killed or cut.
            Assert.True(isOld || table.GetProperty("proof").GetString() == "Proven", $"{when}: {table}");
            if (table.GetProperty("mode").GetString() == "Differences")
                compared.Add(name);
        }

        Assert.True(result.RootElement.GetProperty("tables").GetArrayLength() >= Shop.Tables.Count, $"{when}: {output}");
        return compared;
    }

    // At a random byte of a random way.
    private async Task CutAsync(Site site, SiteWays ways, long[] usual)
    {
        var way = _random.Next(3);
        ways.Proxies[way].Arm((long)(_random.NextDouble() * usual[way]));
        await site.RunAsync(Night);
        ways.Proxies[way].Disarm();
    }

    private async Task KillAsync(Site site, SiteWays ways, long[] usual)
    {
        var way = _random.Next(3);
        var after = ways.Proxies[way].Passed + (long)(_random.NextDouble() * usual[way]);
        await site.KillAsync(Night, async ended =>
        {
            while (ways.Proxies[way].Passed < after && !ended.IsCancellationRequested)
                await Task.Delay(5, CancellationToken.None);
        });
    }

    private static async Task CheckAsync(ShopCheck check, HashSet<string> compared, int night)
    {
        foreach (var table in night < AddsTable ? Shop.Tables : [.. Shop.Tables, Shop.NewTable])
            await check.CheckAsync(table, compared.Contains(table.As), $"seed {Seed}, night {night}");
    }
}
