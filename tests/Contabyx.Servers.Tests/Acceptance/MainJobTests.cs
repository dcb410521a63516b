using System.Globalization;

namespace Contabyx.ServerTests;

/// <summary>The main job on MySQL, S3 and Redshift, as a scheduled task runs it.</summary>
public sealed class MainJobTests(Servers servers)
{
    private static readonly int Days = int.Parse(
        Environment.GetEnvironmentVariable("CONTABYX_ACCEPTANCE_DAYS") ?? "120", CultureInfo.InvariantCulture);

    [Fact]
    public async Task The_line_loads_proves_moves_and_compares_equal()
    {
        await using var site = await Site.OpenAsync(servers);

        var (exitCode, output, errors) = await site.RunAsync($$"""
            Initialize-Contabyx | Out-Null
            New-ContabyxBatch -Days {{Days}} | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy |
                ForEach-Object { "$($_.Table) $($_.Status) $($_.Proof) $($_.RowsLoaded)" }
            Compare-ContabyxData | ForEach-Object { "$($_.Table) equal $($_.Equal)" }
            "loads $((Get-ContabyxLoad).Count)"
            """);

        Assert.Equal("", errors);
        Assert.Equal(0, exitCode);
        var lines = output.Trim().Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        Assert.Equal(8, lines.Count(line => line.Contains(" Loaded Proven ", StringComparison.Ordinal)));
        Assert.Contains($"Transactions Loaded Proven {400L * Days}", lines);
        Assert.Contains($"Tax Loaded Proven {400L * Days}", lines);
        Assert.Contains($"Transfers Loaded Proven {100L * Days}", lines);
        Assert.Equal(8, lines.Count(line => line.EndsWith(" equal True", StringComparison.Ordinal)));
        Assert.Equal("loads 8", lines[^1]);
        Assert.Empty(await site.KeysAsync("data/"));
        Assert.Equal(["error/redshift.log"], await site.KeysAsync("error/"));
        var processed = await site.KeysAsync("processed/");
        Assert.Equal(8, processed.Count(key => key.EndsWith("/manifest.json", StringComparison.Ordinal)));
        Assert.Equal(1, processed.Count(key => key.EndsWith("/run.json", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Checks_name_what_is_missing_and_pass_once_everything_is_made()
    {
        await using var site = await Site.OpenAsync(servers);
        const string missing = "Test-ContabyxConnection | Where-Object { $_.Outcome -eq 'Failed' -or $_.Check -eq 'Reachable' "
            + "-and $_.Outcome -ne 'Passed' } | ForEach-Object { \"$($_.Part) $($_.Check) $($_.Outcome)\" }";

        var (_, before, _) = await site.RunAsync(missing);
        var (exitCode, after, errors) = await site.RunAsync($"Initialize-Contabyx | ForEach-Object {{ }}\n{missing}");

        Assert.Equal(["Source Database Failed", "Bucket Reachable Warning"], before.Trim().Split('\n').Select(line => line.TrimEnd('\r')));
        Assert.Equal((0, "", ""), (exitCode, after.Trim(), errors));
    }

    [Fact]
    public async Task The_next_day_adds_its_rows_and_a_repeat_adds_nothing()
    {
        await using var site = await Site.OpenAsync(servers);
        const string line = "| Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy "
            + "| ForEach-Object { \"$($_.Table) $($_.Status) $($_.RowsLoaded)\" }";

        var (_, first, _) = await site.RunAsync($"Initialize-Contabyx | Out-Null; New-ContabyxBatch -Days 2 {line}");
        var (_, again, _) = await site.RunAsync($"New-ContabyxBatch -Days 2 -FirstDay 2015-07-01 {line}");
        var (_, next, _) = await site.RunAsync($"New-ContabyxBatch {line}");

        Assert.Contains("Tax Loaded 800", first, StringComparison.Ordinal);
        Assert.Contains("Tax AlreadyLoaded 0", again, StringComparison.Ordinal);
        Assert.Contains("Tax Loaded 400", next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_if_shows_every_statement_and_changes_nothing()
    {
        await using var site = await Site.OpenAsync(servers);
        await site.RunAsync(
            "Initialize-Contabyx | Out-Null; New-ContabyxBatch -Days 1 | Export-ContabyxData | Send-ContabyxUpload | Out-Null");
        var before = await site.KeysAsync("");
        var statements = site.Emulator.Statements.Texts.Count;

        var (exitCode, output, _) = await site.RunAsync("Invoke-ContabyxCopy -WhatIf");

        Assert.Equal(0, exitCode);
        Assert.Equal(before, await site.KeysAsync(""));
        Assert.Contains("IAM_ROLE default", output, StringComparison.Ordinal);
        Assert.Contains("FORMAT AS CSV", output, StringComparison.Ordinal);
        Assert.Contains("MOVE s3://", output, StringComparison.Ordinal);
        Assert.All(
            site.Emulator.Statements.Texts.Skip(statements).Where(sql => !sql.StartsWith("SET ", StringComparison.Ordinal)),
            sql => Assert.StartsWith("SELECT", sql.TrimStart(), StringComparison.OrdinalIgnoreCase));
    }
}
