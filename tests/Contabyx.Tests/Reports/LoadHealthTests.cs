using Contabyx.Engine.Reports;

namespace Contabyx.Tests;

public sealed class LoadHealthTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Days_without_a_load_are_those_after_the_first_load_and_before_today()
    {
        var health = LoadHealth.Of([Load("a", "Orders", -5), Load("b", "Orders", -3), Load("c", "Orders", -1)], [], Now);

        Assert.Equal([Day(-4), Day(-2)], health.MissingDays);
        Assert.Equal(LoadHealth.FewestDays, health.Days.Count);
        Assert.Equal((Day(0), 0), (health.Days[^1].Day, health.Days[^1].Loaded));
    }

    [Fact]
    public void Of_a_long_history_the_last_ninety_days_are_shown()
    {
        var health = LoadHealth.Of([.. Enumerable.Range(1, 400).Select(day => Load($"r{day}", "Orders", -day))], [], Now);

        Assert.Equal((LoadHealth.MostDays, 400), (health.Days.Count, health.Loads));
        Assert.Empty(health.MissingDays);
        Assert.Equal(20, health.Runs.Count);
    }

    [Fact]
    public void A_table_is_behind_the_newest_load_of_any_table()
    {
        var health = LoadHealth.Of(
            [Load("a", "Orders", -3), Load("b", "Customers", -1), Load("a", "Customers", -3, rows: 7)],
            [Failure("c", "orders", -1, "it is too long"), Failure("a", "Orders", -4, "older")],
            Now);

        Assert.Equal(["Orders", "Customers"], health.Tables.Select(table => table.Table));
        Assert.Equal((2, 1, 1), (health.Tables[0].DaysBehind, health.Tables[0].FailedSince, health.Tables[0].Loads));
        var fresh = health.Tables[1];
        Assert.Equal((0, 0, 2, 17L), (fresh.DaysBehind, fresh.FailedSince, fresh.Loads, fresh.Rows));
        Assert.Equal(2, health.Failed);
        Assert.Equal("it is too long", health.Failures[0].Message);
    }

    [Fact]
    public void A_run_that_only_failed_is_a_run_too()
    {
        var health = LoadHealth.Of([Load("a", "Orders", -1)], [Failure("b", "Orders", 0, "no")], Now);

        Assert.Equal([("b", 0, 1), ("a", 1, 0)], health.Runs.Select(run => (run.Run, run.Loaded, run.Failed)));
        Assert.Null(health.Runs[0].LoadedAt);
    }

    [Fact]
    public void The_latest_runs_are_those_with_the_latest_loads_or_failures_whatever_their_names()
    {
        var health = LoadHealth.Of([Load("z", "Orders", -3), Load("a", "Orders", -1)], [Failure("m", "Orders", -2, "no")], Now);

        Assert.Equal(["a", "m", "z"], health.Runs.Select(run => run.Run));
    }

    [Fact]
    public void A_refused_table_and_a_refused_run_are_failures_and_a_server_that_is_away_is_a_reason()
    {
        var health = LoadHealth.Of(
            [],
            [
                Entry(LogLevel.Error, "a", "Orders", "the column has no type"), Entry(LogLevel.Error, "b", null, "the document is damaged"),
                Entry(LogLevel.Error, null, null, "it cannot be reached"), Entry(LogLevel.Warning, "a", null, "Run ends with failures."),
            ],
            Now);

        Assert.Equal(2, health.Failed);
        Assert.Equal(
            ["it cannot be reached", "the column has no type", "the document is damaged"],
            health.Failures.Select(entry => entry.Message).Order(StringComparer.Ordinal));
        Assert.Equal(["b", "a"], health.Runs.Select(run => run.Run));

        static ContabyxLogEntry Entry(LogLevel level, string? run, string? table, string message) =>
            new(Now, level, run, table, message, new Dictionary<string, object>());
    }

    [Fact]
    public void A_warehouse_that_was_lost_is_a_reason_and_no_further_failed_load()
    {
        var facts = new Dictionary<string, object> { ["bucket"] = "s3://books" };
        var lost = new ContabyxLogEntry(Now, LogLevel.Error, "a", null, "the connection was lost", facts);
        var health = LoadHealth.Of([], [Failure("a", "Orders", 0, "it waits"), lost], Now);

        Assert.Equal((1, 2), (health.Failed, health.Failures.Count));
    }

    [Fact]
    public void Repairs_are_what_loads_by_differences_sent()
    {
        var health = LoadHealth.Of(
            [
                Load("a", "Orders", -2) with { Mode = LoadMode.Differences },
                Load("b", "Orders", -1, rows: 0) with { Mode = LoadMode.Differences, Files = 0 },
                Load("c", "Orders", -1),
            ],
            [],
            Now);

        Assert.Equal(new RepairHealth(2, 1, 10), health.Repairs);
    }

    [Fact]
    public void Nothing_at_all_is_a_report_too()
    {
        var health = LoadHealth.Of([], [], Now);

        Assert.Empty(health.MissingDays);
        var page = new ReportPage(new ReportOptions(ReportLanguage.En), "duckdb:/none").Write(health, null);
        Assert.Contains("data-figure=\"lastLoad\">None<", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_report_of_own_tables_shows_is_escaped_and_complete()
    {
        var loads = Enumerable.Range(1, 40).Where(day => day % 9 != 0)
            .SelectMany(day => new[] { "Orders", "Customers", "<b>Odd</b>" }.Select(table =>
                Load($"2026r{day:00}", table, -day, rows: 1_000 * day)))
            .Append(Load("2026z", "Orders", 0, rows: 12) with { Mode = LoadMode.Differences, WatermarkColumn = "id", Watermark = "4711" });
        var health = LoadHealth.Of(
            [.. loads],
            [Failure("2026r03", "Orders", -3, "<script>alert(1)</script> the value 'x' is too long\u001b[2J")], Now);

        var page = Write(ReportLanguage.En);

        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Odd", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', page);
        Assert.Contains(
            "&lt;script&gt;alert(1)&lt;/script&gt; the value &#39;x&#39; is too long\\u001b[2J", page, StringComparison.Ordinal);
        Assert.Contains("<h1>Shop &amp; Sons</h1>", page, StringComparison.Ordinal);
        Assert.Contains("id = 4711", page, StringComparison.Ordinal);
        Assert.Contains("21 Nov 2026; 12 Nov 2026; 3 Nov 2026; 25 Oct 2026", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-figure=\"balance\"", page, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("CONTABYX_SCREENSHOTS") is { } folder)
        {
            foreach (var language in Enum.GetValues<ReportLanguage>())
                File.WriteAllText(Path.Combine(folder, $"own-{language}.html"), Write(language));
        }

        string Write(ReportLanguage language) =>
            new ReportPage(new ReportOptions(language) { Company = "Shop & Sons" }, "redshift://dw/shop").Write(health, null);
    }

    private static DateOnly Day(int days) => DateOnly.FromDateTime(Now.UtcDateTime).AddDays(days);

    private static LoadRecord Load(string run, string table, int days, long rows = 10) => new(
        run, table, LoadMode.Replace, "hash", rows, 100, 1, null, null, LoadProof.Proven, Now.AddDays(days));

    private static ContabyxLogEntry Failure(string run, string table, int days, string message) => new(
        Now.AddDays(days), LogLevel.Error, run, table, message, new Dictionary<string, object> { ["rows"] = 0L });
}
