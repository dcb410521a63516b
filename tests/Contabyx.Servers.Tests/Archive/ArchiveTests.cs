namespace Contabyx.ServerTests;

/// <summary>Old years of Amazon Redshift in the bucket: UNLOAD, external tables, and the view over both.</summary>
public sealed class ArchiveTests(Servers servers)
{
    private static readonly TableSelection Sales = new() { Table = "Sales" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_books_of_a_year_are_archived_and_the_view_shows_the_same_sums()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.TakeFromMySqlAsync(servers);
        await pipeline.SendAsync(await pipeline.NewBatchAsync(190));
        Assert.All(await pipeline.CopyAsync(), result => Assert.Null(result.Error));
        var site = new ArchiveSite(pipeline);
        var before = await SumsAsync("transactions");

        var year = Assert.Single(await site.ArchiveAsync(new ArchiveRequest("Transactions") { Before = new DateOnly(2016, 1, 1) }));

        Assert.Equal((ArchiveStatus.Archived, null, 184L * 400), (year.Status, year.Error, year.Rows));
        Assert.True(year is { Files: > 0, Bytes: > 0, Proof: LoadProof.Proven });
        Assert.Equal(before, await SumsAsync("transactions_all"));
        Assert.Equal("2016", (await pipeline.QueryAsync("SELECT min(date_part(year, occurred_at)) FROM transactions"))[0][0]);
        Assert.True((await site.CompareAsync(new TableSelection { Table = "Transactions" })).Equal);
        Assert.Equal(ArchiveStatus.Restored, (await site.RestoreAsync(2015, "transactions")).Status);
        Assert.Equal(before, await SumsAsync("transactions"));
        Assert.Equal(before, await SumsAsync("transactions_all"));

        async Task<IReadOnlyList<string?[]>> SumsAsync(string from) => await pipeline.QueryAsync(
            $"SELECT date_part(year, occurred_at), date_part(month, occurred_at), count(*), sum(amount), sum(transaction_id), "
            + $"sum(client_id), min(occurred_at), max(occurred_at) FROM {from} GROUP BY 1, 2 ORDER BY 1, 2");
    }

    [Fact]
    public async Task Every_type_that_can_be_archived_comes_back_as_it_was()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        var site = new ArchiveSite(pipeline);
        await site.MakeBucketAsync();
        await pipeline.QueryAsync("""
            CREATE TABLE torture (id BIGINT NOT NULL, s SMALLINT, i INTEGER, b BOOLEAN, d DECIMAL(18,2), w DECIMAL(38,10), r REAL,
                dd DOUBLE PRECISION, t VARCHAR(60), x VARBYTE(20), day DATE, ti TIME, ts TIMESTAMP NOT NULL, tz TIMESTAMPTZ)
            """);
        foreach (var row in (string[])
        [
            "1, -32768, -2147483648, true, -9999999999999999.99, -9999999999999999999999999999.9999999999, 1.5, 1.5e300, "
                + "'it''s \\\\ \"ção\" 😀', to_varbyte('00ff27', 'hex'), '1000-01-01', '23:59:59.999999', '2015-01-01 00:00:00', "
                + "'2001-09-09 01:46:40.000001+00'",
            "9223372036854775807, 32767, 2147483647, false, 9999999999999999.99, 0.0000000001, 0.1, 0.1, '', to_varbyte('', 'hex'), "
                + "'9999-12-31', '00:00:00', '2015-12-31 23:59:59.999999', '1970-01-01 00:00:00+00'",
            "0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2015-06-01 12:34:56.7', NULL",
            "5, 1, 1, true, 1, 1, 1, 1, 'NULL', to_varbyte('4e554c4c', 'hex'), '2020-02-29', '12:34:56', '2018-06-01', "
                + "'2020-02-29 12:00:00+00'",
        ])
        {
            await pipeline.QueryAsync($"INSERT INTO torture VALUES ({row})");
        }

        const string Columns = "id, s, i, b, d, w, r, dd, t, to_hex(x), octet_length(x), day, ti, ts, tz";
        var before = await site.RowsAsync("torture", Columns);

        var year = Assert.Single(await site.ArchiveAsync(new ArchiveRequest("torture") { Before = new DateOnly(2017, 1, 1) }));

