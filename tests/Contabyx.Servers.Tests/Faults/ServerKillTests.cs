using System.Diagnostics;
using System.Globalization;

namespace Contabyx.ServerTests;

/// <summary>
/// The whole pipeline on MySQL, S3 and Redshift is killed at random moments, and then simply run again.
/// <c>CONTABYX_SERVER_KILLS</c> says how often, <c>CONTABYX_SEED</c> where the seeds begin.
/// </summary>
public sealed class ServerKillTests(Servers servers)
{
    private const string Line = "New-ContabyxBatch -Days {0} | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy | "
        + "ForEach-Object {{ \"$($_.Table) $($_.Status)\" }}";

    private static readonly int Kills = Number("CONTABYX_SERVER_KILLS", 4);
    private static readonly int FirstSeed = Number("CONTABYX_SEED", 1);

    [Fact]
    public async Task After_a_kill_at_any_moment_the_next_run_makes_warehouse_and_source_equal()
    {
        await using var site = await Site.OpenAsync(servers);
        await site.RunAsync("Initialize-Contabyx | Out-Null");
        await site.RunAsync(Days(1));
        var clock = Stopwatch.StartNew();
        await site.RunAsync(Days(3));
        var window = clock.Elapsed;
        for (var seed = FirstSeed; seed < FirstSeed + Kills; seed++)
        {
            // Of the first half of a second nothing but the start of the process could be killed.
            var share = new Random(seed).NextDouble();
            var begin = TimeSpan.FromSeconds(0.5);
            while (!await site.KillAsync(Days(3), begin + ((window - begin) * share)))
                window *= 0.95; // It was faster than measured: the same seed again, in a narrower window.

            var (_, output, errors) = await site.RunAsync(
                Days(1) + "\nCompare-ContabyxData | ForEach-Object { \"equal $($_.Equal)\" }");

            var when = $"seed {seed}: {output} {errors}";
            Assert.True(errors.Length == 0, when);
            Assert.True(output.Split("equal True").Length == 9, when);
            Assert.False(output.Contains("Failed", StringComparison.Ordinal), when);
        }

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{Kills} kills (seeds {FirstSeed} to {FirstSeed + Kills - 1}); warehouse = source after each, {Kills} of {Kills}.");
    }

    private static string Days(int days) => string.Format(CultureInfo.InvariantCulture, Line, days);

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
