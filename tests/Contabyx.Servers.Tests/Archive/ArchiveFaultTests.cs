using Contabyx.RedshiftEmulator;

namespace Contabyx.ServerTests;

/// <summary>Whatever statement fails, and however: the view shows each row once, and running again finishes.</summary>
public sealed class ArchiveFaultTests(Servers servers)
{
    private const int MostStatements = 60;

    private static readonly ArchiveRequest First = ArchiveSite.Old with { Before = new DateOnly(2015, 1, 1) };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FaultKind.DropBefore)]
    [InlineData(FaultKind.DropAfter)]
    [InlineData(FaultKind.Refusal)]
    [InlineData(FaultKind.SerializationFailure)]
    public async Task Each_statement_of_an_archive_may_fail(FaultKind kind)
    {
        await using var site = await ArchiveSite.OpenAsync(servers);
        var rows = await site.RowsAsync("sales");
        var statements = 0;
        for (var at = 1; at < MostStatements && await FailAsync(site, kind, at, () => site.ArchiveAsync(First)); at++)
        {
            statements++;
            Assert.Equal(rows, await AllAsync(site));
            await site.ArchiveAsync(First);
            Assert.Equal(2014, Assert.Single(await site.ReadAsync()).Year);
            Assert.DoesNotContain("2014", await site.HotYearsAsync());
            Assert.Equal(rows, await site.RowsAsync("sales_all"));
            await ForgetAsync(site);
        }

        Assert.InRange(statements, 15, MostStatements - 2);
    }

    [Theory]
    [InlineData(FaultKind.DropBefore)]
    [InlineData(FaultKind.DropAfter)]
    [InlineData(FaultKind.Refusal)]
    public async Task Each_statement_of_a_restore_may_fail(FaultKind kind)
    {
        await using var site = await ArchiveSite.OpenAsync(servers);
        var rows = await site.RowsAsync("sales");
        await site.ArchiveAsync(First);
        var statements = 0;
        for (var at = 1; at < MostStatements && await FailAsync(site, kind, at, () => site.RestoreAsync(2014)); at++)
        {
            statements++;
            Assert.Equal(rows, await AllAsync(site));
            if ((await site.ReadAsync()).Count > 0)
                Assert.Equal(ArchiveStatus.Restored, (await site.RestoreAsync(2014)).Status);
            Assert.Equal(rows, await site.RowsAsync("sales"));
            Assert.Equal(rows, await site.RowsAsync("sales_all"));
            await site.ArchiveAsync(First);
        }

        Assert.InRange(statements, 10, MostStatements - 2);
    }

    [Fact]
    public async Task It_may_be_stopped_at_each_statement()
    {
        await using var site = await ArchiveSite.OpenAsync(servers);
        var rows = await site.RowsAsync("sales");
        for (var at = 1; at < MostStatements; at++)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            var fired = await ActAsync(site, at, () =>
            {
                stop.Cancel();
                return false;
            }, () => site.ArchiveAsync(First, stop.Token));
            Assert.Equal(rows, await AllAsync(site));
            await site.ArchiveAsync(First);
            Assert.Equal(2014, Assert.Single(await site.ReadAsync()).Year);
            Assert.Equal(rows, await site.RowsAsync("sales_all"));
            if (!fired)
                return;
            await ForgetAsync(site);
        }

        Assert.Fail("It never ended by itself.");
    }

    [Fact]
    public async Task A_row_that_changes_after_it_was_written_to_the_files_refutes_the_year()
    {
        await using var site = await ArchiveSite.OpenAsync(servers);
        var changed = 0;
        site.Pipeline.Emulator.Faults.Add(new Fault(FaultKind.Refusal, sql =>
        {
            if (sql.Contains("ADD IF NOT EXISTS", StringComparison.Ordinal) && Interlocked.Increment(ref changed) == 1)
                site.Pipeline.QueryAsync("UPDATE sales SET amount = amount + 1 WHERE id = 20142").GetAwaiter().GetResult();
            return false;
        }));

        var refuted = Assert.Single(await site.ArchiveAsync(First));

        Assert.Equal(ArchiveStatus.Failed, refuted.Status);
        Assert.Contains("amount: sum", refuted.Error, StringComparison.Ordinal);
        Assert.Contains("run the same command again", refuted.Advice, StringComparison.Ordinal);
        Assert.Contains("2014", await site.HotYearsAsync());
        var rows = await site.RowsAsync("sales");
        Assert.Equal(ArchiveStatus.Archived, Assert.Single(await site.ArchiveAsync(First)).Status);
        Assert.Equal(rows, await site.RowsAsync("sales_all"));
        Assert.Equal((await site.ReadAsync())[0].Files, (await site.KeysAsync()).Count);
    }

    [Fact]
    public async Task Two_at_once_and_a_load_lose_and_double_nothing()
    {
        await using var site = await ArchiveSite.OpenAsync(servers);
        for (var round = 0; round < 3; round++)
        {
            await site.Pipeline.ChangeSourceAsync($"UPDATE Sales SET amount = amount + 1 WHERE id > 20160");
            var loading = site.RunAsync(new TableSelection { Table = "Sales" });
            var both = await Task.WhenAll(site.ArchiveAsync(ArchiveSite.Old), site.ArchiveAsync(ArchiveSite.Old));
            var loaded = Assert.Single(await loading);
            if (loaded.Error is not null)
                Assert.Contains("archived", loaded.Error, StringComparison.Ordinal);
            await site.LoadAsync(new TableSelection { Table = "Sales" });
            await site.ArchiveAsync(ArchiveSite.Old);

            Assert.Equal([2014, 2015, 2016], (await site.ReadAsync()).Select(year => year.Year));
            Assert.Equal(["2017", "2018"], await site.HotYearsAsync());
            Assert.True((await site.CompareAsync(new TableSelection { Table = "Sales" })).Equal);
            Assert.NotEmpty(both);
            foreach (var year in (int[])[2014, 2015, 2016])
                await site.RestoreAsync(year);
        }
    }

    // With the message of an error that is no connection's and not to be tried again.
    private static Task<bool> FailAsync(ArchiveSite site, FaultKind kind, int at, Func<Task> act)
    {
        var seen = 0;
        return ActAsync(site, new Fault(kind, sql => !IsSetting(sql) && Interlocked.Increment(ref seen) == at) { SqlState = "42601" }, () =>
            Volatile.Read(ref seen) >= at, act);
    }

    private static Task<bool> ActAsync(ArchiveSite site, int at, Func<bool> then, Func<Task> act)
    {
        var seen = 0;
        var fault = new Fault(FaultKind.Refusal, sql => !IsSetting(sql) && Interlocked.Increment(ref seen) == at && then());
        return ActAsync(site, fault, () => Volatile.Read(ref seen) >= at, act);
    }

    private static async Task<bool> ActAsync(ArchiveSite site, Fault fault, Func<bool> fired, Func<Task> act)
    {
        site.Pipeline.Emulator.Faults.Add(fault);
        try
        {
            await act();
        }
        catch (Exception e) when (e is ContabyxException or OperationCanceledException)
        {
            // While it was planned: a failure of the move itself is a result.
        }

        site.Pipeline.Emulator.Faults.Clear();
        return fired();
    }

    private static bool IsSetting(string sql) => sql.StartsWith("SET ", StringComparison.OrdinalIgnoreCase);

    private static async Task<string[]> AllAsync(ArchiveSite site)
    {
        var views = await site.Pipeline.QueryAsync("SELECT 1 FROM pg_class WHERE relname = 'sales_all'");
        return await site.RowsAsync(views.Count > 0 ? "sales_all" : "sales");
    }

    // As before the first time.
    private static async Task ForgetAsync(ArchiveSite site)
    {
        await site.RestoreAsync(2014);
        await site.Pipeline.QueryAsync("DROP VIEW sales_all");
        await site.Pipeline.QueryAsync("DROP TABLE contabyx_archive");
    }
}
