using System.Text;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Load;
using Contabyx.Engine.Runs;
using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.ServerTests;

/// <summary>What is told of bad rows, and how they are mended, on both faces of the warehouse.</summary>
public sealed class LoadErrorTests(Servers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private const string Narrow =
        "CREATE TABLE notes (id BIGINT NOT NULL, note VARCHAR(6), day DATE, amount DECIMAL(6,2), PRIMARY KEY (id))";

    private const string Rows = """"
        id,note,day,amount
        1,good,2026-01-01,1.00
        2,"far too
        long",2026-01-01,2.00
        3,good,2026-13-45,3.00
        4,"a ""b""",2026-01-01,4.00
        5,olá mãe,2026-01-01,5.00
        6,good,2026-01-01,six
        7,good,2026-01-01,7.00

        """";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_bad_row_is_told_with_its_line_column_and_value_and_no_good_one(bool serverless)
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers, serverless: serverless);
        await pipeline.QueryAsync(Narrow);
        await pipeline.DropAsync("data/notes.csv", Rows);

        var result = Assert.Single(await pipeline.CopyAsync());

        Assert.Equal(LoadStatus.Failed, result.Status);
        Assert.Equal(
            [
                (3L, "note", @"far too\u000along", 12, 6),
                (5L, "day", "2026-13-45", 10, null),
                (7L, "note", "olá mãe", 9, 6),
                (8L, "amount", "six", 3, null),
            ],
            result.LoadErrors.Select(error => (error.Line!.Value, error.Column!, error.Value!, error.Length!.Value, error.Limit)));
        Assert.Equal("6f6cc3a1206dc3a365", result.LoadErrors[2].Hex);
        Assert.All(result.LoadErrors, error => Assert.NotEmpty(error.Advice));
        Assert.All(result.LoadErrors, error => Assert.EndsWith("/data/notes.csv", error.File, StringComparison.Ordinal));
        Assert.Contains("3 more rows are bad", result.Error, StringComparison.Ordinal);
        Assert.Equal(result.LoadErrors, await pipeline.LoadErrorsAsync(result.Run));
    }

    [Fact]
    public async Task Mended_rows_of_a_loose_file_take_the_place_of_the_bad_ones()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.QueryAsync(Narrow);
        await pipeline.DropAsync("data/notes.csv", Rows);
        var failed = Assert.Single(await pipeline.CopyAsync());
        var key = $"error/{failed.Run}/notes/bad-rows.csv";
        Assert.Equal(
            "id,note,day,amount\n2,\"far too\nlong\",2026-01-01,2.00\n3,good,2026-13-45,3.00\n5,olá mãe,2026-01-01,5.00\n"
                + "6,good,2026-01-01,six\n",
            await pipeline.ReadAsync(key));

        await pipeline.DropAsync(key, "id,note,day,amount\n2,short,2026-01-01,2.00\n3,good,2026-01-31,3.00\n5,olá,2026-01-01,5.00\n6,good,2026-01-01,6.00\n");
        var again = Assert.Single(await pipeline.RedriveAsync(failed.Run));

        Assert.Equal((LoadStatus.Loaded, 7L, LoadProof.RowCount), (again.Status, again.RowsLoaded, again.Proof));
        Assert.Equal("28.00", (await pipeline.QueryAsync("SELECT CAST(sum(amount) AS VARCHAR) FROM notes"))[0][0]);
        Assert.Empty(await pipeline.LoadErrorsAsync(failed.Run));
        var refusal = await Assert.ThrowsAsync<RunNotFoundException>(() => pipeline.RedriveAsync(failed.Run));
        Assert.Equal(failed.Run, refusal.Target);
    }

    [Fact]
    public async Task The_same_file_loads_when_the_warehouse_was_mended()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.QueryAsync("CREATE TABLE notes (id BIGINT NOT NULL, note VARCHAR(2))");
        await pipeline.DropAsync("data/notes.csv", "1,ab\n2,abc\n");
        var failed = Assert.Single(await pipeline.CopyAsync());

        await pipeline.QueryAsync("ALTER TABLE notes ALTER COLUMN note TYPE VARCHAR(3)");
        var again = Assert.Single(await pipeline.RedriveAsync(failed.Run));

        Assert.Equal((LoadStatus.Loaded, 2L), (again.Status, again.RowsLoaded));
    }

    // On Serverless the views lag, and the process that the login names is not the session's number in them.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Good_rows_alone_are_loaded_only_when_asked_and_are_never_called_loaded(bool serverless)
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers, serverless: serverless);
        await pipeline.QueryAsync(Narrow);
        await pipeline.DropAsync("data/notes.csv", Rows);

        var result = Assert.Single(await pipeline.CopyAsync(new LoadOptions { MaxErrors = 4 }));

        Assert.Equal(
            (LoadStatus.LoadedWithErrors, 3L, 4L, LoadProof.RowCount),
            (result.Status, result.RowsLoaded, result.RowsLeftOut, result.Proof));
        Assert.Equal([3L, 5L, 7L, 8L], result.LoadErrors.Select(error => error.Line!.Value));
        Assert.Equal("3", (await pipeline.QueryAsync("SELECT count(*) FROM notes"))[0][0]);

        await Assert.ThrowsAsync<RunNotFoundException>(() => pipeline.RedriveAsync(result.Run));
        await pipeline.DropAsync($"error/{result.Run}/notes/bad-rows.csv", "id,note,day,amount\n2,short,2026-01-01,2.00\n\n\n6,good,2026-01-01,6.00\n");
        var rest = Assert.Single(await pipeline.RedriveAsync(result.Run));

        Assert.Equal((LoadStatus.Loaded, 2L), (rest.Status, rest.RowsLoaded));
        Assert.Equal("5", (await pipeline.QueryAsync("SELECT count(*) FROM notes"))[0][0]);
    }

    // More than fifteen seconds on a real one; here the pauses are shorter.
    [Fact]
    public async Task Files_wait_for_a_view_that_is_too_late_and_are_not_called_damaged()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers, errorDelay: TimeSpan.FromDays(1));
        await pipeline.QueryAsync(Narrow);
        await pipeline.DropAsync("data/notes.csv", Rows);
        await using var bucket = Addresses.OpenBucket(pipeline.Connection);
        await using var warehouse = new RedshiftWarehouse(
            pipeline.Connection, new PasswordLogin(Emulators.User, new Secret(RedshiftPipeline.Password)))
        {
            ViewPauses = [TimeSpan.FromMilliseconds(1)],
        };
        var waiting = await WaitingObjects.FindAsync(bucket, Stop);
        var planner = new LoadPlanner(bucket, warehouse, new LoadOptions { MaxErrors = 4 });
        var (run, _) = await planner.TryPlanAsync(new WaitingLoad(RunId.New(DateTimeOffset.UtcNow), waiting.Loose[0]), Stop);
        await new LoosePlanner(bucket, warehouse).PutManifestAsync(run!.Tables[0], Stop);
        await using var transaction = await warehouse.BeginAsync(Stop);

        var error = await Assert.ThrowsAsync<WarehouseException>(() => transaction.StageAsync(run.Tables[0].Load, Stop));

        Assert.Equal((true, true), (error.FilesWait, error.MayRetry));
        Assert.Contains("COPY has left out 4 rows, and SYS_LOAD_ERROR_DETAIL has not listed them yet.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_file_again_reports_its_bad_rows_again_and_appends_nothing_twice()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.QueryAsync(Narrow);
        await pipeline.DropAsync("data/notes.csv", Rows);
        await pipeline.CopyAsync(new LoadOptions { MaxErrors = 4, Mode = LoadMode.Append });
        await pipeline.DropAsync("data/notes.csv", Rows);

        var again = Assert.Single(await pipeline.CopyAsync(new LoadOptions { Mode = LoadMode.Append }));

        Assert.Equal((LoadStatus.LoadedWithErrors, 0L, 4L), (again.Status, again.RowsLoaded, again.RowsLeftOut));
        Assert.Equal([3L, 5L, 7L, 8L], again.LoadErrors.Select(error => error.Line!.Value));
        Assert.Equal("3", (await pipeline.QueryAsync("SELECT count(*) FROM notes"))[0][0]);
    }

    [Fact]
    public async Task One_bad_row_too_many_fails_the_table()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.QueryAsync(Narrow);
        await pipeline.DropAsync("data/notes.csv", Rows);

        var result = Assert.Single(await pipeline.CopyAsync(new LoadOptions { MaxErrors = 3 }));

        Assert.Equal((LoadStatus.Failed, 0L, 4), (result.Status, result.RowsLoaded, result.LoadErrors.Count));
        Assert.Equal("0", (await pipeline.QueryAsync("SELECT count(*) FROM notes"))[0][0]);
    }

    [Fact]
    public async Task A_table_of_a_run_is_mended_and_loaded_while_the_others_stay()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.SendAsync(await pipeline.NewBatchAsync(2));
        await pipeline.EditRunAsync(document => document with
        {
            Tables = [.. document.Tables.Select(table => table.Schema.Name == "TransactionTypes" ? Narrowed(table) : table)],
        });
        var failed = Assert.Single(await pipeline.CopyAsync(), result => result.Status == LoadStatus.Failed);
        Assert.Equal("TransactionTypes", failed.Table);
        Assert.All(failed.LoadErrors, error => Assert.True(Encoding.UTF8.GetByteCount(error.Value!) > 8, error.Value));
        var key = $"error/{failed.Run}/TransactionTypes/bad-rows.csv";
        var mended = (await pipeline.ReadAsync(key)).Replace("application", "applic", StringComparison.Ordinal);
        foreach (var error in failed.LoadErrors)
            mended = mended.Replace(error.Value!, error.Value![..8], StringComparison.Ordinal);

        await pipeline.DropAsync(key, mended);
        var again = Assert.Single(await pipeline.RedriveAsync(failed.Run));

        Assert.Equal((failed.Run + "-m1", LoadStatus.Loaded, 19L), (again.Run, again.Status, again.RowsLoaded));
        Assert.Equal("19", (await pipeline.QueryAsync("SELECT count(*) FROM \"TransactionTypes\""))[0][0]);
        Assert.Equal("8", (await pipeline.QueryAsync("SELECT count(*) FROM contabyx_load_history"))[0][0]);

        static RunTable Narrowed(RunTable table) => table with
        {
            Schema = table.Schema with
            {
                Columns =
                [
                    .. table.Schema.Columns.Select(column =>
                        column.Name == "name" ? column with { Type = column.Type with { Length = 8 } } : column),
                ],
            },
        };
    }
}
