using System.Diagnostics;
using System.Runtime.Versioning;
using System.Xml.Linq;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Scheduling;

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

    [Theory]
    [InlineData("MAILTO=me")]
    [InlineData("MAILTO=me\r\n\r\n# caf\u00e9\r\n")]
    [InlineData("\n\n# \u00ff\u0080 no UTF-8 \u00c3\n\n\n")]
    [InlineData("5 4 * * * date +\\% # contabyx:books\n#0 0 * * * '/bin/sh' '/another/home/run.sh' # contabyx:books\n")]
    public async Task The_other_lines_of_a_crontab_stay_byte_for_byte(string others)
    {
        var table = Path.Combine(_home.Path, "table");
        var bytes = System.Text.Encoding.Latin1.GetBytes(others);
        await File.WriteAllBytesAsync(table, bytes, Stop);
        var cron = new CronScheduler(FakeCrontab(table));

        await cron.AddAsync(Entry(Schedule("02:30", null, "")), Stop);
        var added = await File.ReadAllBytesAsync(table, Stop);
        await cron.AddAsync(Entry(Schedule("02:30", null, "")), Stop);
        Assert.Equal(added, await File.ReadAllBytesAsync(table, Stop));
        await cron.RemoveAsync(Files(), Stop);

        Assert.Equal(bytes, added[..bytes.Length]);
        Assert.Equal((byte)'\n', added[^1]);
        var left = await File.ReadAllBytesAsync(table, Stop);
        Assert.Equal(bytes, left[..bytes.Length]);
        Assert.Equal(bytes[^1] == '\n' ? [] : "\n"u8.ToArray(), left[bytes.Length..]);
    }

    [Fact]
    public async Task A_line_of_a_crontab_is_switched_off_and_on_and_the_others_stay()
    {
        const string Others = "MAILTO=me\n#5 4 * * * echo 100\\% # contabyx:others\n";
        var table = Path.Combine(_home.Path, "table");
        await File.WriteAllTextAsync(table, Others, Stop);
        var cron = new CronScheduler(FakeCrontab(table));
        await cron.AddAsync(Entry(Schedule("02:30", null, "")), Stop);
        var added = await File.ReadAllTextAsync(table, Stop);

        await cron.EnableAsync(Files(), true, Stop);
        Assert.Equal(added, await File.ReadAllTextAsync(table, Stop));
        await cron.EnableAsync(Files(), false, Stop);
        await cron.EnableAsync(Files(), false, Stop);
        Assert.Equal(Others + "#" + added[Others.Length..], await File.ReadAllTextAsync(table, Stop));
        Assert.Equal(TaskState.Disabled, await cron.FindAsync(Files(), Stop));
        await File.WriteAllTextAsync(table, Others + "  ## " + added[Others.Length..], Stop);
        await cron.EnableAsync(Files(), true, Stop);

        Assert.Equal(added, await File.ReadAllTextAsync(table, Stop));
        Assert.Equal(TaskState.Ready, await cron.FindAsync(Files(), Stop));
    }

    [Fact]
    public async Task A_task_of_cron_that_is_started_runs_on_its_own()
    {
        var files = Files();
        var go = Path.Combine(_home.Path, "go");
        var done = Path.Combine(_home.Path, "done");
        await new SystemProgram("mkfifo").RunAsync([go], "", Stop);
        var host = Program("host", $"read line < '{go}'; touch '{done}'");
        files.Write(Description, TaskScripts.Of(Request() with { Host = [host] }, files, windows: false));

        await new CronScheduler("none").StartAsync(files, Stop);
        await File.WriteAllTextAsync(go, "go\n", Stop);
        while (files.ReadLastRun() is not { Ended: not null })
            await Task.Delay(20, Stop);

        Assert.True(File.Exists(done));
        Assert.Equal(0, files.ReadLastRun()!.ExitCode);
    }

    [Fact]
    public async Task Systemd_and_the_Task_Scheduler_are_asked_to_start_and_to_switch()
    {
        var asked = Path.Combine(_home.Path, "asked");
        var program = Program("program", $"printf '%s\\n' \"$*\" >> '{asked}'");
        foreach (var scheduler in new IScheduler[] { new SystemdScheduler(_home.Path, program), new WindowsScheduler(program) })
        {
            await scheduler.EnableAsync(Files(), false, Stop);
            await scheduler.EnableAsync(Files(), true, Stop);
            await scheduler.StartAsync(Files(), Stop);
        }

        Assert.Equal(
            [
                "--user disable --now contabyx-books.timer",
                "--user enable --now contabyx-books.timer",
                "--user start --no-block contabyx-books.service",
                @"/Change /TN \Contabyx\books /DISABLE",
                @"/Change /TN \Contabyx\books /ENABLE",
                @"/Run /TN \Contabyx\books",
            ],
            await File.ReadAllLinesAsync(asked, Stop));
    }

    [Theory]
    [InlineData("a\n* * * * * touch x")]
    [InlineData("back\\%slash")]
    [InlineData("re\rturn")]
    public async Task A_folder_that_a_crontab_cannot_express_is_refused_and_the_crontab_stays(string folder)
    {
        var table = Path.Combine(_home.Path, "table");
        await File.WriteAllTextAsync(table, "MAILTO=me\n", Stop);

        var refused = await Assert.ThrowsAsync<TaskRefusedException>(
            () => new CronScheduler(FakeCrontab(table)).AddAsync(Entry(Schedule("02:30", null, ""), folder), Stop));

        Assert.Contains("which cannot be written in a crontab", refused.Message, StringComparison.Ordinal);
        Assert.Equal("MAILTO=me\n", await File.ReadAllTextAsync(table, Stop));
    }

    [Fact]
    public async Task A_folder_with_quotes_blanks_and_signs_is_found_again_in_the_crontab()
    {
        const string Folder = "o'clock \u2019 100 % $(id) `x` \u65e5";
        var table = Path.Combine(_home.Path, "table");
        var cron = new CronScheduler(FakeCrontab(table));

        await cron.AddAsync(Entry(Schedule("02:30", null, ""), Folder), Stop);

        Assert.Equal(TaskState.Ready, await cron.FindAsync(Files(Folder), Stop));
        var line = Assert.Single(await File.ReadAllLinesAsync(table, Stop));
        var command = line["30 2 * * * ".Length..].Replace("\\%", "%", StringComparison.Ordinal).Replace(
            "'/bin/sh'", "printf %s", StringComparison.Ordinal);
        var shown = await new SystemProgram("/bin/sh").RunAsync(["-c", command], "", Stop);
        Assert.Equal(Files(Folder).Starter, shown);
    }

    [Fact]
    public async Task A_crontab_that_is_not_there_yet_is_made_and_one_that_is_refused_is_named()
    {
        var table = Path.Combine(_home.Path, "table");
        await new CronScheduler(FakeCrontab(table)).AddAsync(Entry(Schedule("02:30", null, "")), Stop);
        Assert.True(File.Exists(table));

        var refused = Program("refused", "echo 'You are not allowed to use this program' >&2; exit 1");
        var error = await Assert.ThrowsAsync<SchedulerException>(
            () => new CronScheduler(refused).AddAsync(Entry(Schedule("02:30", null, "")), Stop));

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
        Assert.Equal(("true", "IgnoreNew", "2026-01-01T02:30:00"),
            (Value("StartWhenAvailable"), Value("MultipleInstancesPolicy"), Value("StartBoundary")));
        Assert.Equal(["Monday", "Friday"],
            xml.Descendants().Single(element => element.Name.LocalName == "DaysOfWeek").Elements().Select(day => day.Name.LocalName));
    }

    [Fact]
    public void A_folder_with_a_line_end_gives_a_unit_one_line()
    {
        var text = new SystemdScheduler("/units").Describe(Entry(Schedule("02:30", null, ""), "a\nExecStartPre=/bin/false"));

        Assert.Contains("\\x0aExecStartPre=", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nExecStartPre=", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"C:\a b\", "\"C:\\a b\\\\\"")]
    [InlineData("a \"b\"", "\"a \\\"b\\\"\"")]
    [InlineData("", "\"\"")]
    [InlineData(@"C:\plain\x.ps1", @"C:\plain\x.ps1")]
    public void Arguments_for_Windows_are_quoted_as_its_programs_read_them(string argument, string quoted)
    {
        var text = new WindowsScheduler().Describe(new TaskEntry(Files(), Schedule("02:30", null, ""), ["pwsh.exe", argument]));

        Assert.Equal(quoted, XDocument.Parse(text).Descendants().Single(element => element.Name.LocalName == "Arguments").Value);
    }

    [Theory]
    [InlineData(@"C:\%TEMP%\x.ps1")]
    [InlineData(@"C:\$(Arg0)\x.ps1")]
    public void What_the_Task_Scheduler_would_replace_is_refused(string argument) => Assert.Throws<TaskRefusedException>(
        () => new WindowsScheduler().Describe(new TaskEntry(Files(), Schedule("02:30", null, ""), ["pwsh.exe", argument])));

    [Theory]
    [InlineData(0, 43)]
    [InlineData(41, 41)]
    public async Task A_run_whose_log_cannot_be_written_goes_on_and_its_exit_code_tells(int code, int expected)
    {
        var files = Files();
        var done = Path.Combine(_home.Path, "done");
        var host = Program("host", $"yes | head -c 300000; touch '{done}'; exit {code}");
        files.Write(Description, TaskScripts.Of(Request() with { Host = [host] }, files, windows: false));
        File.CreateSymbolicLink(files.Log, "/dev/full");

        using var process = Process.Start(new ProcessStartInfo("/bin/sh", [files.Starter]) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(Stop);

        Assert.Equal((expected, true), (process.ExitCode, File.Exists(done)));
        Assert.Equal(expected, files.ReadLastRun()!.ExitCode);
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
            "{\"started\":\"2026-11-24T01:00:00Z\",\"pid\":1}\n{\"ended\":\"2026-11-24T01:05:00Z\",\"exitCode\":0}\n{\"sta\n"
                + "{\"started\":\"2026-11-25T01:00:00Z\",\"pid\":2}\n");

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
    [InlineData("books\n")]
    [InlineData("books\r")]
    public void A_name_that_could_lead_elsewhere_is_refused(string name) =>
        Assert.Throws<TaskRefusedException>(() => new TaskFiles(_home.Path, name));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Texts_of_users_are_only_ever_literals(bool windows)
    {
        var request = Request() with
        {
            EnvFile = "/o'clock/$(rm)/.env",
            SourceSecret = "it's",
            Vault = "v'",
            Module = "/\u2018a\u2019b\u201ac\u201bd/Contabyx.psd1",
        };

        var script = TaskScripts.Of(request, Files(), windows)[Files().Script];

        Assert.Contains("$connection.EnvFile = '/o''clock/$(rm)/.env'\n", script, StringComparison.Ordinal);
        Assert.Contains("Get-Secret -Name 'it''s' -Vault 'v'''\n", script, StringComparison.Ordinal);
        Assert.Contains(
            "Import-Module '/\u2018\u2018a\u2019\u2019b\u201a\u201ac\u201b\u201bd/Contabyx.psd1'\n", script, StringComparison.Ordinal);
        Assert.Equal(windows, TaskScripts.Of(request, Files(), windows).ContainsKey(Files().WindowsStarter));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_task_logs_as_its_session_does_unless_its_settings_file_says_how(bool hasFile)
    {
        var connection = Request().Connection with { LogFormat = LogFormat.Ndjson, EventLog = true };
        var request = Request() with { Connection = connection, EnvFile = hasFile ? "/a/.env" : null };

        var script = TaskScripts.Of(request, Files(), windows: true)[Files().Script];

        var said = script.Contains("$connection.LogFormat = 'Ndjson'\n$connection.EventLog = $true\n", StringComparison.Ordinal);
        Assert.Equal(!hasFile, said);
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
        $"if [ \"$1\" = -l ]; then [ -f '{table}' ] || {{ echo 'no crontab for "
            + $"me' >&2; exit 1; }}; cat '{table}'; else cat > '{table}'; fi");

    private string Program(string name, string script)
    {
        var path = Path.Combine(_home.Path, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
