using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Contabyx.ModuleTests;

/// <summary>The report: its numbers are the warehouse's, and a browser shows them without a complaint.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly Twin _twin = new();

    public ReportTests() => _twin.Run("$null = Invoke-ContabyxPipeline -Days 95");

    public void Dispose() => _twin.Dispose();

    [Theory]
    [InlineData("En", "en-US")]
    [InlineData("Pt", "pt-BR")]
    public void Its_numbers_are_those_of_the_warehouse(string language, string culture)
    {
        var report = _twin.Run($"Export-ContabyxReport '{Page(language)}' -Language {language}").Single();

        var page = System.Net.WebUtility.HtmlDecode(File.ReadAllText(Page(language)));
        var numbers = CultureInfo.GetCultureInfo(culture).NumberFormat;
        var total = _twin.Run("Get-ContabyxBalance").Single();
        Assert.Equal(((decimal)Get(total, "Balance")!).ToString("N2", numbers), Figure(page, "balance"));
        Assert.Equal(38_000.ToString("N0", numbers), Figure(page, "transactions"));
        foreach (var month in _twin.Run("Get-ContabyxBalance -By Month"))
            Assert.Contains(((decimal)Get(month, "Balance")!).ToString("N2", numbers), page, StringComparison.Ordinal);
        var clients = _twin.Run("Get-ContabyxBalance -By Client").OrderBy(client => (decimal)Get(client, "Balance")!).ToList();
        foreach (var client in clients.Where(client => (decimal)Get(client, "Balance")! < 0).Take(10))
            Assert.Contains($"<td>{Get(client, "Name")}</td>", page, StringComparison.Ordinal);
        Assert.Equal(((decimal)Get(total, "Income")!).ToString("N2", numbers), Figure(page, "income"));
        Assert.Equal((-(decimal)Get(total, "Expenses")!).ToString("N2", numbers), Figure(page, "expenses"));
        Assert.Equal(new FileInfo(Page(language)).Length, Get(report, "Bytes"));
        Assert.Equal((new DateOnly(2015, 7, 1), 38_000L), (Get(report, "FirstDay"), Get(report, "Transactions")));
        Assert.DoesNotMatch("(?i)(src|href)=\"?https?:", page);
    }

    [Fact]
    public void A_file_that_is_there_is_only_replaced_by_force()
    {
        File.WriteAllText(Page("old"), "mine");
        using var engine = _twin.Session.Prepare($"Export-ContabyxReport '{Page("old")}'");
        Assert.Empty(engine.Invoke());

        Assert.Contains("-Force", engine.Streams.Error.Single().ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Page("old")));
        _twin.Run($"$null = Export-ContabyxReport '{Page("old")}' -Force -WhatIf");
        Assert.Equal("mine", File.ReadAllText(Page("old")));
        _twin.Run($"$null = Export-ContabyxReport '{Page("old")}' -Force");
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(Page("old")), StringComparison.Ordinal);
        Assert.DoesNotContain(_twin.Files(), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void A_hostile_name_stays_a_name()
    {
        const string Name = "</script><script>alert(1)</script>{{data}}&amp;";
        var data = Directory.CreateDirectory(Path.Combine(_twin.Home, "bucket", "data")).FullName;
        File.WriteAllText(Path.Combine(data, "Clients.csv"), string.Concat(
            Enumerable.Range(1, 60).Select(id => $"{id},legal,\"{Name}\",,2015-07-01 00:00:00\n")));
        _twin.Run("$null = Invoke-ContabyxCopy -Mode Merge");

        _twin.Run($"$null = Export-ContabyxReport '{Page("hostile")}'");

        var page = File.ReadAllText(Page("hostile"));
        Assert.Contains("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{data}}&amp;amp;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("alert(1)</script>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Own_tables_have_a_report_without_books()
    {
        using var twin = new Twin();
        twin.Run("$null = New-ContabyxBatch -Days 1");
        twin.Run("$null = Export-ContabyxData -Table Clients | Send-ContabyxUpload | Invoke-ContabyxCopy");

        var report = twin.Run($"Export-ContabyxReport '{Page("own")}' -Company 'Shop' -Currency eur").Single();

        var page = File.ReadAllText(Page("own"));
        Assert.Null(Get(report, "Transactions"));
        Assert.Contains("<h1>Shop</h1>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-figure=\"balance\"", page, StringComparison.Ordinal);
        Assert.Contains("<td>Clients</td>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_load_is_counted()
    {
        var data = Directory.CreateDirectory(Path.Combine(_twin.Home, "bucket", "data")).FullName;
        File.WriteAllText(Path.Combine(data, "TransactionTypes.csv"), "x,income,wages\n");
        _twin.Run("$null = Invoke-ContabyxCopy -ErrorAction SilentlyContinue");

        _twin.Run($"$null = Export-ContabyxReport '{Page("failed")}'");

        var page = File.ReadAllText(Page("failed"));
        Assert.Equal("1", Figure(page, "failed"));
        Assert.Matches("<table id=\"failures\">(?s:.*)TransactionTypes(?s:.*)transaction_type_id", page);
    }

    [Fact]
    public async Task A_browser_shows_it_without_a_complaint_on_a_phone_and_a_screen_in_light_and_dark()
    {
        foreach (var language in (string[])["En", "Pt"])
            _twin.Run($"$null = Export-ContabyxReport '{Page(language)}' -Language {language}");
        await using var browser = await Browser.TryStartAsync();
        Assert.SkipWhen(browser is null && Environment.GetEnvironmentVariable("CI") != "true", "There is no Chromium.");
        var total = (decimal)Get(_twin.Run("Get-ContabyxBalance").Single(), "Balance")!;

        foreach (var (language, width, dark) in Variants)
        {
            await browser!.OpenAsync(Page(language), width, dark, charts: 3);

            var shown = await browser.EvaluateAsync("document.querySelector('[data-figure=balance]').innerText");
            Assert.Equal(total.ToString("N2", CultureInfo.GetCultureInfo(language == "En" ? "en-US" : "pt-BR").NumberFormat), shown);
            Assert.Equal("3", await browser.EvaluateAsync("document.querySelectorAll('canvas').length"));
            await CheckAndShootAsync(browser, $"report-{language}", width, dark);
        }

        await browser!.EvaluateAsync("console.error('seen')");
        await browser.EvaluateAsync("1");
        Assert.Single(browser.Complaints);
    }

    [Fact]
    public async Task A_browser_shows_a_report_of_own_tables_too()
    {
        using var twin = new Twin();
        twin.Run("$null = New-ContabyxBatch -Days 1");
        twin.Run("$null = Export-ContabyxData -Table Clients, Documents | Send-ContabyxUpload | Invoke-ContabyxCopy");
        foreach (var language in (string[])["En", "Pt"])
            twin.Run($"$null = Export-ContabyxReport '{Page(language)}' -Language {language} -Company Shop");
        await using var browser = await Browser.TryStartAsync();
        Assert.SkipWhen(browser is null && Environment.GetEnvironmentVariable("CI") != "true", "There is no Chromium.");

        foreach (var (language, width, dark) in Variants)
        {
            await browser!.OpenAsync(Page(language), width, dark, charts: 1);

            Assert.Equal("1", await browser.EvaluateAsync("document.querySelectorAll('canvas').length"));
            await CheckAndShootAsync(browser, $"own-{language}", width, dark);
        }
    }

    private static IEnumerable<(string Language, int Width, bool Dark)> Variants =>
        from language in (string[])["En", "Pt"]
        from width in (int[])[390, 1400]
        from dark in (bool[])[false, true]
        select (language, width, dark);

    // The legends show the latest values before anybody has touched a chart.
    private static async Task CheckAndShootAsync(Browser browser, string name, int width, bool dark)
    {
        Assert.Empty(browser.Complaints);
        Assert.Equal("true", await browser.EvaluateAsync("document.documentElement.scrollWidth <= innerWidth"));
        Assert.Equal(
            dark ? "rgb(18, 22, 28)" : "rgb(244, 245, 247)",
            await browser.EvaluateAsync("getComputedStyle(document.body).backgroundColor"));
        var legend = await browser.EvaluateAsync("[...document.querySelectorAll('.u-value')].map(value => value.innerText).join(';')");
        Assert.Matches("^[^;–]+(;[^;–]+)+$", legend);
        if (Environment.GetEnvironmentVariable("CONTABYX_SCREENSHOTS") is { } folder)
        {
            await File.WriteAllBytesAsync(
                Path.Combine(folder, $"{name}-{(dark ? "dark" : "light")}-{width}.png"), await browser.ShootAsync(),
                TestContext.Current.CancellationToken);
        }
    }

    private static object? Get(PSObject thing, string property) => thing.Properties[property].Value;

    private static string Figure(string page, string name) => Regex.Match(page, $"data-figure=\"{name}\">([^<]*)<").Groups[1].Value;

    private string Page(string name) => Path.Combine(_twin.Home, name + ".html");
}
