namespace Contabyx.Tests;

/// <summary>Reading the differences makes the warehouse's table equal to the source's, and ships nothing else.</summary>
public sealed class DifferencesTests : IDisposable
{
    private const string Columns = "id, name, amount";
    private static readonly TableSelection Items = new() { Table = "Items", Mode = ReadMode.Differences };

    private readonly SyncTwin _twin = new();

    public DifferencesTests() => _twin.Source(
        "CREATE TABLE Items (id BIGINT PRIMARY KEY, name VARCHAR, amount DECIMAL(18,2));"
        + "INSERT INTO Items SELECT i * 3, 'name ' || i, i / 4 FROM range(5000) t(i)");

    public void Dispose() => _twin.Dispose();

    [Theory]
    [InlineData("id INTEGER PRIMARY KEY, v VARCHAR")]
    [InlineData("id VARCHAR PRIMARY KEY, v VARCHAR")]
    [InlineData("id INTEGER, v VARCHAR")]
    public async Task A_table_without_rows_is_created(string columns)
    {
        _twin.Source($"CREATE TABLE Empty ({columns})");
        var empty = new TableSelection { Table = "Empty", Mode = ReadMode.Differences };

        Assert.Equal(0, (await _twin.LoadAsync(empty)).RowsLoaded);
        await _twin.LoadAsync(empty, LoadStatus.Unchanged);
        _twin.Source("INSERT INTO Empty VALUES (1, 'x')");
        Assert.Equal(1, (await _twin.LoadAsync(empty)).RowsLoaded);
    }

    [Fact]
    public async Task An_unchanged_table_ships_nothing_and_is_proven()
    {
        await _twin.LoadAsync(Items);

        var result = await _twin.LoadAsync(Items, LoadStatus.Unchanged);

        Assert.Equal((0L, 0, 0L, LoadMode.Differences), (result.RowsLoaded, result.Files, result.Bytes, result.Mode));
        Assert.True(result.FiguresCompared > 0);
        _twin.AssertSame("Items", Columns);
    }

    [Fact]
    public async Task Only_parts_that_differ_are_shipped()
    {
        await _twin.LoadAsync(Items);
        _twin.Source("UPDATE Items SET amount = amount + 1 WHERE id = 300; DELETE "
            + "FROM Items WHERE id = 303; INSERT INTO Items VALUES (301, 'new', NULL)");

        var result = await _twin.LoadAsync(Items);

        Assert.InRange(result.RowsLoaded, 2, 500);
        _twin.AssertSame("Items", Columns);
    }

    [Theory]
    [InlineData("UPDATE Items SET name = '' WHERE id = 6")]
    [InlineData("DELETE FROM Items WHERE id % 7 = 0")]
    [InlineData("INSERT INTO Items SELECT * FROM Items WHERE id < 30")]
    [InlineData("INSERT INTO Items VALUES (NULL, 'nobody', 1), (-9, 'before', 2), (99999999, 'behind', 3)")]
    [InlineData("DELETE FROM Items")]
    [InlineData("DROP TABLE Items")]
    [InlineData("ALTER TABLE Items DROP COLUMN name")]
    public async Task Whatever_was_changed_in_the_warehouse_is_mended(string change)
    {
        await _twin.LoadAsync(Items);
        _twin.Warehouse("ALTER TABLE Items ALTER COLUMN id DROP NOT NULL");
        _twin.Warehouse(change);

        await _twin.LoadAsync(Items);

        _twin.AssertSame("Items", Columns);
        await _twin.LoadAsync(Items, LoadStatus.Unchanged);
    }

    [Fact]
    public async Task Rows_that_are_all_gone_are_deleted_without_a_row_in_the_files()
    {
        await _twin.LoadAsync(Items);
        _twin.Source("DELETE FROM Items");

        var result = await _twin.LoadAsync(Items);

        Assert.Equal(0, result.RowsLoaded);
        Assert.Equal("0", _twin.AskWarehouse("SELECT count(*) FROM Items")[0][0]);
    }

    [Theory]
    [InlineData("code VARCHAR PRIMARY KEY, x INTEGER", "'k' || i, i", "code, x")]
    [InlineData("code BLOB PRIMARY KEY, x INTEGER", "encode('k' || i), i", "code, x")]
    [InlineData("code UUID PRIMARY KEY, x INTEGER", "md5('' || i)::UUID, i", "code, x")]
    [InlineData("a INTEGER, b VARCHAR, x INTEGER, PRIMARY KEY (a, b)", "i % 10, 'b' || i, i", "a, b, x")]
    [InlineData("code DECIMAL(20,0) PRIMARY KEY, x INTEGER", "i + 18000000000000000000, i", "code, x")]
    [InlineData("id SMALLINT PRIMARY KEY, x INTEGER", "i, i", "id, x")]
    [InlineData("day DATE PRIMARY KEY, x INTEGER", "DATE '1999-01-01' + i::INTEGER, i", "day, x")]
    [InlineData("a INTEGER, x INTEGER", "i // 3, 7", "a, x")]
    public async Task Keys_of_every_kind_and_none_are_exact(string definition, string values, string columns)
    {
        _twin.Source($"CREATE TABLE Kinds ({definition}); INSERT INTO Kinds SELECT {values} FROM range(3000) t(i)");
        var kinds = new TableSelection { Table = "Kinds", Mode = ReadMode.Differences };
        await _twin.LoadAsync(kinds);

        foreach (var change in (string[])[
            "UPDATE Kinds SET x = x + 1 WHERE x % 97 = 7 OR x = 7",
            "DELETE FROM Kinds WHERE rowid % 50 = 3",
            "UPDATE Kinds SET x = NULL WHERE rowid % 500 = 4",
            $"INSERT INTO Kinds SELECT {values} FROM range(3000, 3010) t(i)"])
        {
            _twin.Source(change);
            await _twin.LoadAsync(kinds);
            _twin.AssertSame("Kinds", columns);
        }

        await _twin.LoadAsync(kinds, LoadStatus.Unchanged);
    }

