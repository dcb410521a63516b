namespace Contabyx.ServerTests;

/// <summary>
/// Everything that can go wrong with a table that has masked columns: values that cannot be exported, rows that the warehouse
/// refuses, rows that differ. All output, and everything that is stored, is searched for the clear values.
/// </summary>
public sealed class MaskFailureTests(Servers servers)
{
    private const string Clear = "clear-value";
    private const string MaskKey = "marked-mask-key-of-the-tests";

    private const string Tables = $"""
        CREATE TABLE bulky (email VARCHAR(99) PRIMARY KEY, note LONGTEXT, story LONGTEXT);
        INSERT INTO bulky VALUES ('{Clear}@example.com', 'short', 'short'), ('{Clear}-2@example.com', REPEAT('{Clear} ', 9000), REPEAT('long ', 20000));
        CREATE TABLE codes (id INT PRIMARY KEY, email VARCHAR(99), born DATE, code VARCHAR(20));
        INSERT INTO codes VALUES (1, '{Clear}-1@example.com', '1985-03-12', '12'), (2, '{Clear}-2@example.com', '1985-03-13', 'not a number');
        CREATE TABLE people (email VARCHAR(99) PRIMARY KEY, name VARCHAR(99), updated_at DATETIME);
        INSERT INTO people VALUES ('{Clear}-1@example.com', '{Clear}-1', '2024-01-01'), ('{Clear}-2@example.com', '{Clear}-2', '2024-01-02');
        SET sql_mode = ''; CREATE TABLE keyed (email VARCHAR(99) PRIMARY KEY, since DATE); INSERT INTO keyed VALUES ('{Clear}-9@example.com', '2024-02-30')
        """;

    private const string Job = """
        @{ EnvFile = '.env'; Tables = @(
            @{ Table = 'people'; Read = 'Incremental'; Watermark = 'updated_at'; DifferencesEvery = 2; Mask = @{ email = 'Hash'; name = 'Last4' } }
            @{ Table = 'bulky'; Read = 'Differences'; ExcludeColumns = 'story'; Mask = @{ email = 'Hash'; note = 'Hash' } }
            @{ Table = 'keyed'; Read = 'Differences'; Mask = @{ email = 'Hash' } } ) }
        """;

    private const string Begin = """
        $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
        $job = "$PSScriptRoot/night.job.psd1"
        filter Show { "$_"; $_.psobject.Properties | ForEach-Object { "$($_.Name) = $($_.Value)" }; $_ | ConvertTo-Json -Depth 5 -WarningAction Ignore }

        """;

    private const string Fail = Begin + """
        Initialize-Contabyx -Target Bucket | Out-Null
        $some = @{ '*email' = 'Hash'; '*note' = 'Last4'; '*born' = 'Redact' }
        Export-ContabyxData -Table bulky -Mask $some -ErrorAction Continue | Send-ContabyxUpload | Show
        Export-ContabyxData -Table keyed -Mask $some -ErrorAction Continue | Send-ContabyxUpload | Show
        Invoke-ContabyxCopy -ErrorAction Continue | Show
        Export-ContabyxData -Table codes -Mask $some -BadValue Send -Compression None | Send-ContabyxUpload | Out-Null
        Invoke-ContabyxCopy -ErrorAction Continue | Show
        Export-ContabyxData -Table codes -Mask $some -BadValue Send | Send-ContabyxUpload | Out-Null
        Invoke-ContabyxCopy -MaxErrors 5 | Show
        Test-ContabyxJob $job | Show
        Invoke-ContabyxPipeline -Job $job -WhatIf -PlanPath "$PSScriptRoot/home/plan.sql" | Show
        Invoke-ContabyxPipeline -Job $job -ErrorAction Continue | Show
        """;

    private const string Tell = Begin + """
        Compare-ContabyxData -Table people -Mask @{ email = 'Hash'; name = 'Last4' } -Detail | Show
        Compare-ContabyxData -Job $job -ErrorAction Continue | Show
        Invoke-ContabyxPipeline -Job $job -ErrorAction Continue -AsJson
        Get-ContabyxLoadError | Show
        Get-ContabyxLoad | Show
        Get-ContabyxLog | Show
        Export-ContabyxReport "$PSScriptRoot/home/report.html" -ErrorAction Continue
        $Error | ForEach-Object { "$_"; $_ | Format-List * -Force | Out-String; $_.Exception.ToString(); $_.ErrorDetails.RecommendedAction }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_clear_value_is_in_anything_that_tells_of_a_failure()
    {
        await using var site = await Site.OpenAsync(servers);
        await File.AppendAllTextAsync(site.EnvFile, $"\nCONTABYX_MASK_KEY={MaskKey}\n", Stop);
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(site.EnvFile)!, "night.job.psd1"), Job, Stop);
        await site.RunOnSourceAsync(Tables);
        await site.AskWarehouseAsync("CREATE TABLE public.codes (id INTEGER, email VARCHAR(64), born VARCHAR(8), code INTEGER)");
        await using var search = await ClearValueSearch.BeginAsync(site);

        var first = await site.RunAsync(Fail);
        await site.RunOnSourceAsync(
            $"UPDATE people SET name = '{Clear}-changed'; INSERT INTO people VALUES ('{Clear}-3@example.com', '{Clear}-3', '2024-01-03')");
        var second = await site.RunAsync(Tell);

        search.Add("output", first.Output + second.Output);
        search.Add("errors", first.Errors + second.Errors);
        TestContext.Current.TestOutputHelper?.WriteLine(first.Output + first.Errors + second.Output + second.Errors);
        var texts = await search.CollectAsync();
        foreach (var told in (string[])["bulky.story", "keyed.since", "not a number"])
            Assert.Contains(told, first.Output + first.Errors, StringComparison.Ordinal);
        Assert.Contains(texts, text => text.Where.EndsWith("bad-rows.csv", StringComparison.Ordinal)
            && text.Text.Contains("not a number", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Where.EndsWith("error.json", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Where.EndsWith("plan.sql", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Where == "table contabyx_load_history"
            && text.Text.Contains("people", StringComparison.Ordinal));
        ClearValueSearch.AssertNowhere(texts, Clear, "1985-03", MaskKey);
    }
}
