using Contabyx.Engine.Connections;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Tests;

/// <summary>Old years of a table of the twin: archived, read through the view, and brought back.</summary>
public sealed class ArchiveTests : IDisposable
{
    private readonly ArchiveTwin _archive = new();

    public void Dispose() => _archive.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whole_years_leave_the_table_and_the_view_shows_all_rows()
    {
        await _archive.FillAsync();

        var results = await _archive.ArchiveAsync(ArchiveTwin.Old);

        Assert.Equal([2014, 2015, 2016], results.Select(result => result.Year));
        Assert.All(results, result => Assert.Equal(
            (ArchiveStatus.Archived, LoadProof.Proven, 5L, 1, null),
            (result.Status, result.Proof, result.Rows, result.Files, result.Error)));
        Assert.Equal([2017, 2018], _archive.HotYears());
        Assert.Equal("1", _archive.Twin.AskWarehouse("SELECT count(*) FROM Sales WHERE sold IS NULL")[0][0]);
        _archive.AssertWhole();
        Assert.Equal([2014, 2015, 2016], (await _archive.ReadAsync()).Select(year => year.Year));
        Assert.Empty(await _archive.ArchiveAsync(ArchiveTwin.Old));
    }

    [Fact]
    public async Task A_year_comes_back_with_every_value()
    {
        await _archive.FillAsync();
        await _archive.ArchiveAsync(ArchiveTwin.Old);

        var back = await _archive.RestoreAsync(2015);

        Assert.Equal((ArchiveStatus.Restored, 5L, null), (back.Status, back.Rows, back.Error));
        Assert.Equal([2015, 2017, 2018], _archive.HotYears());
        _archive.AssertWhole();
        Assert.Equal([2014, 2016], (await _archive.ReadAsync()).Select(year => year.Year));
        await _archive.RestoreAsync(2014);
        await _archive.RestoreAsync(2016);
        _archive.Twin.AssertSame("Sales", "id, sold, amount, what");
        _archive.AssertWhole();
    }

    [Fact]
    public async Task A_year_can_be_archived_again_and_the_files_of_before_are_gone()
    {
        await _archive.FillAsync();
        await _archive.ArchiveAsync(ArchiveTwin.Old);
        await _archive.RestoreAsync(2015);
        _archive.Twin.Source("UPDATE Sales SET amount = 99 WHERE id = 20153");
        await _archive.Twin.LoadAsync(ArchiveTwin.Sales);

        await _archive.ArchiveAsync(ArchiveTwin.Old);

        _archive.AssertWhole();
        Assert.Equal(3, Directory.GetFiles(_archive.Archive, "*", SearchOption.AllDirectories).Length);
    }