    [Fact]
    public async Task Keys_at_the_ends_of_their_type_are_exact()
    {
        _twin.Source("INSERT INTO Items VALUES (-9223372036854775808, 'first', 1), (9223372036854775807, 'last', 2)");
        await _twin.LoadAsync(Items);
        _twin.Source("UPDATE Items SET amount = 9 WHERE id = 9223372036854775807");

        await _twin.LoadAsync(Items);

        _twin.AssertSame("Items", Columns);
    }

    [Fact]
    public async Task A_column_that_came_to_the_source_is_added_and_filled()
    {
        await _twin.LoadAsync(Items);
        _twin.Source("ALTER TABLE Items ADD COLUMN note VARCHAR; UPDATE Items SET note = 'n' WHERE id > 3000");

        await _twin.LoadAsync(Items);

        _twin.AssertSame("Items", Columns + ", note");
    }

    [Fact]
    public async Task A_run_that_comes_again_is_already_loaded()
    {
        await _twin.SendAsync(Items);
        var first = Assert.Single(await _twin.CopyAsync());
        MoveBack(first.Run);

        var again = Assert.Single(await _twin.CopyAsync());

        Assert.Equal((LoadStatus.AlreadyLoaded, LoadProof.Proven), (again.Status, again.Proof));
    }

    [Fact]
    public async Task An_older_run_does_not_overwrite_what_a_later_one_brought()
    {
        await _twin.LoadAsync(Items);
        _twin.Source("UPDATE Items SET amount = 1 WHERE id = 3");
        var old = Assert.Single(await _twin.SendAsync(Items));
        var data = Path.Combine(_twin.Home, "bucket", "data", old);
        Directory.Move(data, Path.Combine(_twin.Home, "aside"));
        _twin.Source("UPDATE Items SET amount = 2 WHERE id = 3");
        await _twin.LoadAsync(Items);
        Directory.Move(Path.Combine(_twin.Home, "aside"), data);

        var late = Assert.Single(await _twin.CopyAsync());

        Assert.Equal(LoadStatus.Failed, late.Status);
        Assert.Contains("by the later run", late.Error, StringComparison.Ordinal);
        _twin.AssertSame("Items", Columns);
    }

    [Fact]
    public async Task What_changed_in_the_warehouse_since_the_reading_refutes_the_run()
    {
        await _twin.LoadAsync(Items);
        await _twin.SendAsync(Items);
        _twin.Warehouse("DELETE FROM Items WHERE id = 3");

        var result = Assert.Single(await _twin.CopyAsync());

        Assert.Equal((LoadStatus.Failed, LoadProof.Refuted), (result.Status, result.Proof));
        await _twin.LoadAsync(Items);
        _twin.AssertSame("Items", Columns);
    }

    [Fact]
    public async Task The_plan_has_every_statement_that_a_load_runs_and_no_other()
    {
        await _twin.LoadAsync(Items);
        _twin.Source("UPDATE Items SET amount = 7 WHERE id = 300");
        await _twin.SendAsync(Items);

        var planned = await _twin.PlanAsync();
        _twin.Notes.Statements.Clear();
        await _twin.CopyAsync();

        Assert.All(_twin.Notes.Statements, statement => Assert.Contains(Shape(statement), planned.Select(Shape)));
        Assert.Contains(planned, statement => statement.Contains("FROM \"Items\"", StringComparison.Ordinal)
            && statement.StartsWith("SELECT count(*), min(\"id\")", StringComparison.Ordinal));
        Assert.Equal(
            _twin.Notes.Statements.Count(statement => statement.StartsWith("SELECT count(*), min(", StringComparison.Ordinal)),
            planned.Count(statement => statement.StartsWith("SELECT count(*), min(", StringComparison.Ordinal)));
    }

    // Times differ, and the plan does not know which watermark or earlier run will be found.
    private static string Shape(string statement) => statement.Split('(')[0].Trim();

    private void MoveBack(string run) => Directory.Move(
        Path.Combine(_twin.Home, "bucket", "processed", run), Path.Combine(_twin.Home, "bucket", "data", run));
}
