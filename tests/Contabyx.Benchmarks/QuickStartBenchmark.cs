using Contabyx.Pwsh;

namespace Contabyx.Benchmarks;

/// <summary>
/// The whole quick start as a process of its own: PowerShell, import, pipeline and balance, without the build.
/// </summary>
internal static class QuickStartBenchmark
{
    public static async Task<double> RunAsync(BenchmarkFolder folder, int days, int repeats)
    {
        var times = new List<double>();
        for (var i = 0; i < repeats; i++)
        {
            var home = folder[$"quick{i}"];
            times.Add(await Report.MillisecondsAsync(() => StartAsync(home, days)));
        }

        return Report.Median(times);
    }

    private static async Task StartAsync(string home, int days)
    {
        using var process = PwshProcess.Start(
            ["-File", Path.Combine(Path.GetDirectoryName(PwshProcess.Module)!, "QuickStart.ps1"), "-Days", $"{days}", "-HomePath", home]);
        var run = await PwshRun.FinishAsync(process);
        if (run.ExitCode != 0)
            throw new InvalidOperationException(run.Errors);
    }
}