        Assert.Equal((ArchiveStatus.Archived, null, 3L), (year.Status, year.Error, year.Rows));
        Assert.Equal(before, await site.RowsAsync("torture_all", Columns));
        Assert.Single(await site.RowsAsync("torture", Columns));
        var back = await site.RestoreAsync(2015, "torture");
        Assert.Equal((ArchiveStatus.Restored, null), (back.Status, back.Error));
        Assert.Equal(before, await site.RowsAsync("torture", Columns));
    }

    [Theory]
    [InlineData(ReadMode.Full)]
    [InlineData(ReadMode.Incremental)]
    [InlineData(ReadMode.Differences)]
    public async Task Nights_after_it_leave_the_archived_years_alone(ReadMode mode)
    {
        await using var site = await ArchiveSite.OpenAsync(servers);
        var selection = Sales with { Mode = mode, Watermark = mode == ReadMode.Incremental ? "id" : null };
        await site.LoadAsync(selection);
        var rows = await site.RowsAsync("sales");

        var years = await site.ArchiveAsync(ArchiveSite.Old);

        Assert.All(years, year => Assert.Equal((ArchiveStatus.Archived, null, 5L), (year.Status, year.Error, year.Rows)));
        Assert.Equal(["2017", "2018"], await site.HotYearsAsync());
        Assert.Equal(rows, await site.RowsAsync("sales_all"));
        for (var night = 0; night < 2; night++)
        {
            await site.Pipeline.ChangeSourceAsync($"INSERT INTO Sales VALUES (2019{night}, '2019-01-0{night + 1}', {night}, 'new')");
            if (mode != ReadMode.Incremental)
            {
                await site.Pipeline.ChangeSourceAsync(
                    $"DELETE FROM Sales WHERE id = 2018{night}", $"UPDATE Sales SET what = 'x{night}' WHERE id = 20174");
            }

            await site.LoadAsync(selection);
            Assert.True(await site.CompareAsync(Sales) is { Equal: true, ArchivedYears: [2014, 2015, 2016] });
        }

        Assert.Empty(await site.ArchiveAsync(ArchiveSite.Old));
    }

    [Fact]
    public async Task Loads_of_archived_rows_are_refused()
    {
        await using var site = await ArchiveSite.OpenAsync(servers);
        await site.ArchiveAsync(ArchiveSite.Old);
        await site.Pipeline.DropAsync("data/sales.csv", "901,2017-05-05 00:00:00,1.00,good\n902,2015-05-05 00:00:00,1.00,old\n");

        var refused = Assert.Single(await site.Pipeline.CopyAsync(new LoadOptions { Mode = LoadMode.Append }));

        Assert.Equal(LoadStatus.Failed, refused.Status);
        Assert.Contains("sold is in 2015", refused.Error, StringComparison.Ordinal);
        var blind = Sales with { Masks = new Dictionary<string, MaskKind> { ["sold"] = MaskKind.Null } };
        var masked = Assert.Single(await site.RunAsync(blind));
        Assert.Contains("masked", masked.Error, StringComparison.Ordinal);
        Assert.Equal(["2017", "2018"], await site.HotYearsAsync());
    }

    [Fact]
    public async Task New_columns_make_another_external_table_and_the_view_shows_both()
    {
        await using var site = await ArchiveSite.OpenAsync(servers);
        await site.ArchiveAsync(ArchiveSite.Old with { Before = new DateOnly(2015, 1, 1) });
        await site.Pipeline.ChangeSourceAsync(
            "ALTER TABLE Sales ADD COLUMN note VARCHAR", "UPDATE Sales SET note = 'n' || id WHERE sold >= '2015-01-01'");
        await site.LoadAsync(Sales);
        var kept = await site.RowsAsync("sales", "id, note");

        await site.ArchiveAsync(ArchiveSite.Old);

        Assert.Equal(2, (await site.ReadAsync()).Select(year => year.ExternalTable).Distinct().Count());
        var all = await site.RowsAsync("sales_all", "id, note");
        Assert.Equal(26, all.Length);
        Assert.Empty(kept.Except(all));
        Assert.True((await site.CompareAsync(Sales)).Equal);
        await site.RestoreAsync(2014);
        Assert.True((await site.CompareAsync(Sales)).Equal);
    }

    [Fact]
    public async Task Only_what_this_warehouse_left_is_deleted()
    {
        await using var site = await ArchiveSite.OpenAsync(servers);
        await site.ArchiveAsync(ArchiveSite.Old with { Before = new DateOnly(2015, 1, 1) });
        await site.RestoreAsync(2014);
        var own = await site.KeysAsync();
        string[] others =
        [
            "archive/sales/archive_year=2014/archive_id=20200101T000000000Z-abcdef-00000000/0000_part_00.parquet",
            "archive/sales/archive_year=2014/archive_id=mine/notes.txt",
            own[0].Replace("archive_year=2014", "archive_year=2013", StringComparison.Ordinal),
        ];
        foreach (var key in others)
            await site.Pipeline.DropAsync(key, "x");

        await site.ArchiveAsync(ArchiveSite.Old);

        var keys = await site.KeysAsync();
        Assert.NotEmpty(own);
        Assert.Empty(keys.Intersect(own));
        Assert.All(others, key => Assert.Contains(key, keys));
        Assert.Equal((await site.ReadAsync()).Sum(year => year.Files) + others.Length, keys.Count);
        Assert.True((await site.CompareAsync(Sales)).Equal);
    }

    [Fact]
    public async Task The_view_of_another_table_is_not_taken()
    {
        await using var site = await ArchiveSite.OpenAsync(servers);
        await site.Pipeline.QueryAsync("CREATE TABLE tax (d DATE NOT NULL)");
        await site.Pipeline.QueryAsync("INSERT INTO tax VALUES ('2015-05-05'), ('2018-05-05')");
        var rows = await site.RowsAsync("sales");
        await site.ArchiveAsync(ArchiveSite.Old with { Before = new DateOnly(2015, 1, 1), View = "all_rows" });
        var tax = new ArchiveRequest("tax") { Before = new DateOnly(2017, 1, 1), View = "all_rows" };

        var refused = await Assert.ThrowsAsync<ArchiveException>(() => site.ArchiveAsync(tax));
        Assert.Contains("is the view over sales and its archive", refused.Message, StringComparison.Ordinal);
        await site.RestoreAsync(2014);
        refused = await Assert.ThrowsAsync<ArchiveException>(() => site.ArchiveAsync(tax));
        Assert.Contains("a view named all_rows", refused.Message, StringComparison.Ordinal);
        Assert.Equal(rows, await site.RowsAsync("all_rows"));
    }

    [Fact]
    public async Task A_view_that_is_current_is_not_replaced_and_one_that_is_not_is()
    {
        await using var site = await ArchiveSite.OpenAsync(servers);
        var seen = new List<string>();
        var notes = new StatementList(seen);
        await site.ArchiveAsync(ArchiveSite.Old with { Before = new DateOnly(2015, 1, 1) }, notes: notes);
        Assert.Single(seen, IsView);
        seen.Clear();

        await site.ArchiveAsync(ArchiveSite.Old, notes: notes);

        Assert.DoesNotContain(seen, IsView);
        await site.Pipeline.QueryAsync("ALTER TABLE sales DROP COLUMN what");
        await site.ArchiveAsync(ArchiveSite.Old, notes: notes);
        Assert.Contains(seen, IsView);
        Assert.Equal(26, (await site.RowsAsync("sales_all", "id, sold, amount, what")).Length);
        seen.Clear();
        await site.ArchiveAsync(ArchiveSite.Old, notes: notes);
        Assert.DoesNotContain(seen, IsView);

        static bool IsView(string sql) => sql.StartsWith("CREATE OR REPLACE VIEW", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Odd_names_are_archived()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        var site = new ArchiveSite(pipeline);
        await site.MakeBucketAsync();
        await pipeline.QueryAsync("""CREATE TABLE "odd ""na'me" ("the 'day'" DATE NOT NULL, "v""x" INTEGER)""");
        await pipeline.QueryAsync("""INSERT INTO "odd ""na'me" VALUES ('2015-06-01', 1), ('2018-06-01', 2)""");

        var year = Assert.Single(await site.ArchiveAsync(new ArchiveRequest("Odd \"NA'me") { Before = new DateOnly(2017, 1, 1) }));

        Assert.Equal((ArchiveStatus.Archived, null), (year.Status, year.Error));
        Assert.Equal(["2015-06-01|1", "2018-06-01|2"], await site.RowsAsync("\"odd \"\"na'me_all\"", "*"));
    }
}
