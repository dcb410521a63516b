using System.Diagnostics;
using System.Runtime.Versioning;
using System.Xml.Linq;
using Contabyx.Engine;

namespace Contabyx.Tests;

/// <summary>The entries that schedulers get, and the scripts that they start.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SchedulerTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("02:30", null, "", "30 2 * * *")]
    [InlineData("23:00", null, "Monday,Friday", "0 23 * * 1,5")]
    [InlineData(null, "00:15", "", "*/15 * * * *")]
    [InlineData(null, "06:00", "Sunday", "0 */6 * * 0")]
    public void A_crontab_says_the_times(string? at, string? every, string days, string times)
    {
        var entry = new CronScheduler().Describe(Entry(Schedule(at, every, days)));

        Assert.Equal($"{times} '/bin/sh' '{Files().Starter}' # contabyx:books", entry);
    }

    [Fact]
    public async Task A_crontab_keeps_its_other_lines()
    {
        var table = Path.Combine(_home.Path, "table");
        await File.WriteAllTextAsync(table, "MAILTO=me\n5 4 * * * echo 100\\% # contabyx:others\n", Stop);
        var cron = new CronScheduler(FakeCrontab(table));

        await cron.AddAsync(Entry(Schedule("02:30", null, "")), Stop);
        await cron.AddAsync(Entry(Schedule("03:00", null, "")), Stop);

        var lines = await File.ReadAllLinesAsync(table, Stop);
        Assert.Equal(["MAILTO=me", "5 4 * * * echo 100\\% # contabyx:others"], lines[..2]);
        Assert.StartsWith("0 3 * * * ", Assert.Single(lines[2..]), StringComparison.Ordinal);
        Assert.Equal(TaskState.Ready, await cron.FindAsync(Files(), Stop));
        await File.WriteAllTextAsync(table, string.Join('\n', lines[..2]) + "\n#" + lines[2] + "\n", Stop);
        Assert.Equal(TaskState.Disabled, await cron.FindAsync(Files(), Stop));

        await cron.RemoveAsync(Files(), Stop);

        Assert.Equal(lines[..2], await File.ReadAllLinesAsync(table, Stop));
        Assert.Equal(TaskState.Missing, await cron.FindAsync(Files(), Stop));
    }

    [Fact]
    public async Task A_crontab_that_is_not_there_yet_is_made_and_one_that_is_refused_is_named()
    {
        var table = Path.Combine(_home.Path, "table");
        await new CronScheduler(FakeCrontab(table)).AddAsync(Entry(Schedule("02:30", null, "")), Stop);
        Assert.True(File.Exists(table));

        var refused = Program("refused", "echo 'You are not allowed to use this program' >&2; exit 1");
        var error = await Assert.ThrowsAsync<SchedulerException>(() => new CronScheduler(refused).AddAsync(Entry(Schedule("02:30", null, "")), Stop));

        Assert.Contains("not allowed", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("02:30", null, "Monday,Friday")]
    [InlineData(null, "00:01", "")]
    [InlineData(null, "06:00", "Sunday")]
    public async Task Systemd_itself_accepts_the_units(string? at, string? every, string days)
    {
        var units = Path.Combine(_home.Path, "units");
        var scheduler = new SystemdScheduler(units);
        Files("with 100 % and $HOME").Write(Description, TaskScripts.Of(Request(), Files("with 100 % and $HOME"), windows: false));

        scheduler.WriteUnits(Entry(Schedule(at, every, days), "with 100 % and $HOME"));

        var answer = await new SystemProgram("systemd-analyze").TryRunAsync(
            ["verify", Path.Combine(units, "contabyx-books.timer"), Path.Combine(units, "contabyx-books.service")], "", Stop);
        Assert.SkipWhen(answer is null && Environment.GetEnvironmentVariable("CI") != "true", "There is no systemd-analyze.");
        Assert.Equal((0, ""), (answer!.ExitCode, answer.Errors));
        await File.AppendAllTextAsync(Path.Combine(units, "contabyx-books.timer"), "[Timer]\nOnCalendar=never\n", Stop);
        var bad = await new SystemProgram("systemd-analyze").TryRunAsync(
            ["verify", Path.Combine(units, "contabyx-books.timer")], "", Stop);
        Assert.NotEqual("", bad!.Errors);
    }

    [Fact]
    public void The_task_of_Windows_starts_late_and_never_twice_at_once()
    {
        var files = Files();
        var text = new WindowsScheduler().Describe(new TaskEntry(
            files, Schedule("02:30", null, "Monday,Friday"), [@"C:\Program Files\pwsh.exe", "-File", @"C:\a & b\run.ps1"]));

        var xml = XDocument.Parse(text);
        string Value(string name) => xml.Descendants().Single(element => element.Name.LocalName == name).Value;
        Assert.Equal((@"C:\Program Files\pwsh.exe", "-File \"C:\\a & b\\run.ps1\""), (Value("Command"), Value("Arguments")));
        Assert.Equal(("true", "IgnoreNew", "2026-01-01T02:30:00"), (Value("StartWhenAvailable"), Value("MultipleInstancesPolicy"), Value("StartBoundary")));
        Assert.Equal(["Monday", "Friday"], xml.Descendants().Single(element => element.Name.LocalName == "DaysOfWeek").Elements().Select(day => day.Name.LocalName));
    }

    [Fact]
    public async Task A_run_notes_its_beginning_its_end_and_its_exit_code()
    {
        var files = Files();
        var host = Program("host", "echo \"ran $4\"; echo oops >&2; exit 41");
        files.Write(Description, TaskScripts.Of(Request() with { Host = [host] }, files, windows: false));

        using var process = Process.Start("/bin/sh", [files.Starter]);
        await process.WaitForExitAsync(Stop);

        Assert.Equal(41, process.ExitCode);
        var run = files.ReadLastRun();
        Assert.Equal((41, true), (run!.ExitCode!.Value, run.Ended >= run.Started));
        Assert.Equal($"ran {files.Script}\noops\n", await File.ReadAllTextAsync(files.Log, Stop));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(files.Folder));
    }

    [Fact]
    public void A_run_that_was_killed_has_no_end_and_broken_lines_do_no_harm()
    {
        var files = Files();
        files.Write(Description, TaskScripts.Of(Request(), files, windows: false));
        File.WriteAllText(
            files.Runs,
            "{\"started\":\"2026-11-24T01:00:00Z\",\"pid\":1}\n{\"ended\":\"2026-11-24T01:05:00Z\",\"exitCode\":0}\n{\"sta\n{\"started\":\"2026-11-25T01:00:00Z\",\"pid\":2}\n");

        Assert.Equal(
            new TaskRun(new DateTimeOffset(2026, 11, 25, 1, 0, 0, TimeSpan.Zero), 2, null, null), files.ReadLastRun());
    }

    [Fact]
    public void A_known_secret_in_a_command_is_refused()
    {
        Redactor.Remember("hunter2-hunter2");

        var refusal = Assert.Throws<TaskRefusedException>(() =>
            TaskScripts.Of(Request() with { Command = "Connect-Somewhere -Password hunter2-hunter2" }, Files(), windows: false));

        Assert.DoesNotContain("hunter2", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("-SourceSecret", refusal.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../other")]
    [InlineData("a b")]
    [InlineData("-x")]
    [InlineData("0123456789012345678901234567890123456789x")]
    public void A_name_that_could_lead_elsewhere_is_refused(string name) =>
        Assert.Throws<TaskRefusedException>(() => new TaskFiles(_home.Path, name));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Texts_of_users_are_only_ever_literals(bool windows)
    {
        var request = Request() with { EnvFile = "/o'clock/$(rm)/.env", SourceSecret = "it's", Vault = "v'" };

        var script = TaskScripts.Of(request, Files(), windows)[Files().Script];

        Assert.Contains("$connection.EnvFile = '/o''clock/$(rm)/.env'\n", script, StringComparison.Ordinal);
        Assert.Contains("Get-Secret -Name 'it''s' -Vault 'v'''\n", script, StringComparison.Ordinal);
        Assert.Equal(windows, script.Contains("Start-Transcript", StringComparison.Ordinal));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static TaskDescription Description => new("books", SchedulerKind.Cron, new TimeOnly(2, 30), 1440, [], "x");

    private TaskFiles Files(string below = "tasks") => new(Path.Combine(_home.Path, below), "books");

    private static TaskSchedule Schedule(string? at, string? every, string days)
    {
        var chosen = days.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<DayOfWeek>);
        return at is not null ? TaskSchedule.Once(TimeOnly.Parse(at), chosen) : TaskSchedule.Every(TimeSpan.Parse(every!), chosen);
    }

    private TaskEntry Entry(TaskSchedule schedule, string below = "tasks") =>
        TaskScripts.Entry(Request() with { Schedule = schedule }, Files(below));

    private TaskRequest Request() => new()
    {
        Name = "books",
        Schedule = Schedule("02:30", null, ""),
        Command = "Invoke-ContabyxPipeline",
        Connection = EmbeddedTwin.Connection(_home.Path),
        Module = "/module/Contabyx.psd1",
        Host = ["pwsh"],
    };

    private string FakeCrontab(string table) => Program(
        "crontab",
        $"if [ \"$1\" = -l ]; then [ -f '{table}' ] || {{ echo 'no crontab for me' >&2; exit 1; }}; cat '{table}'; else cat > '{table}'; fi");

    private string Program(string name, string script)
    {
        var path = Path.Combine(_home.Path, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
