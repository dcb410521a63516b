namespace Contabyx.Tests;

/// <summary>The comments of the source's tables and columns.</summary>
public sealed class CommentTests
{
    [Theory]
    [InlineData("id INTEGER PRIMARY KEY, v VARCHAR", "PRIMARY KEY (id)\nit's (all)\n)", "id")]
    [InlineData("id INTEGER, v VARCHAR", "it's (all)\n)", null)]
    public async Task Comments_of_a_new_table_are_those_of_the_source_and_its_key_is_still_known(string columns, string comment,
        string? key)
    {
        using var twin = new SyncTwin();
        twin.Source($"CREATE TABLE Things ({columns}); INSERT INTO Things VALUES (1, 'a'); "
            + "COMMENT ON TABLE Things IS 'it''s (all)\n)'; COMMENT ON COLUMN Things.v IS '\"v\"; DROP TABLE Things'");
        await twin.LoadAsync(new TableSelection { Table = "Things" });

        Assert.Equal(comment, twin.AskWarehouse("SELECT comment FROM duckdb_tables() WHERE table_name = 'Things'")[0][0]);
        Assert.Equal(
            "\"v\"; DROP TABLE Things",
            twin.AskWarehouse("SELECT comment FROM duckdb_columns() WHERE table_name = 'Things' AND column_name = 'v'")[0][0]);
        if (key is null)
            return;
        twin.Source("UPDATE Things SET v = 'b'; INSERT INTO Things VALUES (2, 'c')");
        await twin.LoadAsync(new TableSelection { Table = "Things", Mode = ReadMode.Incremental, Watermark = key });
        twin.AssertSame("Things", "id, v");
    }

    [Theory]
    [InlineData("é", 3000, 2048)]
    [InlineData("x", 2046, 2048)]
    [InlineData("x", 2047, 2047)]
    [InlineData("x", 2048, 2048)]
    public async Task A_comment_that_is_too_long_is_cut_between_characters(string letter, int letters, int kept)
    {
        var comment = string.Concat(Enumerable.Repeat(letter, letters)) + "😀😀";
        using var twin = new SyncTwin();
        twin.Source($"CREATE TABLE Things (id INTEGER); INSERT INTO Things VALUES (1); COMMENT ON TABLE Things IS '{comment}'");

        await twin.LoadAsync(new TableSelection { Table = "Things", As = "Others" });

        Assert.Equal(comment[..kept] + " ...",
            twin.AskWarehouse("SELECT comment FROM duckdb_tables() WHERE table_name = 'Others'")[0][0]);
    }
}
