using Contabyx.Engine.Export;

namespace Contabyx.Tests;

/// <summary>What becomes of rows of the warehouse that the source no longer has.</summary>
public sealed class DeletedRowsTests : IDisposable
{
    private static readonly TableSelection Marking = new()
    {
        Table = "Items", Mode = ReadMode.Differences, Deletes = DeletedRows.Mark, DeletedAtColumn = "gone_at",
    };

    private static readonly TableSelection Keeping = Marking with { Deletes = DeletedRows.Keep, DeletedAtColumn = null };

    private readonly SyncTwin _twin = new();

    public DeletedRowsTests() => _twin.Source(
        "CREATE TABLE Items (id BIGINT PRIMARY KEY, name VARCHAR);"
        + "INSERT INTO Items SELECT i, 'name ' || i FROM range(1000) t(i)");

    public void Dispose() => _twin.Dispose();

    [Fact]
    public async Task Marked_rows_stay_with_the_time_and_count_for_nothing()
    {
        await _twin.LoadAsync(Marking);
        var before = DateTime.UtcNow;
        _twin.Source("DELETE FROM Items WHERE id IN (7, 700)");

        await _twin.LoadAsync(Marking);

        _twin.AssertSame("Items", "id, name", "gone_at IS NULL");
        var marked = _twin.AskWarehouse("SELECT id, name, CAST(gone_at AS VARCHAR) FROM Items WHERE gone_at IS NOT NULL ORDER BY id");
        Assert.Equal(["7", "700"], marked.Select(row => row[0]));
        Assert.Equal("name 7", marked[0][1]);
        Assert.InRange(DateTime.Parse(marked[0][2]!, null), before.AddSeconds(-1), DateTime.UtcNow);
        await _twin.LoadAsync(Marking, LoadStatus.Unchanged);
    }

    [Fact]
    public async Task A_mark_keeps_its_first_time()
    {
        await _twin.LoadAsync(Marking);
        _twin.Source("DELETE FROM Items WHERE id = 7");
        await _twin.LoadAsync(Marking);
        var first = _twin.AskWarehouse("SELECT gone_at FROM Items WHERE id = 7")[0][0];
        _twin.Source("DELETE FROM Items WHERE id = 8");

        await _twin.LoadAsync(Marking);

        Assert.Equal(first, _twin.AskWarehouse("SELECT gone_at FROM Items WHERE id = 7")[0][0]);
    }

    [Fact]
    public async Task A_row_that_comes_back_is_unmarked()
    {
        await _twin.LoadAsync(Marking);
        _twin.Source("DELETE FROM Items WHERE id = 7");
        await _twin.LoadAsync(Marking);
        _twin.Source("INSERT INTO Items VALUES (7, 'again')");

        await _twin.LoadAsync(Marking);

        Assert.Equal([["7", "again", null]], _twin.AskWarehouse("SELECT id, name, gone_at FROM Items WHERE id = 7"));
    }

    [Fact]
    public async Task A_table_that_was_loaded_without_marks_gets_the_column_when_it_is_needed()
    {
        await _twin.LoadAsync(new TableSelection { Table = "Items" });
        await _twin.LoadAsync(Marking, LoadStatus.Unchanged);
        _twin.Source("DELETE FROM Items WHERE id = 7");

        await _twin.LoadAsync(Marking);

        Assert.Single(_twin.AskWarehouse("SELECT id FROM Items WHERE gone_at IS NOT NULL"));
        await _twin.LoadAsync(Marking, LoadStatus.Unchanged);
    }

    [Fact]
    public async Task Kept_rows_stay_and_the_rows_of_the_source_are_there()
    {
        await _twin.LoadAsync(Keeping);
        _twin.Source("DELETE FROM Items WHERE id IN (7, 700); UPDATE Items SET name = 'new' WHERE id = 8");

        await _twin.LoadAsync(Keeping);

        _twin.AssertSame("Items", "id, name", "id NOT IN (7, 700)");
        Assert.Equal("1000", _twin.AskWarehouse("SELECT count(*) FROM Items")[0][0]);
    }

    public static TheoryData<TableSelection, string> Refusals => new()
    {
        { Marking with { DeletedAtColumn = null }, "needs a column" },
        { Marking with { DeletedAtColumn = "NAME" }, "already has a column" },
        { Marking with { Mode = ReadMode.Full }, "-Read Differences" },
        { Marking with { Table = "Keyless" }, "no key" },
        { Keeping with { Table = "Keyless" }, "no key" },
        { Keeping with { DeletedAtColumn = "gone_at" }, "-Deletes Mark" },
        { new TableSelection { Table = "Items", Mode = ReadMode.Incremental }, "-Watermark" },
        { new TableSelection { Table = "Items", Mode = ReadMode.Incremental, Watermark = "nothing" }, "does not have" },
        { new TableSelection { Table = "Items", Mode = ReadMode.Incremental, Watermark = "name" }, "VARCHAR" },
        { new TableSelection { Table = "Items", Mode = ReadMode.Incremental, Watermark = "id", Lookback = "1:00:00" }, "lookback" },
        { new TableSelection { Table = "Keyless", Mode = ReadMode.Incremental, Watermark = "id" }, "no key" },
        { new TableSelection { Table = "Items", DifferencesEvery = 2 }, "-Read Incremental" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_makes_no_sense_is_refused_by_name(TableSelection selection, string word)
    {
        _twin.Source("CREATE TABLE Keyless (id BIGINT)");

        var refused = await Assert.ThrowsAsync<TableRefusedException>(() => _twin.SendAsync(selection));

        Assert.Contains(word, refused.Message + refused.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReadMode.Differences)]
    [InlineData(ReadMode.Incremental)]
    public async Task How_rows_are_loaded_cannot_be_chosen_besides(ReadMode mode)
    {
        _twin.Options = _twin.Options with { Mode = LoadMode.Append };

        await Assert.ThrowsAsync<TableRefusedException>(
            () => _twin.SendAsync(new TableSelection { Table = "Items", Mode = mode, Watermark = "id" }));
    }

    [Fact]
    public void Nobody_can_ask_for_a_load_of_differences()
    {
        var options = new ExportOptions { Mode = LoadMode.Differences };

        Assert.Throws<SettingException>(
            () => new DataExport(_twin.Connection, options, null, new Progress<ItemProgress>(), new Progress<string>()));
    }
}
