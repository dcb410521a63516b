namespace Contabyx.ServerTests;

public sealed class RedshiftModeTests(Servers servers)
{
    private const string Rows = "SELECT id, text FROM \"Notes\" ORDER BY id";

    [Theory]
    [InlineData(LoadMode.Merge, "1:one 2:two 9:kept")]
    [InlineData(LoadMode.Replace, "1:one 2:two")]
    public async Task Rows_are_merged_or_replaced(LoadMode mode, string expected)
    {
        await using var pipeline = await LoadedAsync();
        await pipeline.QueryAsync("UPDATE \"Notes\" SET text = 'changed' WHERE id = 2");
        await pipeline.QueryAsync("INSERT INTO \"Notes\" (id, text) VALUES (9, 'kept')");
        await pipeline.SendTablesAsync("Notes");

        var result = Assert.Single(await pipeline.CopyAsync(new LoadOptions { Mode = mode, Force = true }));

        Assert.Null(result.Error);
        Assert.Equal(LoadStatus.Loaded, result.Status);
        Assert.Equal(expected, string.Join(' ', (await pipeline.QueryAsync(Rows)).Select(row => $"{row[0]}:{row[1]}")));
        Assert.DoesNotContain(
            pipeline.Emulator.Statements.Texts, text => text.Contains("TRUNCATE", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Appending_keys_that_are_there_is_refused()
    {
        await using var pipeline = await LoadedAsync();
        await pipeline.ChangeSourceAsync("UPDATE Notes SET text = 'zwei' WHERE id = 2");
        await pipeline.SendTablesAsync("Notes");

        var result = Assert.Single(await pipeline.CopyAsync(new LoadOptions { Mode = LoadMode.Append }));

        Assert.Equal(LoadStatus.Failed, result.Status);
        Assert.Contains("already has 2 of the keys of these rows", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_load_is_later_by_the_servers_clock()
    {
        await using var pipeline = await LoadedAsync();
        await pipeline.ChangeSourceAsync("INSERT INTO Notes VALUES (3, 'three')");
        await pipeline.SendTablesAsync("Notes");
        await pipeline.CopyAsync();

        var rows = await pipeline.QueryAsync(
            "SELECT row_count, datediff(second, loaded_at, sysdate) FROM contabyx_load_history ORDER BY loaded_at");

        Assert.Equal(["2", "3"], rows.Select(row => row[0]));
        Assert.All(rows, row => Assert.InRange(int.Parse(row[1]!, System.Globalization.CultureInfo.InvariantCulture), 0, 60));
    }

    private async Task<RedshiftPipeline> LoadedAsync()
    {
        var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.ChangeSourceAsync(
            "CREATE TABLE Notes (id BIGINT PRIMARY KEY, text VARCHAR)", "INSERT INTO Notes VALUES (1, 'one'), (2, 'two')");
        await pipeline.SendTablesAsync("Notes");
        Assert.Equal(LoadStatus.Loaded, Assert.Single(await pipeline.CopyAsync()).Status);
        return pipeline;
    }
}