    [Theory]
    [InlineData(ReadMode.Full)]
    [InlineData(ReadMode.Differences)]
    [InlineData(ReadMode.Incremental)]
    public async Task Nights_after_it_leave_the_archived_years_alone(ReadMode mode)
    {
        var selection = ArchiveTwin.Sales with { Mode = mode, Watermark = mode == ReadMode.Incremental ? "id" : null };
        await _archive.FillAsync();
        await _archive.Twin.RunAsync(selection);
        await _archive.ArchiveAsync(ArchiveTwin.Old);
        for (var night = 0; night < 3; night++)
        {
            _archive.Twin.Source($"INSERT INTO Sales VALUES (2019{night}, '2019-01-0{night + 1}', {night}, 'new')");
            if (mode != ReadMode.Incremental)
                _archive.Twin.Source($"DELETE FROM Sales WHERE id = 2018{night}; UPDATE Sales SET what = 'x{night}' WHERE id = 20174");

            var result = Assert.Single(await _archive.Twin.RunAsync(selection));

            Assert.Equal((null, LoadProof.Proven), (result.Error, result.Proof));
            _archive.AssertWhole();
            Assert.True((await _archive.CompareAsync(ArchiveTwin.Sales)).Equal);
        }

        Assert.Equal([2017, 2018, 2019], _archive.HotYears());
        Assert.Contains(_archive.Twin.Notes.Notes, note => note.Contains("2014 to 2016", StringComparison.Ordinal));
        Assert.DoesNotContain(_archive.Twin.Notes.Warnings, note => note.Contains("archive", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_was_exported_before_the_year_was_archived_is_refused()
    {
        await _archive.FillAsync();
        _archive.Twin.Source("UPDATE Sales SET amount = 1 WHERE id = 20180");
        await _archive.Twin.SendAsync(ArchiveTwin.Sales);
        await _archive.ArchiveAsync(ArchiveTwin.Old);

        var result = Assert.Single(await _archive.Twin.CopyAsync());

        Assert.Equal(LoadStatus.Failed, result.Status);
        Assert.Contains("15 rows whose sold is in 2014 to 2016", result.Error, StringComparison.Ordinal);
        Assert.Contains("Restore-ContabyxArchive", result.Advice, StringComparison.Ordinal);
        Assert.Equal([2017, 2018], _archive.HotYears());
    }

    // It would delete the rows of the year that has come back, and not bring them.
    [Theory]
    [InlineData(ReadMode.Full)]
    [InlineData(ReadMode.Differences)]
    public async Task A_run_that_was_exported_without_a_year_that_came_back_is_refused(ReadMode mode)
    {
        await _archive.FillAsync();
        await _archive.ArchiveAsync(ArchiveTwin.Old);
        _archive.Twin.Source("UPDATE Sales SET amount = 1 WHERE id > 20160");
        await _archive.Twin.SendAsync(ArchiveTwin.Sales with { Mode = mode });
        await _archive.RestoreAsync(2015);

        var result = Assert.Single(await _archive.Twin.CopyAsync());

        Assert.Equal(LoadStatus.Failed, result.Status);
        Assert.Contains("without the year 2015", result.Error, StringComparison.Ordinal);
        Assert.Equal([2015, 2017, 2018], _archive.HotYears());
    }

    [Theory]
    [InlineData(LoadMode.Append)]
    [InlineData(LoadMode.Merge)]
    [InlineData(LoadMode.Replace)]
    public async Task A_loose_file_with_a_row_of_an_archived_year_is_refused(LoadMode mode)
    {
        await _archive.FillAsync();
        await _archive.ArchiveAsync(ArchiveTwin.Old);
        var data = Directory.CreateDirectory(Path.Combine(_archive.Twin.Home, "bucket", "data")).FullName;
        File.WriteAllText(Path.Combine(data, "Sales.csv"), "901,2017-05-05 00:00:00,1.00,good\n902,2015-05-05 00:00:00,1.00,old\n");

        var result = Assert.Single(await _archive.Twin.CopyAsync(new LoadOptions { Mode = mode }));

        Assert.Equal(LoadStatus.Failed, result.Status);
        Assert.Contains("1 row whose sold is in 2015", result.Error, StringComparison.Ordinal);
        Assert.Equal("0", _archive.Twin.AskWarehouse("SELECT count(*) FROM Sales WHERE id > 900 AND id < 2014")[0][0]);
    }

    // The transaction of several tables has begun before the year of the second one is archived.
    [Fact]
    public async Task A_year_that_is_archived_while_a_run_of_several_tables_is_loaded_is_not_doubled()
    {
        await _archive.FillAsync();
        await using var warehouse = Addresses.OpenWarehouse(_archive.Twin.Connection);
        await using var transaction = await warehouse.BeginAsync(Stop);
        Assert.Null(await transaction.FindEarlierAsync(Load("Other"), Stop));
        await _archive.ArchiveAsync(ArchiveTwin.Old);
        Assert.Null(await transaction.FindEarlierAsync(Load("Sales"), Stop));
        var file = Path.Combine(_archive.Twin.Home, "Sales.csv");
        File.WriteAllText(file, "902,2015-05-05 00:00:00,1.00,old\n");
        var manifest = Path.Combine(_archive.Twin.Home, "manifest.json");
        File.WriteAllText(
            manifest, $$$"""{"entries": [{"url": "{{{new Uri(file)}}}", "mandatory": true, "meta": {"content_length": 33}}]}""");
        await transaction.StageAsync(Load("Sales") with { ManifestUri = new Uri(manifest).ToString() }, Stop);

        var refused = await Assert.ThrowsAsync<WarehouseException>(() =>
            transaction.ApplyAsync(Load("Sales"), TableTotals.OfRows(1), force: false, Stop));

        Assert.Contains("is archived, so these rows would count twice", refused.Message, StringComparison.Ordinal);

        static TableLoad Load(string table) => new()
        {
            Run = "R",
            Table = new TableSchema(
                table,
                [
                    new("id", ColumnType.Of(ColumnKind.Int64)), new("sold", ColumnType.Of(ColumnKind.Timestamp), true),
                    new("amount", ColumnType.Decimal(18, 2), true), new("what", ColumnType.Text(20), true),
                ],
                []),
            Mode = LoadMode.Append,
            ManifestUri = "",
            FileUris = [],
            Format = FileFormat.Csv,
            Compression = FileCompression.None,
            NullMarker = NullMarkers.Default,
            ContentHash = table,
            Bytes = 33,
        };
    }

    [Theory]
    [InlineData("UPDATE Sales SET amount = amount + 1 WHERE id = 20142", "amount: sum")]
    [InlineData("UPDATE Sales SET what = 'x' WHERE id = 20142", "fingerprint")]
    [InlineData("INSERT INTO Sales VALUES (3, '2014-05-05', 1, 'late')", "rows 6 expected, 5 found")]
    [InlineData("DELETE FROM Sales WHERE id = 20142", "rows 4 expected, 5 found")]
    public async Task A_row_that_changes_after_it_was_written_to_the_files_refutes_the_year(string change, string difference)
    {
        await _archive.FillAsync();
        await using (var archive = _archive.Open(new AfterCopy(() => _archive.Twin.Warehouse(change))))
        {
            var plan = await archive.PlanAsync(ArchiveTwin.Old with { Column = "sold", Before = new DateOnly(2015, 1, 1) }, Stop);

            var refuted = await archive.ArchiveAsync(Assert.Single(plan.Steps), Stop);

            Assert.Equal(ArchiveStatus.Failed, refuted.Status);
            Assert.Contains(difference, refuted.Error, StringComparison.Ordinal);
            Assert.Contains("run the same command again", refuted.Advice, StringComparison.Ordinal);
        }

        Assert.Contains(2014, _archive.HotYears());
        Assert.Empty(await _archive.ReadAsync());
        await _archive.ArchiveAsync(ArchiveTwin.Old with { Before = new DateOnly(2015, 1, 1) });
        var rows = change[0] switch { 'I' => 27, 'D' => 25, _ => 26 };
        Assert.Equal(rows, _archive.Twin.RowsOf("warehouse.duckdb", "\"Sales_all\"", "id").Length);
        Assert.Single(Directory.GetFiles(_archive.Archive, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_column_that_is_added_after_the_plan_refuses_the_year()
    {
        await _archive.FillAsync();
        await using (var archive = _archive.Open(new AfterCopy(() => _archive.Twin.Warehouse(
            "ALTER TABLE Sales ADD COLUMN note VARCHAR; UPDATE Sales SET note = 'new'"))))
        {
            var plan = await archive.PlanAsync(ArchiveTwin.Old with { Column = "sold", Before = new DateOnly(2015, 1, 1) }, Stop);

            var refused = await archive.ArchiveAsync(Assert.Single(plan.Steps), Stop);

            Assert.Equal((ArchiveStatus.Failed, "Run the same command again."), (refused.Status, refused.Advice));
            Assert.Contains("the columns of the table have changed", refused.Error, StringComparison.Ordinal);
        }

        Assert.Equal("5", _archive.Twin.AskWarehouse("SELECT count(*) FROM Sales WHERE year(sold) = 2014")[0][0]);
        Assert.Equal(ArchiveStatus.Archived, Assert.Single(
            await _archive.ArchiveAsync(ArchiveTwin.Old with { Before = new DateOnly(2015, 1, 1) })).Status);
        Assert.Equal("26", _archive.Twin.AskWarehouse("SELECT count(*) FROM \"Sales_all\" WHERE note = 'new'")[0][0]);
    }

    // Two warehouses that look alike and share a bucket: clusters behind tunnels, or files with the same path on two machines.
    [Fact]
    public async Task The_archive_of_another_warehouse_with_the_same_address_stays()
    {
        await _archive.FillAsync();
        await _archive.ArchiveAsync(ArchiveTwin.Old);
        var first = Directory.GetFiles(_archive.Archive, "*", SearchOption.AllDirectories);
        var (warehouse, saved) = (Path.Combine(_archive.Twin.Home, "warehouse.duckdb"), Path.Combine(_archive.Twin.Home, "first.duckdb"));
        File.Move(warehouse, saved);
        await _archive.Twin.LoadAsync(ArchiveTwin.Sales);

        Assert.All(await _archive.ArchiveAsync(ArchiveTwin.Old), year => Assert.Equal(ArchiveStatus.Archived, year.Status));

        _archive.AssertWhole();
        var all = Directory.GetFiles(_archive.Archive, "*", SearchOption.AllDirectories);
        Assert.Equal(6, all.Length);
        Assert.Equal(first, first.Intersect(all));
        File.Move(saved, warehouse, overwrite: true);
        _archive.AssertWhole();
    }

    [Fact]
    public async Task Attempts_that_fail_leave_no_files()
    {
        await _archive.FillAsync();
        for (var night = 0; night < 3; night++)
        {
            await using var archive = _archive.Open(new AfterCopy(() => _archive.Twin.Warehouse("UPDATE Sales SET amount = amount + 1")));
            var plan = await archive.PlanAsync(ArchiveTwin.Old with { Column = "sold", Before = new DateOnly(2015, 1, 1) }, Stop);

            Assert.Equal(ArchiveStatus.Failed, (await archive.ArchiveAsync(Assert.Single(plan.Steps), Stop)).Status);

            Assert.Empty(Directory.GetFiles(_archive.Archive, "*", SearchOption.AllDirectories));
        }
    }

    [Fact]
    public async Task A_late_change_of_an_archived_year_is_found_by_comparing()
    {
        await _archive.FillAsync();
        await _archive.ArchiveAsync(ArchiveTwin.Old);
        _archive.Twin.Source("UPDATE Sales SET amount = 1 WHERE id = 20151");

        var found = await _archive.CompareAsync(ArchiveTwin.Sales, keys: 10);

        Assert.False(found.Equal);
        Assert.Equal([2014, 2015, 2016], found.ArchivedYears);
        Assert.Equal(("20151", "amount"), (Assert.Single(found.Keys).Key, found.Keys[0].Column));
    }

    [Fact]
    public async Task A_column_that_is_renamed_on_the_way_is_filtered_by_its_name_in_the_source()
    {
        var renamed = ArchiveTwin.Sales with
        {
            Renames = new Dictionary<string, string> { ["sold"] = "sold_at" },
            Where = "amount < 40 -- a comment",
        };
        await _archive.FillAsync();
        _archive.Twin.Warehouse("DROP TABLE Sales; DELETE FROM contabyx_load_history");
        await _archive.Twin.LoadAsync(renamed);
        await _archive.ArchiveAsync(ArchiveTwin.Old with { Column = "sold_at" });

        await _archive.Twin.LoadAsync(renamed);

        Assert.Equal(
            _archive.Twin.RowsOf("source.duckdb", "Sales", "id, sold, amount, what", "amount < 40"),
            _archive.Twin.RowsOf("warehouse.duckdb", "\"Sales_all\"", "id, sold_at, amount, what"));
    }

    [Fact]
    public async Task A_selection_that_does_not_send_the_column_is_refused()
    {
        await _archive.FillAsync();
        await _archive.ArchiveAsync(ArchiveTwin.Old);
        TableSelection[] blind =
        [
            ArchiveTwin.Sales with { ExcludedColumns = ["sold"] },
            ArchiveTwin.Sales with { Masks = new Dictionary<string, MaskKind> { ["sold"] = MaskKind.Null } },
        ];

        foreach (var selection in blind)
        {
            var refused = Assert.Single(await _archive.Twin.RunAsync(selection));
            Assert.Equal(LoadStatus.Failed, refused.Status);
            Assert.Contains("are archived by the column sold", refused.Error, StringComparison.Ordinal);
        }

        Assert.Equal([2017, 2018], _archive.HotYears());
    }

    [Fact]
    public async Task New_columns_and_old_ones_are_both_in_the_view()
    {
        await _archive.FillAsync();
        await _archive.ArchiveAsync(ArchiveTwin.Old with { Before = new DateOnly(2015, 1, 1) });
        _archive.Twin.Source("ALTER TABLE Sales ADD COLUMN note VARCHAR; UPDATE Sales SET note = 'n' WHERE sold >= '2017-01-01'");
        _archive.Twin.Source("UPDATE Sales SET what = repeat('w', 2000) WHERE id = 20152");
        await _archive.Twin.LoadAsync(ArchiveTwin.Sales);
        await _archive.ArchiveAsync(ArchiveTwin.Old);
        _archive.AssertWhole("id, sold, amount, what, note");

        _archive.Twin.Warehouse("ALTER TABLE Sales DROP COLUMN what");
        await _archive.ArchiveAsync(ArchiveTwin.Old with { Before = new DateOnly(2018, 1, 1) });

        Assert.Equal("10", _archive.Twin.AskWarehouse("SELECT count(*) FROM \"Sales_all\" WHERE what LIKE 'it%' OR what LIKE 'ww%'")[0][0]);
        Assert.Contains("columns that the table lacks: what", (await _archive.RestoreAsync(2014)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_column_gets_into_the_view_without_another_year()
    {
        await _archive.FillAsync();
        await _archive.ArchiveAsync(ArchiveTwin.Old);
        _archive.Twin.Source("ALTER TABLE Sales ADD COLUMN note VARCHAR; UPDATE Sales SET note = 'n' WHERE id = 20181");
        await _archive.Twin.LoadAsync(ArchiveTwin.Sales);
        var missing = await Assert.ThrowsAsync<ArchiveException>(() => _archive.CompareAsync(ArchiveTwin.Sales));
        Assert.Contains("note", missing.Message, StringComparison.Ordinal);

        Assert.Empty(await _archive.ArchiveAsync(ArchiveTwin.Old));

        Assert.Equal("1", _archive.Twin.AskWarehouse("SELECT count(*) FROM \"Sales_all\" WHERE note = 'n'")[0][0]);
    }

    [Fact]
    public async Task A_column_that_was_dropped_breaks_the_view_until_the_next_export_of_the_archive()
    {
        await _archive.FillAsync();
        await _archive.ArchiveAsync(ArchiveTwin.Old);
        _archive.Twin.Warehouse("ALTER TABLE Sales DROP COLUMN what");

        Assert.Empty(await _archive.ArchiveAsync(ArchiveTwin.Old));

        Assert.Equal("26", _archive.Twin.AskWarehouse("SELECT count(*) FROM \"Sales_all\"")[0][0]);
        await using var archive = _archive.Open();
        Assert.Empty((await archive.PlanAsync(ArchiveTwin.Old, Stop)).ViewStatements);
    }

    [Fact]
    public async Task Any_name_of_a_table_and_a_column_will_do()
    {
        _archive.Twin.Source("""
            CREATE TABLE "Odd ""na'me" ("the 'day'" DATE NOT NULL, "v""x" INTEGER);
            INSERT INTO "Odd ""na'me" VALUES ('2015-06-01', 1), ('2018-06-01', 2)
            """);
        var odd = new TableSelection { Table = "Odd \"na'me" };
        await _archive.Twin.RunAsync(odd);

        var request = new ArchiveRequest("odd \"NA'me") { Before = new DateOnly(2017, 1, 1), Column = "The 'day'" };
        var result = Assert.Single(await _archive.ArchiveAsync(request));

        Assert.Equal((ArchiveStatus.Archived, "Odd \"na'me_all", null), (result.Status, result.View, result.Error));
        AssertSame();
        Assert.Single(await _archive.Twin.RunAsync(odd), loaded => loaded.Error is null);
        AssertSame();

        void AssertSame() => _archive.AssertWhole("\"the 'day'\", \"v\"\"x\"", "Odd \"\"na'me", "\"Odd \"\"na'me_all\"");
    }
}
