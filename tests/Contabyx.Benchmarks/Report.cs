using System.Diagnostics;

namespace Contabyx.Benchmarks;

/// <summary>Times and prints. A ratio is of two medians that were taken turn by turn in one run.</summary>
internal static class Report
{
    public static double Milliseconds(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalMilliseconds;
    }

    public static async Task<double> MillisecondsAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalMilliseconds;
    }

    public static double Median(List<double> times)
    {
        var sorted = times.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    public static void Ratio(string what, double ours, string peer, double theirs, double limit, bool atLeast = false)
    {
        var ratio = ours / theirs;
        Console.WriteLine($"{what}: {ours:0} ms; {peer}: {theirs:0} ms");
        Console.WriteLine($"    {ratio:0.00} x (at {(atLeast ? "least" : "most")} {limit:0.0#} x wanted): "
            + $"{((atLeast ? ratio >= limit : ratio <= limit) ? "reached" : "missed")}");
        Console.WriteLine();
    }
}
