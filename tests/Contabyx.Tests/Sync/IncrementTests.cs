namespace Contabyx.Tests;

/// <summary>An incremental run reads what lies beyond the watermark that was committed with the rows of the last one.</summary>
public sealed class IncrementTests : IDisposable
{
    private static readonly TableSelection Orders = new() { Table = "Orders", Mode = ReadMode.Incremental, Watermark = "changed_at" };

    private readonly SyncTwin _twin = new();

    public IncrementTests() => _twin.Source(
        "CREATE TABLE Orders (id BIGINT PRIMARY KEY, name VARCHAR, changed_at TIMESTAMP);"
        + "INSERT INTO Orders SELECT i, 'name ' || i, TIMESTAMP '2026-01-01' + INTERVAL (i) MINUTE FROM range(1000) t(i);"
        + "INSERT INTO Orders VALUES (-1, 'never', NULL)");

    public void Dispose() => _twin.Dispose();

    [Fact]
    public async Task The_first_run_reads_everything_and_the_next_one_what_is_new()
    {
        var first = await _twin.LoadAsync(Orders);
        _twin.Source(
            "INSERT INTO Orders VALUES (5000, 'new', '2026-02-01'); UPDATE Orders SET name = 'x', changed_at = '2026-02-02' WHERE id = 3");

        var second = await _twin.LoadAsync(Orders);

        Assert.Equal((1001L, LoadMode.Merge), (first.RowsLoaded, first.Mode));
        Assert.Equal(3, second.RowsLoaded);
        _twin.AssertSame("Orders", "id, name, changed_at");
        Assert.Equal("2026-02-02 00:00:00", Watermark);
    }

    [Fact]
    public async Task Rows_at_the_boundary_are_neither_lost_nor_doubled()
    {
        await _twin.LoadAsync(Orders);
        _twin.Source("INSERT INTO Orders SELECT 6000 + i, 'same moment', (SELECT max(changed_at) FROM Orders) FROM range(5) t(i)");

        var result = await _twin.LoadAsync(Orders);

        Assert.Equal(6, result.RowsLoaded);
        _twin.AssertSame("Orders", "id, name, changed_at");
    }

    [Fact]
    public async Task A_lookback_finds_what_was_committed_late()
    {
        await _twin.LoadAsync(Orders);
        _twin.Source("INSERT INTO Orders VALUES (7000, 'late', (SELECT max(changed_at) FROM Orders) - INTERVAL 30 MINUTE)");

        await _twin.LoadAsync(Orders with { Lookback = "01:00:00" });

        _twin.AssertSame("Orders", "id, name, changed_at");
    }

    [Fact]
    public async Task A_column_that_was_added_reaches_the_rows_that_are_there()
    {
        await _twin.LoadAsync(Orders);
        _twin.Source("ALTER TABLE Orders ADD COLUMN points INTEGER DEFAULT 7");

        var second = await _twin.LoadAsync(Orders);

        Assert.Equal(1001, second.RowsLoaded);
        Assert.Contains(_twin.Notes.Notes, note => note.Contains("does not have the column points yet", StringComparison.Ordinal));
        _twin.AssertSame("Orders", "id, name, changed_at, points");
        Assert.Equal(1, (await _twin.LoadAsync(Orders)).RowsLoaded);
    }

    [Fact]
    public async Task What_an_incremental_run_misses_the_next_differences_find()
    {
        var mixed = Orders with { DifferencesEvery = 3 };
        await _twin.LoadAsync(mixed);
        _twin.Source("DELETE FROM Orders WHERE id = 4; INSERT INTO Orders VALUES (7000, 'late', '2025-01-01')");
        Assert.Equal(LoadMode.Merge, (await _twin.LoadAsync(mixed)).Mode);

        var third = await _twin.LoadAsync(mixed);

        Assert.Equal(LoadMode.Differences, third.Mode);
        _twin.AssertSame("Orders", "id, name, changed_at");
        Assert.Equal(LoadMode.Merge, (await _twin.LoadAsync(mixed)).Mode);
        Assert.Equal(LoadMode.Merge, (await _twin.LoadAsync(mixed)).Mode);
        Assert.Equal(LoadMode.Differences, (await _twin.LoadAsync(mixed, LoadStatus.Unchanged)).Mode);
    }

