using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Contabyx.ModuleTests;

/// <summary>
/// A task that cron itself runs. It needs root and Debian's cron; where there is none it is skipped on a laptop and fails
/// with <c>CI=true</c>. The user's other lines in the crontab stay.
/// </summary>
public sealed class CronTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("contabyx-cron-").FullName;
    private readonly string _name = "test-" + Guid.NewGuid().ToString("N")[..8];

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task A_task_runs_twice_catches_up_missed_days_and_tells_how_it_went()
    {
        using var daemon = StartCron();
        Assert.SkipWhen(daemon is null && Environment.GetEnvironmentVariable("CI") != "true", "There is no cron that could be started.");
        Assert.NotNull(daemon);
        var today = DateTime.Today;
        try
        {
            await RunAsync(
                $"$null = New-ContabyxBatch -StartDay {Day(today.AddDays(-6))} -RoundsPerDay 1 -Days 2; "
                + $"$null = Register-ContabyxTask {_name} -Every 00:01 -Scheduler Cron");
            var log = Path.Combine(_home, "config", "Contabyx", "tasks", _name, "output.log");
            Assert.True(
                SpinWait.SpinUntil(() => Reports(log).Length >= 2, TimeSpan.FromMinutes(30)), File.Exists(log)
                    ? File.ReadAllText(log) : "It never ran.");

            var reports = Reports(log);
            Assert.All(reports, report => Assert.Equal(("Succeeded", 0), (report.Status, report.ExitCode)));
            Assert.Equal((Day(today.AddDays(-4)), Day(today.AddDays(-1))), (reports[0].FirstDay, reports[0].LastDay));
            Assert.Null(reports[1].FirstDay);
            Assert.Matches("^[02] " + System.Text.RegularExpressions.Regex.Escape(log),
                (await RunAsync($"Get-ContabyxTask {_name} | ForEach-Object {{ \"$($_.LastExitCode) $($_.LogPath)\" }}")).Output);
        }
        finally
        {
            await RunAsync($"Unregister-ContabyxTask {_name}");
            daemon.Kill();
        }

        Assert.Equal("0", (await RunAsync("@(Get-ContabyxTask).Count")).Output);
        Assert.DoesNotContain(_name, await CrontabAsync(), StringComparison.Ordinal);
    }

    // The pipeline's results, one JSON line for each run that has ended. On a slow machine one may still be at work when the
    // next is due, which is busy then.
    private static (string? Status, int ExitCode, string? FirstDay, string? LastDay)[] Reports(string log)
    {
        var runs = Path.Combine(Path.GetDirectoryName(log)!, "runs.jsonl");
        if (!File.Exists(runs) || File.ReadLines(runs).Count(line => line.Contains("ended", StringComparison.Ordinal)) < 2)
            return [];
        return
        [
            .. File.ReadLines(log).Where(line => line.StartsWith('{') && line.EndsWith('}')).Select(line =>
            {
                using var json = JsonDocument.Parse(line);
                var report = json.RootElement;
                return (report.GetProperty("status").GetString(), report.GetProperty("exitCode").GetInt32(),
                    report.GetProperty("firstDay").GetString(), report.GetProperty("lastDay").GetString());
            }).Where(report => report.Item1 != "Busy"),
        ];
    }

    private async Task<PwshRun> RunAsync(string script)
    {
        var run = await PwshRun.CommandAsync(
            $"$null = Connect-Contabyx -HomePath '{_home}'; {script}",
            new Dictionary<string, string> { ["XDG_CONFIG_HOME"] = Path.Combine(_home, "config") });
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        return run;
    }

    private static Process? StartCron()
    {
        try
        {
            return Process.Start(new ProcessStartInfo("cron", ["-f"]));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static async Task<string> CrontabAsync()
    {
        using var process =
            Process.Start(new ProcessStartInfo("crontab", ["-l"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        return await process.StandardOutput.ReadToEndAsync();
    }

    private static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
