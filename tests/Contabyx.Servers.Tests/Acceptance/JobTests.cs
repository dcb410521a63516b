using Contabyx.Engine.Jobs;
using Contabyx.Engine.Notifications;
using Contabyx.RedshiftEmulator;

namespace Contabyx.ServerTests;

/// <summary>A job file of somebody's own tables, from its making to its second night, on MySQL, S3 and the emulator.</summary>
public sealed class JobTests(Servers servers)
{
    private const string Shop = """
        CREATE TABLE customers (customer_id INT AUTO_INCREMENT PRIMARY KEY, email VARCHAR(80),
            updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6));
        CREATE TABLE order_lines (order_id BIGINT, line_no INT, qty INT NOT NULL, PRIMARY KEY (order_id, line_no));
        CREATE TABLE notes (text VARCHAR(40));
        INSERT INTO customers (email) VALUES ('a@example.org'), ('b@example.org'), (NULL);
        INSERT INTO order_lines VALUES (1, 1, 5), (1, 2, 6), (2, 1, 7);
        INSERT INTO notes VALUES ('one'), ('one');
        """;

    [Fact]
    public async Task A_new_job_is_checked_run_and_run_again_and_both_sides_are_equal_each_time()
    {
        await using var site = await Site.OpenAsync(servers);
        await site.RunOnSourceAsync(Shop);
        var (exitCode, output, errors) = await site.RunAsync("""
            Initialize-Contabyx -Target Bucket | Out-Null
            $job = New-ContabyxJob "$PSScriptRoot/shop.job.psd1" -EnvFile "$PSScriptRoot/.env"
            "new: $(Test-ContabyxJob $job -Quiet)"
            $result = Invoke-ContabyxPipeline -Job $job
            "first: $LASTEXITCODE $($result.TablesLoaded) $($result.RowsLoaded)"
            "equal: $((Compare-ContabyxData -Job $job).Equal)"
            """);

        Assert.Equal("", errors);
        Assert.Equal(0, exitCode);
        Assert.Contains("new: True", output, StringComparison.Ordinal);
        Assert.Contains("first: 0 3 8", output, StringComparison.Ordinal);
        Assert.Contains("equal: True True True", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_reads_each_table_its_own_way_with_masks_readers_and_a_layout()
    {
        await using var site = await Site.OpenAsync(servers);
        await site.RunOnSourceAsync(Shop);
        await File.AppendAllTextAsync(site.EnvFile, "\nCONTABYX_MASK_KEY=a long enough random key\n",
            TestContext.Current.CancellationToken);
        var job = Path.Combine(Path.GetDirectoryName(site.EnvFile)!, "night.job.psd1");
        await File.WriteAllTextAsync(
            job,
            """
            @{
                EnvFile = '.env'
                Tables  = @(
                    @{
                        Table = 'customers'; Read = 'Incremental'; Watermark = 'updated_at'; Mask = @{ email = 'Hash' }
                        SortKey = 'updated_at'; DistKey = 'customer_id'; GrantSelectTo = 'PUBLIC'
                    }
                    @{ Table = 'order_lines'; Read = 'Differences'; As = 'lines' }
                    'notes'
                )
            }
            """, TestContext.Current.CancellationToken);
        const string Run = """
            $result = Invoke-ContabyxPipeline -Job "$PSScriptRoot/night.job.psd1"
            "run: $LASTEXITCODE $(($result.Tables | Sort-Object Table | ForEach-Object { "$($_.Table) $($_.RowsLoaded)" }) -join ', ')"
            "equal: $((Compare-ContabyxData -Job "$PSScriptRoot/night.job.psd1").Equal)"
            """;
        var first = await site.RunAsync("""
            Initialize-Contabyx -Target Bucket | Out-Null
            $plan = (Invoke-ContabyxPipeline -Job "$PSScriptRoot/night.job.psd1" -WhatIf).Text -join ' '
            "plan: $($plan -match 'DISTKEY \("customer_id"\)') $($plan -match 'GRANT SELECT ON TABLE "public"."customers" TO PUBLIC')"

            """ + Run);
        await site.RunOnSourceAsync(
            "UPDATE customers SET email = 'c@example.org' WHERE customer_id = 2; DELETE FROM order_lines WHERE order_id = 2; "
            + "UPDATE order_lines SET qty = 50 WHERE line_no = 1");
        var second = await site.RunAsync(Run);

        Assert.Equal("", first.Errors + second.Errors);
        Assert.Contains("plan: True True", first.Output, StringComparison.Ordinal);
        Assert.Contains("run: 0 customers 3, lines 3, notes 2", first.Output, StringComparison.Ordinal);
        Assert.Contains("equal: True True True", first.Output, StringComparison.Ordinal);
        Assert.Contains("run: 0 ", second.Output, StringComparison.Ordinal);
        Assert.Contains("equal: True True True", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grant_that_fails_leaves_the_table_loaded_and_says_what_to_run()
    {
        await using var site = await Site.OpenAsync(servers);
        await site.RunOnSourceAsync(Shop);
        site.Emulator.Faults.Add(new Fault(FaultKind.Denied, sql => sql.StartsWith("GRANT SELECT", StringComparison.Ordinal)));
        var database = new JobDatabase
        {
            Place = default,
            Tables = [new JobTable { Place = default, Selection = new TableSelection { Table = "notes" },
                GrantSelectTo = ["GROUP readers", "ana"] }],
        };
        var job = new JobDefinition { Path = site.EnvFile, Name = "night", Databases = [database] };

        var result = await new JobPipeline(job, new JobTarget(database, site.Connection), Notifier.None, new Progress<string>())
            .RunAsync(_ => new Progress<ItemProgress>(), TestContext.Current.CancellationToken);

        Assert.Equal((PipelineStatus.Succeeded, 0, null), (result.Status, result.ExitCode, result.Error));
        Assert.Equal((LoadStatus.Loaded, LoadProof.Proven), (result.Tables[0].Status, result.Tables[0].Proof));
        const string Statement = """GRANT SELECT ON TABLE "public"."notes" TO GROUP "readers".""";
        Assert.Contains(Statement, Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Contains("permission denied", result.Warnings[0], StringComparison.Ordinal);
        Assert.Contains(
            "GRANT SELECT ON TABLE", await File.ReadAllTextAsync(result.LogPath, TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_of_two_databases_loads_each_into_its_schema()
    {
        await using var site = await Site.OpenAsync(servers);
        await site.RunOnSourceAsync(Shop);
        var (exitCode, output, errors) = await site.RunAsync("""
            Initialize-Contabyx -Target Bucket | Out-Null
            foreach ($schema in 'first', 'second') {
                $null = Connect-Contabyx -EnvFile "$PSScriptRoot/.env" -Schema $schema
                $null = Initialize-Contabyx -Target Warehouse -Table notes
            }
            Set-Content "$PSScriptRoot/two.job.psd1" "@{ EnvFile = '.env'; Databases = @( @{ Schema = 'first'; Tables = 'notes' }, @{ Schema = 'second'; Tables = '*'; ExcludeTables = 'notes' } ) }"
            "check: $(Test-ContabyxJob "$PSScriptRoot/two.job.psd1" -Quiet)"
            $results = Invoke-ContabyxPipeline -Job "$PSScriptRoot/two.job.psd1"
            "runs: $LASTEXITCODE $($results.TablesLoaded) $($results.Bucket | Split-Path -Leaf)"
            "equal: $((Compare-ContabyxData -Job "$PSScriptRoot/two.job.psd1").Equal)"
            """);

        Assert.Equal("", errors);
        Assert.Equal(0, exitCode);
        Assert.Contains("check: True", output, StringComparison.Ordinal);
        Assert.Contains("runs: 0 1 2 first second", output, StringComparison.Ordinal);
        Assert.Contains("equal: True True True", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_cannot_be_created_with_its_layout_stops_no_other()
    {
        await using var site = await Site.OpenAsync(servers);
        await site.RunOnSourceAsync(Shop);
        await using (var bucket = Engine.Connections.Addresses.OpenBucket(site.Connection))
            await bucket.InitializeAsync(TestContext.Current.CancellationToken);
        var place = new JobPlace(3, 5);
        var database = new JobDatabase
        {
            Place = place,
            Tables =
            [
                new() { Place = place, Selection = new() { Table = "customers" }, Layout = new() { SortKey = ["nothing"] } },
                new() { Place = place, Selection = new() { Table = "missing" }, Layout = new() { SortKey = ["a"] } },
                new() { Place = place, Selection = new() { Table = "notes" } },
            ],
        };
        var job = new JobDefinition { Path = "/x.job.psd1", Name = "x", Databases = [database] };

        var result = await new JobPipeline(job, new JobTarget(database, site.Connection), Notifier.None, new Progress<string>())
            .RunAsync(_ => new Progress<ItemProgress>(), TestContext.Current.CancellationToken);

        Assert.Equal((PipelineStatus.Failed, 1), (result.Status, result.TablesLoaded));
        Assert.Equal(["missing", "notes"], result.Tables.Select(table => table.Table).Order());
        Assert.Equal("2", (await site.AskWarehouseAsync("SELECT count(*) FROM notes"))[0][0]);
    }
}
