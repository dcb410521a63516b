using System.Management.Automation;
using System.Text.Json;

namespace Contabyx.ModuleTests;

/// <summary>The whole line in one cmdlet.</summary>
public sealed class WholePipelineTests : IDisposable
{
    private readonly Twin _twin = new();

    public void Dispose() => _twin.Dispose();

    [Theory]
    [InlineData("", 3)]
    [InlineData("-AllOrNothing", 1)]
    public void It_does_what_the_line_does(string options, int mostRuns)
    {
        var result = _twin.Run($"Invoke-ContabyxPipeline -Days 6 -BatchDays 2 {options}").Single();

        Assert.Equal(("Succeeded", 0), ($"{Get(result, "Status")}", Get(result, "ExitCode")));
        Assert.InRange(((IEnumerable<string>)Get(result, "Runs")!).Count(), 1, mostRuns);
        Assert.Equal((new DateOnly(2015, 7, 1), new DateOnly(2015, 7, 6)), (Get(result, "FirstDay"), Get(result, "LastDay")));
        Assert.Equal(6 * 400L, Balance("Transactions"));
        Assert.Equal(0m, Balance("TransferNet"));
        Assert.All(_twin.Run("Compare-ContabyxData"), table => Assert.Equal(true, Get(table, "Equal")));
        Assert.DoesNotContain(_twin.Files(), file => file.StartsWith("staging" + Path.DirectorySeparatorChar, StringComparison.Ordinal));
    }

    [Fact]
    public void Until_a_day_catches_up_and_writes_no_day_twice()
    {
        _twin.Run("$null = Invoke-ContabyxPipeline -Until 2015-07-02");

        var late = _twin.Run("Invoke-ContabyxPipeline -Until 2015-07-05").Single();
        var again = _twin.Run("Invoke-ContabyxPipeline -Until 2015-07-05").Single();

        Assert.Equal((new DateOnly(2015, 7, 3), new DateOnly(2015, 7, 5)), (Get(late, "FirstDay"), Get(late, "LastDay")));
        Assert.Equal(("Succeeded", null, 0L), ($"{Get(again, "Status")}", Get(again, "FirstDay"), Get(again, "RowsLoaded")));
        Assert.Equal(5 * 400L, Balance("Transactions"));
    }

    [Fact]
    public void Batches_that_never_arrived_are_loaded_without_new_days()
    {
        _twin.Run("$null = New-ContabyxBatch -Until 2015-07-03");

        var result = _twin.Run("Invoke-ContabyxPipeline -Until 2015-07-03").Single();

        Assert.Equal((0L, 3 * 400L), (Get(result, "RowsWritten"), Balance("Transactions")));
    }

    [Fact]
    public void What_waits_in_the_bucket_is_loaded_first_and_not_exported_again()
    {
        _twin.Run("$null = New-ContabyxBatch -Days 2 | Export-ContabyxData | Send-ContabyxUpload");

        var result = _twin.Run("Invoke-ContabyxPipeline -Days 1").Single();

        Assert.Equal((Get(result, "RowsWritten"), 3 * 400L), (Get(result, "RowsExported"), Balance("Transactions")));
        Assert.Equal(2, ((IEnumerable<string>)Get(result, "Runs")!).Count());
    }

    [Fact]
    public void Whole_tables_travel_too()
    {
        _twin.Run("$null = New-ContabyxBatch -Days 2");

        var result = _twin.Run("Invoke-ContabyxPipeline -Table Clients, Tax*").Single();

        Assert.Equal(("Succeeded", 3), ($"{Get(result, "Status")}", Get(result, "TablesLoaded")));
        Assert.Equal(0L, Get(result, "RowsWritten"));
    }

    [Fact]
    public void As_JSON_it_is_one_line_with_the_exit_code()
    {
        var line = (string)_twin.Run("Invoke-ContabyxPipeline -Days 1 -AsJson").Single().BaseObject;

        Assert.DoesNotContain('\n', line);
        using var json = JsonDocument.Parse(line);
        Assert.Equal("Succeeded", json.RootElement.GetProperty("status").GetString());
        Assert.Equal(0, json.RootElement.GetProperty("exitCode").GetInt32());
        Assert.Equal(8, json.RootElement.GetProperty("tables").GetArrayLength());
        Assert.Equal(0, _twin.Run("$LASTEXITCODE").Single().BaseObject);
    }