    [Fact]
    public async Task Rows_without_a_watermark_are_told_each_time()
    {
        await _twin.LoadAsync(Orders);
        Assert.Empty(_twin.Notes.Warnings);

        await _twin.LoadAsync(Orders);
        await _twin.LoadAsync(Orders);

        Assert.Equal(2, _twin.Notes.Warnings.Count(text => text.Contains("1 rows where changed_at is NULL", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_watermark_in_the_future_does_not_hide_what_comes_before_it()
    {
        _twin.Source("INSERT INTO Orders VALUES (8000, 'made up', '9999-12-31')");
        await _twin.LoadAsync(Orders);
        _twin.Source("INSERT INTO Orders VALUES (8001, 'today', now()::TIMESTAMP)");

        await _twin.LoadAsync(Orders);

        _twin.AssertSame("Orders", "id, name, changed_at");
        Assert.Contains(_twin.Notes.Warnings, text => text.Contains("in the future", StringComparison.Ordinal));
        Assert.StartsWith("20", Watermark, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watermark_that_went_back_makes_the_run_read_everything()
    {
        await _twin.LoadAsync(Orders);
        _twin.Source("DELETE FROM Orders WHERE id > 500; INSERT INTO Orders VALUES (9000, 'restored', '2026-01-01 02:00:00')");

        var result = await _twin.LoadAsync(Orders);

        Assert.Equal(503, result.RowsLoaded);
        Assert.Contains(_twin.Notes.Warnings, text => text.Contains("read completely", StringComparison.Ordinal));
        Assert.Equal("2026-01-01 08:20:00", Watermark);
        Assert.Equal(1, (await _twin.LoadAsync(Orders)).RowsLoaded);
    }

    [Fact]
    public async Task Another_watermark_makes_the_run_read_everything()
    {
        await _twin.LoadAsync(Orders);

        var result = await _twin.LoadAsync(Orders with { Watermark = "ID" });

        Assert.Equal(1001, result.RowsLoaded);
        Assert.Equal("999", Watermark);
        Assert.Equal(1, (await _twin.LoadAsync(Orders with { Watermark = "id" })).RowsLoaded);
    }

    [Theory]
    [InlineData("DROP TABLE Orders")]
    [InlineData("DELETE FROM Orders")]
    public async Task A_warehouse_without_rows_makes_the_run_read_everything(string change)
    {
        await _twin.LoadAsync(Orders);
        _twin.Warehouse(change);

        Assert.Equal(1001, (await _twin.LoadAsync(Orders)).RowsLoaded);
    }

    [Fact]
    public async Task A_whole_table_in_between_is_gone_on_from()
    {
        await _twin.LoadAsync(Orders);
        await _twin.LoadAsync(new TableSelection { Table = "Orders" });
        _twin.Source("INSERT INTO Orders VALUES (5000, 'new', '2026-02-01')");

        Assert.Equal(2, (await _twin.LoadAsync(Orders)).RowsLoaded);
        _twin.AssertSame("Orders", "id, name, changed_at");
    }

    [Fact]
    public async Task An_older_whole_table_by_force_makes_the_run_read_everything()
    {
        var old = Assert.Single(await _twin.SendAsync(new TableSelection { Table = "Orders" }));
        var data = Path.Combine(_twin.Home, "bucket", "data", old);
        Directory.Move(data, Path.Combine(_twin.Home, "aside"));
        _twin.Source("INSERT INTO Orders VALUES (5000, 'new', '2026-02-01')");
        await _twin.LoadAsync(Orders);
        Directory.Move(Path.Combine(_twin.Home, "aside"), data);
        await _twin.CopyAsync(new LoadOptions { Force = true });

        Assert.Equal(1002, (await _twin.LoadAsync(Orders)).RowsLoaded);
        _twin.AssertSame("Orders", "id, name, changed_at");
    }

    [Fact]
    public async Task A_run_that_fails_does_not_move_the_watermark()
    {
        await _twin.LoadAsync(Orders);
        _twin.Source("INSERT INTO Orders VALUES (5000, 'new', '2026-02-01')");
        var run = Assert.Single(await _twin.SendAsync(Orders));
        foreach (var part in Directory.GetFiles(Path.Combine(_twin.Home, "bucket", "data", run), "*.csv", SearchOption.AllDirectories))
            File.AppendAllText(part, "x");
        Assert.Equal(LoadStatus.Failed, Assert.Single(await _twin.CopyAsync()).Status);

        Assert.Equal(2, (await _twin.LoadAsync(Orders)).RowsLoaded);
        _twin.AssertSame("Orders", "id, name, changed_at");
    }

    [Fact]
    public async Task A_history_of_an_older_version_gets_the_columns()
    {
        await _twin.LoadAsync(new TableSelection { Table = "Orders" });
        _twin.Warehouse(
            "ALTER TABLE contabyx_load_history DROP COLUMN watermark; ALTER TABLE contabyx_load_history DROP COLUMN watermark_column");
        await _twin.LoadAsync(new TableSelection { Table = "Orders" }, LoadStatus.AlreadyLoaded);

        Assert.Equal(1001, (await _twin.LoadAsync(Orders)).RowsLoaded);
        Assert.Equal(1, (await _twin.LoadAsync(Orders)).RowsLoaded);
    }

    [Theory]
    [InlineData("INTEGER", "i")]
    [InlineData("SMALLINT", "i")]
    [InlineData("BIGINT", "i + 9000000000000000000")]
    [InlineData("DECIMAL(10,3)", "i / 1000")]
    [InlineData("DECIMAL(30,0)", "i + 900000000000000000000000000000::DECIMAL(30,0) - 1000000")]
    [InlineData("DATE", "DATE '2020-01-01' + i::INTEGER")]
    [InlineData("TIMESTAMP", "TIMESTAMP '2020-01-01 00:00:00.000001' + INTERVAL (i) MICROSECOND")]
    [InlineData("TIMESTAMPTZ", "TIMESTAMPTZ '2020-01-01 00:00:00.000001+00' + INTERVAL (i) MICROSECOND")]
    public async Task Watermarks_of_every_kind_are_exact(string type, string value)
    {
        _twin.Source($"CREATE TABLE Kinds (id INTEGER PRIMARY KEY, w {type}); INSERT INTO Kinds SELECT i, {value} FROM range(500) t(i)");
        var kinds = new TableSelection { Table = "Kinds", Mode = ReadMode.Incremental, Watermark = "w" };
        await _twin.LoadAsync(kinds);
        _twin.Source($"INSERT INTO Kinds SELECT i, {value} FROM range(500, 510) t(i)");

        Assert.Equal(11, (await _twin.LoadAsync(kinds)).RowsLoaded);
        _twin.AssertSame("Kinds", "id, w");
    }

    private string? Watermark => _twin.AskWarehouse(
        "SELECT watermark FROM contabyx_load_history WHERE watermark IS NOT NULL ORDER BY rowid DESC LIMIT 1")[0][0];
}
