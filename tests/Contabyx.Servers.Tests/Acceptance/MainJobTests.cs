using System.Globalization;
using System.Text.Json;

namespace Contabyx.ServerTests;

/// <summary>The main job on MySQL, S3 and Redshift, as a scheduled task runs it.</summary>
public sealed class MainJobTests(Servers servers)
{
    private static readonly int Days = int.Parse(
        Environment.GetEnvironmentVariable("CONTABYX_ACCEPTANCE_DAYS") ?? "400", CultureInfo.InvariantCulture);

    [Fact]
    public async Task The_line_loads_proves_moves_and_compares_equal()
    {
        await using var site = await Site.OpenAsync(servers);

        var (exitCode, output, errors) = await site.RunAsync($"""
            Initialize-Contabyx | Out-Null
            New-ContabyxBatch -Days {Days} | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy |
                ConvertTo-Json -AsArray -Compress
            Compare-ContabyxData | ForEach-Object Equal | ConvertTo-Json -AsArray -Compress
            (Get-ContabyxLoad).Count
            """);

        Assert.Equal((0, ""), (exitCode, errors));
        var lines = output.Trim().Split('\n');
        var results = JsonDocument.Parse(lines[0]).RootElement.EnumerateArray().ToList();
        Assert.Equal(8, results.Count);
        Assert.All(results, result => Assert.Equal(
            ((int)LoadStatus.Loaded, (int)LoadProof.Proven),
            (result.GetProperty("Status").GetInt32(), result.GetProperty("Proof").GetInt32())));
        Assert.Equal(400L * Days, Rows(results, "Transactions"));
        Assert.Equal(100L * Days, Rows(results, "Transfers"));
        Assert.Equal("[true,true,true,true,true,true,true,true]", lines[1].Trim());
        Assert.Equal("8", lines[2].Trim());
        Assert.Empty(await site.KeysAsync("data/"));
        Assert.Equal(["error/redshift.log"], await site.KeysAsync("error/"));
        Assert.Equal(17, (await site.KeysAsync("processed/")).Count(key => !key.EndsWith("-0002.csv.zst", StringComparison.Ordinal)
            && !key.EndsWith("-0003.csv.zst", StringComparison.Ordinal) && !key.EndsWith("-0004.csv.zst", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_next_day_adds_its_rows_and_a_repeat_adds_nothing()
    {
        await using var site = await Site.OpenAsync(servers);
        const string line = "| Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy | ForEach-Object { \"$($_.Table) $($_.Status) $($_.RowsLoaded)\" }";

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
            site.Emulator.Statements.Texts.Skip(statements),
            sql => Assert.StartsWith("SELECT", sql.TrimStart(), StringComparison.OrdinalIgnoreCase));
    }

    private static long Rows(IEnumerable<JsonElement> results, string table) => results
        .Single(result => result.GetProperty("Table").GetString() == table).GetProperty("RowsLoaded").GetInt64();
}
