namespace Contabyx.ServerTests;

/// <summary>The morning after: what a user sees of the runs of a job on MySQL, S3 and the emulator, and clears away.</summary>
public sealed class MorningTests(Servers servers)
{
    [Fact]
    public async Task A_morning_shows_what_worked_what_failed_and_which_side_cannot_be_asked()
    {
        await using var site = await Site.OpenAsync(servers);
        await site.RunOnSourceAsync("""
            CREATE TABLE customers (customer_id INT PRIMARY KEY, name VARCHAR(80));
            CREATE TABLE orders (order_id INT PRIMARY KEY, total DECIMAL(12,2));
            INSERT INTO customers VALUES (1, 'one'), (2, 'two');
            INSERT INTO orders VALUES (1, 10.50), (2, 20.25), (3, 0);
            """);
        var (_, output, errors) = await site.RunAsync("""
            Initialize-Contabyx -Target Bucket -RetentionDays 30 | Out-Null
            Set-Content "$PSScriptRoot/night.job.psd1" "@{ EnvFile = '.env'; Tables = 'customers', 'orders' }"
            $first = Invoke-ContabyxPipeline -Job "$PSScriptRoot/night.job.psd1"
            "shown: $((Get-ContabyxRun | Out-String -Width 200).Trim().Split("`n")[0])"

            Set-Content "$PSScriptRoot/night.job.psd1" "@{ EnvFile = '.env'; Tables = 'customers', 'nothing' }"
            $null = Invoke-ContabyxPipeline -Job "$PSScriptRoot/night.job.psd1" -ErrorAction SilentlyContinue
            $failed = Get-ContabyxRun -Failed
            "failed: $(@($failed).Count) $($failed.Status) $($failed.Tables -join ', ') IsLast=$($failed.IsLast)"

            $away = Connect-Contabyx -EnvFile "$PSScriptRoot/.env" -Warehouse redshift://loader@127.0.0.1:9/dev
            $one = Get-ContabyxRun $first.Runs -Connection $away
            "away: $($one.Status) $($one.Job) rows '$($one.RowsLoaded)' of $($one.RowsExpected), $([bool]$one.WarehouseError)"

            $null = Connect-Contabyx -EnvFile "$PSScriptRoot/.env"
            Get-ContabyxRun | Remove-ContabyxRun
            "left: $(@(Get-ContabyxRun).Run -join ' ') $((Get-ContabyxRun).Places.Count)"
            "loads: $(@(Get-ContabyxLoad).Count)"
            """);

        Assert.Equal("", errors);
        Assert.Matches(@"shown: Last run \d{4}-\d\d-\d\d \d\d:\d\d, job night: 2 tables, 5 rows, all proven", output);
        Assert.Contains("failed: 1 Failed customers: AlreadyLoaded, nothing: Failed IsLast=True", output, StringComparison.Ordinal);
        Assert.Contains("away: Loaded night rows '' of 5, True", output, StringComparison.Ordinal);
        Assert.Matches(@"left: \S+ 0", output);
        Assert.Contains("loads: 2", output, StringComparison.Ordinal);
        Assert.All(await site.KeysAsync("processed/"), key => Assert.Fail(key));
    }
}