    [Fact]
    public void Tables_that_fail_end_it_with_41_and_the_next_one_loads_them()
    {
        _twin.Run("$null = New-ContabyxBatch -Days 2 | Export-ContabyxData | Send-ContabyxUpload");
        var part = Directory.EnumerateFiles(_twin.Home, "Tax-*", SearchOption.AllDirectories).Single();
        File.WriteAllBytes(part, File.ReadAllBytes(part)[..^9]);

        var (result, error) = Fail("Invoke-ContabyxPipeline -Until 2015-07-02");

        Assert.Equal(("Failed", "Copy", 41), ($"{Get(result, "Status")}", $"{Get(result, "FailedAt")}", Get(result, "ExitCode")));
        Assert.Equal("Contabyx.LoadFailed", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.NotNull(Get(result, "Advice"));
        Assert.Equal("Succeeded", $"{Get(_twin.Run("Invoke-ContabyxPipeline -Until 2015-07-02").Single(), "Status")}");
        Assert.Equal(2 * 400L, Balance("Transactions"));
        Assert.All(_twin.Run("Compare-ContabyxData"), table => Assert.Equal(true, Get(table, "Equal")));
    }

    [Fact]
    public void Books_that_cannot_be_written_end_it_with_10()
    {
        File.WriteAllText(Path.Combine(_twin.Home, "source.duckdb"), "this is no database");

        var (result, _) = Fail("Invoke-ContabyxPipeline -Days 1");

        Assert.Equal(("Failed", "Batch", 10), ($"{Get(result, "Status")}", $"{Get(result, "FailedAt")}", Get(result, "ExitCode")));
        Assert.Equal(10, _twin.Run("$LASTEXITCODE").Single().BaseObject);
    }

    [Fact]
    public void A_bucket_that_cannot_be_used_ends_it_with_40_before_anything_is_written()
    {
        File.WriteAllText(Path.Combine(_twin.Home, "bucket"), "this is no folder");

        var (result, _) = Fail("Invoke-ContabyxPipeline -Days 1");

        Assert.Equal(("Copy", 40), ($"{Get(result, "FailedAt")}", Get(result, "ExitCode")));
        Assert.DoesNotContain("source.duckdb", _twin.Files());
    }

    [Fact]
    public void Without_books_and_without_being_told_what_to_move_it_writes_nothing_and_ends_with_10()
    {
        var (result, error) = Fail("Invoke-ContabyxPipeline");

        Assert.Equal(("Batch", 10), ($"{Get(result, "FailedAt")}", Get(result, "ExitCode")));
        Assert.Equal("Contabyx.NoBooks", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.DoesNotContain("New-ContabyxBatch", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("source.duckdb", _twin.Files());
    }

    [Fact]
    public void Without_being_told_what_to_move_it_goes_on_with_books_that_are_there()
    {
        _twin.Run("$null = New-ContabyxBatch -Until ([datetime]::Today.AddDays(-2)) -FirstDay ([datetime]::Today.AddDays(-4))");

        var result = _twin.Run("Invoke-ContabyxPipeline").Single();

        Assert.Equal(DateOnly.FromDateTime(DateTime.Today).AddDays(-1), Get(result, "LastDay"));
    }

    [Fact]
    public void An_unknown_table_ends_it_with_20()
    {
        _twin.Run("$null = New-ContabyxBatch");

        var (result, _) = Fail("Invoke-ContabyxPipeline -Table Nothing");

        Assert.Equal(("Export", 20), ($"{Get(result, "FailedAt")}", Get(result, "ExitCode")));
        Assert.DoesNotContain(_twin.Files(), file => file.Contains("data", StringComparison.Ordinal)
            && file.EndsWith(".zst", StringComparison.Ordinal));
    }

    [Fact]
    public void A_second_one_at_the_same_time_is_refused_and_changes_nothing()
    {
        using var engine = _twin.Session.Prepare("Invoke-ContabyxPipeline -Days 400 -BatchDays 40");
        var first = engine.BeginInvoke();
        var started = SpinWait.SpinUntil(() => _twin.Files().Any(file => file.EndsWith(".lock", StringComparison.Ordinal)), 30_000);
        Assert.True(started);

        using var other = new Session();
        using var second = other.Prepare("$null = Connect-Contabyx -HomePath $args[0]; Invoke-ContabyxPipeline -Days 5", _twin.Home);
        var refused = second.Invoke().Single();

        Assert.Equal(("Busy", 2, null), ($"{Get(refused, "Status")}", Get(refused, "ExitCode"), Get(refused, "FirstDay")));
        Assert.Equal("Contabyx.Busy", second.Streams.Error.Single().FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal("Succeeded", $"{Get(engine.EndInvoke(first).Single(), "Status")}");
        Assert.Equal(400 * 400L, Balance("Transactions"));
    }

    [Fact]
    public void Stopped_half_way_it_leaves_what_the_next_one_finishes()
    {
        using (var engine = _twin.Session.Prepare("Invoke-ContabyxPipeline -Days 400 -BatchDays 20"))
        {
            engine.BeginInvoke();
            Assert.True(SpinWait.SpinUntil(
                () => _twin.Files().Any(file => file.Contains("processed", StringComparison.Ordinal)), 60_000));
            engine.Stop();
        }

        var result = _twin.Run("Invoke-ContabyxPipeline -Until 2016-08-03").Single();

        Assert.Equal("Succeeded", $"{Get(result, "Status")}");
        Assert.Equal(400 * 400L, Balance("Transactions"));
        Assert.All(_twin.Run("Compare-ContabyxData"), table => Assert.Equal(true, Get(table, "Equal")));
        Assert.DoesNotContain(_twin.Files(), file => file.StartsWith("staging" + Path.DirectorySeparatorChar, StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIf_leaves_nothing_behind()
    {
        _twin.Run("Invoke-ContabyxPipeline -Days 3 -WhatIf");

        Assert.Empty(_twin.Files());
    }

    private static object? Get(PSObject thing, string property) => thing.Properties[property].Value;

    private object? Balance(string figure) => Get(_twin.Run("Get-ContabyxBalance").Single(), figure);

    private (PSObject Result, ErrorRecord Error) Fail(string script)
    {
        using var engine = _twin.Session.Prepare(script);
        var result = engine.Invoke().Single();
        return (result, Assert.Single(engine.Streams.Error));
    }
}
