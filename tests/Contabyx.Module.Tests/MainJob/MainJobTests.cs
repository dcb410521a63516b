using System.Management.Automation;

namespace Contabyx.ModuleTests;

/// <summary>The line that the module is made for, in the real engine.</summary>
public sealed class MainJobTests : IDisposable
{
    private const string Line =
        "New-ContabyxBatch -Days 6 -BatchDays 2 | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy";

    private readonly Twin _twin = new();

    public void Dispose() => _twin.Dispose();

    [Fact]
    public void Every_table_is_loaded_and_proven()
    {
        var results = _twin.Run(Line);

        Assert.Equal(8, results.Count);
        Assert.All(results, result => Assert.Equal("Loaded Proven", $"{Get(result, "Status")} {Get(result, "Proof")}"));
        Assert.Equal(0m, Get(_twin.Run("Get-ContabyxBalance").Single(), "TransferNet"));
    }

    [Fact]
    public void Run_again_the_line_goes_on_with_the_next_days()
    {
        _twin.Run(Line);

        _twin.Run(Line);

        var balance = _twin.Run("Get-ContabyxBalance").Single();
        Assert.Equal((12 * 400L, new DateOnly(2015, 7, 12)), (Get(balance, "Transactions"), Get(balance, "LastDay")));
    }

    [Theory]
    [InlineData("New-ContabyxBatch -Days 3 -WhatIf")]
    [InlineData("$WhatIfPreference = $true; " + Line)]
    [InlineData("Export-ContabyxData -Table * -WhatIf -ErrorAction Ignore")]
    [InlineData("Invoke-ContabyxCopy -WhatIf")]
    [InlineData("Initialize-Contabyx -WhatIf")]
    [InlineData("New-ContabyxBatch -Days 3 -WhatIf | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy")]
    public void WhatIf_leaves_nothing_behind_where_nothing_was(string script)
    {
        _twin.Run(script);

        Assert.Empty(_twin.Files());
    }

    [Fact]
    public void WhatIf_of_a_copy_shows_the_statements_and_moves_and_does_none_of_them()
    {
        _twin.Run("$null = New-ContabyxBatch -Days 1 | Export-ContabyxData | Send-ContabyxUpload");
        var before = _twin.Files();

        var steps = _twin.Run("Invoke-ContabyxCopy -WhatIf");

        Assert.Equal(Enumerable.Range(1, steps.Count), steps.Select(step => (int)Get(step, "Number")!));
        Assert.Equal(8, steps.Count(step => $"{Get(step, "Text")}".StartsWith("COPY", StringComparison.Ordinal)
            || $"{Get(step, "Text")}".Contains("read_csv", StringComparison.Ordinal)));
        Assert.Equal(16, steps.Count(step => $"{Get(step, "Kind")}" == "Move"));
        Assert.Equal(before, _twin.Files());
    }

    [Fact]
    public void A_plan_is_a_new_file_and_only_made_with_WhatIf()
    {
        _twin.Run("$null = New-ContabyxBatch -Days 1 | Export-ContabyxData | Send-ContabyxUpload");
        var plan = Path.Combine(_twin.Home, "plan.sql");

        _twin.Run($"$null = Invoke-ContabyxCopy -WhatIf -PlanPath '{plan}'");

        var text = File.ReadAllText(plan);
        Assert.Contains("\nCOMMIT;\n", text, StringComparison.Ordinal);
        Assert.Contains("\n-- mv '", text, StringComparison.Ordinal);
        foreach (var script in (string[])[$"Invoke-ContabyxCopy -WhatIf -PlanPath '{plan}'", $"Invoke-ContabyxCopy -PlanPath '{plan}2'"])
        {
            using var engine = _twin.Session.Prepare(script + " *>$null");
            engine.Invoke();
            Assert.Equal("Contabyx.Address", engine.Streams.Error.Single().FullyQualifiedErrorId.Split(',')[0]);
        }

        Assert.Equal(text, File.ReadAllText(plan));
        Assert.Empty(_twin.Run("Get-ContabyxLoad"));
    }

    [Fact]
    public void A_batch_that_never_reached_the_warehouse_goes_with_the_next_run()
    {
        _twin.Run("$null = New-ContabyxBatch -Days 2");

        _twin.Run("$null = New-ContabyxBatch -Days 1 | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy");

        Assert.Equal(3 * 400L, Get(_twin.Run("Get-ContabyxBalance").Single(), "Transactions"));
    }

