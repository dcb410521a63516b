using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Contabyx.Benchmarks;

/// <summary>
/// The whole quick start as a process of its own: engine start, import, pipeline and balance, without the build.
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
        var root = Root();
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                Path.Combine(root, "artifacts", "shell", "contabyx-shell.dll"),
                "-File", Path.Combine(root, "module", "QuickStart.ps1"), "-Days", $"{days}", "-HomePath", home,
            },
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(output);
    }

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
