using System.Globalization;
using Contabyx.RedshiftEmulator;

namespace Contabyx.ServerTests;

/// <summary>Whatever statement fails, and however: the view shows each row once, and running again finishes.</summary>
public sealed class ArchiveFaultTests(Servers servers)
{
    private const int MostStatements = 80;

    private static readonly FaultKind[] Ways =
        [FaultKind.DropAfter, FaultKind.Refusal, FaultKind.DropBefore, FaultKind.SerializationFailure];

    private static readonly ArchiveRequest First = ArchiveSite.Old with { Before = new DateOnly(2015, 1, 1) };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_statement_of_an_archive_may_fail()
    {
        await using var site = await ArchiveSite.OpenAsync(servers);
        var rows = await site.RowsAsync("sales");
        var statements = 0;
        for (var at = 1; at < MostStatements && await FailAsync(site, at, () => site.ArchiveAsync(First)); at++)
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

    [Fact]
    public async Task Each_statement_of_a_restore_may_fail()
    {
        await using var site = await ArchiveSite.OpenAsync(servers);
        var rows = await site.RowsAsync("sales");
        await site.ArchiveAsync(First);
        var statements = 0;
        for (var at = 1; at < MostStatements && await FailAsync(site, at, () => site.RestoreAsync(2014)); at++)
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

    // The commits have their own ways to fail: the answer is lost, and nobody knows.
    [Theory]
    [InlineData(FaultKind.DropAfter)]
    [InlineData(FaultKind.DropBefore)]
    [InlineData(FaultKind.SerializationFailure)]
    public async Task A_commit_may_fail_in_any_way(FaultKind kind)
    {
        await using var site = await ArchiveSite.OpenAsync(servers);
        var rows = await site.RowsAsync("sales");
        await site.ArchiveAsync(First);
        await site.RestoreAsync(2014);
        site.Pipeline.Emulator.Faults.Add(new Fault(kind, IsCommit, 3));

        var year = Assert.Single(await site.ArchiveAsync(First));

        Assert.Equal((ArchiveStatus.Archived, null), (year.Status, year.Error));
        Assert.Equal(rows, await site.RowsAsync("sales_all"));
        Assert.DoesNotContain("2014", await site.HotYearsAsync());
        Assert.Equal(year.Files, (await site.KeysAsync()).Count);
        site.Pipeline.Emulator.Faults.Clear();
        site.Pipeline.Emulator.Faults.Add(new Fault(kind, IsCommit));
        Assert.Equal(ArchiveStatus.Restored, (await site.RestoreAsync(2014)).Status);
        Assert.Equal(rows, await site.RowsAsync("sales"));

        static bool IsCommit(string sql) => sql.StartsWith("COMMIT", StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task It_may_be_stopped_at_each_statement()
    {
        await using var site = await ArchiveSite.OpenAsync(servers);
        var rows = await site.RowsAsync("sales");
        for (var at = 1; at < MostStatements; at += 2)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            var fired = await ActAsync(site, at, () =>
            {
                Task.Run(stop.Cancel);
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
        var notes = new AfterStatement("ADD IF NOT EXISTS", () => site.Pipeline.QueryAsync("UPDATE sales SET amount = 1 WHERE id = 20142"));

        var refuted = Assert.Single(await site.ArchiveAsync(First, notes: notes));

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
    public async Task A_column_that_is_added_after_the_plan_refuses_the_year()
    {
        await using var site = await ArchiveSite.OpenAsync(servers);
        var notes = new AfterStatement("ADD IF NOT EXISTS", async () =>
        {
            await site.Pipeline.QueryAsync("ALTER TABLE sales ADD COLUMN note VARCHAR(10)");
            await site.Pipeline.QueryAsync("UPDATE sales SET note = 'new'");
        });

        var refused = Assert.Single(await site.ArchiveAsync(First, notes: notes));

        Assert.Equal((ArchiveStatus.Failed, "Run the same command again."), (refused.Status, refused.Advice));
        Assert.Contains("2014", await site.HotYearsAsync());
        var rows = await site.RowsAsync("sales", "id, note");
        Assert.Equal(ArchiveStatus.Archived, Assert.Single(await site.ArchiveAsync(First)).Status);
        Assert.Equal(rows, await site.RowsAsync("sales_all", "id, note"));
    }

    // What is deleted and recorded in the transaction is seen by nobody else, and afterwards all of it.
    [Fact]
    public async Task A_second_session_sees_each_row_once_at_any_moment()
    {
        await using var site = await ArchiveSite.OpenAsync(servers);
        var rows = await site.RowsAsync("sales");
        await site.ArchiveAsync(First);
        var inside = new List<string[]>();
        var around = new List<string[]>();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var reading = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                try
                {
                    around.Add(await site.RowsAsync("sales_all"));
                }
                catch (WarehouseException e) when (e.Message.Contains("NoSuchKey", StringComparison.Ordinal))
                {
                    // It had listed files of the attempt before, which were deleted then: an error, and no other rows.
                }
            }
        }, Stop);
        foreach (var moment in (string[])["DELETE FROM", "INSERT INTO \"public\".\"contabyx_archive\"", "COMMIT"])
        {
            await site.ArchiveAsync(
                ArchiveSite.Old, notes: new AfterStatement(moment, async () => inside.Add(await site.RowsAsync("sales_all"))));
            await site.RestoreAsync(2015);
        }

        await done.CancelAsync();
        await reading;
        Assert.Equal(3, inside.Count);
        Assert.NotEmpty(around);
        Assert.All(inside.Concat(around), seen => Assert.Equal(rows, seen));
    }

    [Fact]
    public async Task Attempts_that_fail_leave_neither_files_nor_partitions()
    {
        await using var site = await ArchiveSite.OpenAsync(servers);
        var isProof = (string sql) =>
            sql.StartsWith("SELECT", StringComparison.Ordinal) && sql.Contains("AND archive_id = '", StringComparison.Ordinal);
        site.Pipeline.Emulator.Faults.Add(new Fault(FaultKind.Refusal, isProof, int.MaxValue) { SqlState = "42601" });
        for (var night = 0; night < 3; night++)
        {
            Assert.Equal(ArchiveStatus.Failed, Assert.Single(await site.ArchiveAsync(First)).Status);
            Assert.Empty(await site.KeysAsync());
            Assert.Empty(await site.Pipeline.QueryAsync("SELECT values FROM svv_external_partitions"));
        }

        site.Pipeline.Emulator.Faults.Clear();
        var year = Assert.Single(await site.ArchiveAsync(First));
        Assert.Equal((ArchiveStatus.Archived, year.Files), (year.Status, (await site.KeysAsync()).Count));
        Assert.Empty(await site.Pipeline.QueryAsync("SELECT 1 FROM contabyx_archive_attempts WHERE archive_id IN "
            + "(SELECT archive_id FROM contabyx_archive)"));
    }

    [Fact]
    public async Task Two_at_once_and_a_load_lose_and_double_nothing()
    {
        await using var site = await ArchiveSite.OpenAsync(servers);
        for (var round = 0; round < 3; round++)
        {
            await site.Pipeline.ChangeSourceAsync("UPDATE Sales SET amount = amount + 1 WHERE id >= 20170");
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

    // Each statement fails in another way than the one before it; CONTABYX_SEED moves the ways.
    private static Task<bool> FailAsync(ArchiveSite site, int at, Func<Task> act)
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("CONTABYX_SEED") ?? "0", CultureInfo.InvariantCulture);
        var seen = 0;
        var fault = new Fault(Ways[(at + seed) % Ways.Length], sql => !IsSetting(sql) && Interlocked.Increment(ref seen) == at)
        {
            SqlState = "42601",
        };
        return ActAsync(site, fault, () => Volatile.Read(ref seen) >= at, act);
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
