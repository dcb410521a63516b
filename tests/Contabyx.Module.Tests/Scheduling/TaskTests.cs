using System.Diagnostics;
using System.Runtime.Versioning;

namespace Contabyx.ModuleTests;

/// <summary>Scheduled tasks as a user meets them, with a crontab of the test's own.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TaskTests : IDisposable
{
    private const string Crontab = """
        #!/bin/sh
        if [ "$1" = -l ]; then [ -f "$TEST_CRONTAB" ] || { echo 'no crontab for you' >&2; exit 1; }; cat "$TEST_CRONTAB"; else cat > "$TEST_CRONTAB"; fi
        """;

    private readonly string _home = Directory.CreateTempSubdirectory("contabyx-task-").FullName;

    public TaskTests()
    {
        var program = Path.Combine(Directory.CreateDirectory(Path.Combine(_home, "bin")).FullName, "crontab");
        File.WriteAllText(program, Crontab);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string Folder => Path.Combine(_home, "config", "Contabyx", "tasks", "nightly");

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task The_exit_code_of_a_run_that_failed_can_be_read_afterwards()
    {
        await RunAsync(Register);
        await File.WriteAllTextAsync(Path.Combine(_home, "source.duckdb"), "this is no database", Stop);

        using var run = Process.Start("/bin/sh", [Path.Combine(Folder, "run.sh")]);
        await run.WaitForExitAsync(Stop);

        Assert.Equal(10, run.ExitCode);
        Assert.Equal(
            "10 Ready", (await RunAsync("Get-ContabyxTask night* | ForEach-Object { \"$($_.LastExitCode) $($_.State)\" }")).Output);
        Assert.Contains("\"exitCode\":10", await File.ReadAllTextAsync(Path.Combine(Folder, "output.log"), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_task_of_a_name_is_refused_and_Force_replaces_it()
    {
        await RunAsync(Register);

        var refused = await TryAsync(Register);
        var replaced = await RunAsync(Register + " -Force -At 04:00 | ForEach-Object Schedule");

        Assert.Contains("a task with this name already exists", refused.Errors, StringComparison.Ordinal);
        Assert.Equal("daily at 04:00", replaced.Output);
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(_home, "table"), Stop));
    }

    [Fact]
    public async Task WhatIf_shows_the_entry_and_changes_nothing()
    {
        var shown = await RunAsync(Register + " -WhatIf");

        Assert.Contains("30 2 * * * '/bin/sh'", shown.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder));
        Assert.False(File.Exists(Path.Combine(_home, "table")));
    }

    [Fact]
    public async Task A_task_whose_entry_has_gone_is_Missing_and_can_be_taken_away()
    {
        await RunAsync(Register);
        File.Delete(Path.Combine(_home, "table"));

        Assert.Equal("Missing", (await RunAsync("(Get-ContabyxTask).State")).Output);
        await RunAsync("Get-ContabyxTask | Unregister-ContabyxTask");

        Assert.False(Directory.Exists(Folder));
        Assert.Contains("This user has no task", (await TryAsync("Unregister-ContabyxTask nightly")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_settings_that_others_can_read_is_refused()
    {
        var file = Path.Combine(_home, ".env");
        await File.WriteAllTextAsync(file, "PASSWORD=x\n", Stop);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var refused = await TryAsync(Register + $" -EnvFile '{file}'");

        Assert.Contains("can be read by other users", refused.Errors, StringComparison.Ordinal);
    }

    private const string Register =
        "Register-ContabyxTask nightly -Scheduler Cron -Command { Invoke-ContabyxPipeline -Days 1 -AsJson }";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<PwshRun> RunAsync(string script)
    {
        var run = await TryAsync(script);
        Assert.Equal("", run.Errors);
        return run;
    }

    private Task<PwshRun> TryAsync(string script) => PwshRun.CommandAsync(
        $"$null = Connect-Contabyx -HomePath '{_home}'; {script}",
        new Dictionary<string, string>
        {
            ["XDG_CONFIG_HOME"] = Path.Combine(_home, "config"),
            ["TEST_CRONTAB"] = Path.Combine(_home, "table"),
            ["PATH"] = Path.Combine(_home, "bin") + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
        });
}
