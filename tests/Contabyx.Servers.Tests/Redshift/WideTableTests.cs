namespace Contabyx.ServerTests;

public sealed class WideTableTests(Servers servers)
{
    // The first width at which a count and a sum of every column no longer fit the 1,664 results of a query, and MySQL's limit.
    [Theory]
    [InlineData(831)]
    [InlineData(1_017)]
    public async Task A_table_of_as_many_columns_as_MySQL_allows_is_loaded_and_proven(int columns)
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        var list = string.Join(", ", Enumerable.Range(2, columns - 1).Select(i => $"c{i} INTEGER"));
        await pipeline.ChangeSourceAsync(
            $"CREATE TABLE Wide (c1 INTEGER PRIMARY KEY, {list})",
            $"INSERT INTO Wide (c1, c2, c{columns}) VALUES (1, 7, -3), (2, NULL, 0)");
        await pipeline.SendTablesAsync("Wide");

        var result = Assert.Single(await pipeline.CopyAsync());

        Assert.True(result.Error is null, result.Error);
        Assert.Equal((LoadProof.Proven, 2L), (result.Proof, result.RowsLoaded));
        var rows = await pipeline.QueryAsync($"SELECT c2, c{columns} FROM wide ORDER BY c1");
        Assert.Equal([["7", "-3"], [null, "0"]], rows);
    }
}