    [Fact]
    public void A_run_that_was_sent_but_not_loaded_is_loaded_by_the_next_line()
    {
        _twin.Run("$null = New-ContabyxBatch -Days 2 | Export-ContabyxData | Send-ContabyxUpload");

        var results = _twin.Run(Line);

        Assert.Equal(2, results.Select(result => Get(result, "Run")).Distinct().Count());
        Assert.Equal(8 * 400L, Get(_twin.Run("Get-ContabyxBalance").Single(), "Transactions"));
    }

    [Fact]
    public void Whole_tables_by_wildcard_travel_through_a_folder()
    {
        _twin.Run("$null = New-ContabyxBatch -Days 1");
        var folder = Path.Combine(_twin.Home, "out");

        _twin.Session.Run("$null = Export-ContabyxData -Table Cl*, Tax -Destination $args[0] -Compression Gzip", folder);
        var results = _twin.Session.Run("Send-ContabyxUpload $args[0] | Invoke-ContabyxCopy", folder);

        Assert.Equal(
            ["Clients Replace Loaded", "Tax Replace Loaded"],
            results.Select(r => $"{Get(r, "Table")} {Get(r, "Mode")} {Get(r, "Status")}").Order());
    }

    [Fact]
    public void A_failed_table_is_a_result_and_an_error_that_does_not_end_the_line()
    {
        _twin.Run("$null = New-ContabyxBatch -Days 1 | Export-ContabyxData | Send-ContabyxUpload");
        var part = Directory.GetFiles(_twin.Home, "Tax-0001.csv.zst", SearchOption.AllDirectories).Single();
        File.Delete(part);

        using var engine = _twin.Session.Prepare("Invoke-ContabyxCopy");
        var results = engine.Invoke();

        Assert.Equal(8, results.Count);
        var error = Assert.Single(engine.Streams.Error);
        Assert.Equal("Contabyx.LoadFailed,Contabyx.PowerShell.InvokeContabyxCopyCommand", error.FullyQualifiedErrorId);
        Assert.Contains("Tax-0001.csv.zst: it is missing", error.Exception.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.Equal(("DamagedFileException", ErrorCategory.InvalidData),
            (error.Exception.InnerException?.GetType().Name, error.CategoryInfo.Category));
    }

    [Theory]
    [InlineData("Connect-Contabyx -Source oracle://user@host/db", "Contabyx.Address")]
    [InlineData("Connect-Contabyx -Source mysql://user:password@host/db", "Contabyx.Address")]
    [InlineData("Connect-Contabyx -Source mysql://u@h/d -Bucket s3://NO/books -Warehouse redshift://u@h/d", "Contabyx.Address")]
    [InlineData("Connect-Contabyx -EnvFile ./nothing-there.env", "Contabyx.Setting")]
    [InlineData("Connect-Contabyx -WarehouseDsn Nowhere", "Contabyx.Setting")]
    [InlineData("Compare-ContabyxData -Table Nobody", "Contabyx.TableNotFound")]
    [InlineData("New-ContabyxBatch -Days 1 -FirstDay 2020-01-01 -StartDay 2015-07-01", "Contabyx.BooksConflict")]
    [InlineData("Export-ContabyxData -Table Nobody", "Contabyx.TableNotFound")]
    [InlineData("Send-ContabyxUpload ./nothing-there.csv", "Contabyx.PathNotFound")]
    [InlineData("Get-ContabyxBalance", "Contabyx.BooksUnreadable")]
    public void Bad_input_gets_an_error_that_names_the_thing(string script, string id)
    {
        using var engine = _twin.Session.Prepare($"try {{ {script} -ErrorAction Stop }} catch {{ $_ }}");

        var error = Assert.IsType<ErrorRecord>(Assert.Single(engine.Invoke()).BaseObject);

        Assert.StartsWith(id, error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Stopped_half_way_the_line_leaves_nothing_that_the_next_run_does_not_mend()
    {
        for (var i = 0; i < 4; i++)
        {
            using var engine = _twin.Session.Prepare(
                "New-ContabyxBatch -Days 400 -BatchDays 100 | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy");
            engine.BeginInvoke();
            Thread.Sleep(100 + (150 * i));
            engine.Stop();
        }

        _twin.Run("$null = New-ContabyxBatch -Days 1 | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy");

        var balance = _twin.Run("Get-ContabyxBalance").Single();
        var days = ((DateOnly)Get(balance, "LastDay")!).DayNumber - ((DateOnly)Get(balance, "FirstDay")!).DayNumber + 1;
        Assert.Equal(days * 400L, Get(balance, "Transactions"));
        Assert.Equal(0m, Get(balance, "TransferNet"));
        var staging = Path.Combine(_twin.Home, "staging");
        Assert.True(!Directory.Exists(staging) || Directory.GetDirectories(staging).Length == 0);
    }

    private static object? Get(PSObject value, string property) => value.Properties[property].Value;
}
