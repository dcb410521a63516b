using Contabyx.Engine.Compare;
using DuckDB.NET.Data;

namespace Contabyx.Tests;

/// <summary>Decimals of which all digits are behind the point: DuckDB writes them without the zero before it.</summary>
public sealed class DecimalTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Digits_behind_the_point_only_are_proven_and_a_change_is_found()
    {
        Run("source", """
            CREATE TABLE Rates (id INTEGER PRIMARY KEY, a DECIMAL(1,1), b DECIMAL(5,5), c DECIMAL(38,38), d DECIMAL(38,37));
            INSERT INTO Rates VALUES (1, 0.1, -0.00001, -0.1, 1.5), (2, 0, 0, 0, 0), (3, NULL, NULL, NULL, NULL), (4, -0.9, 0.99999, 0.00000000000000000000000000000000000001, -1)
            """);
        var pipeline = new Pipeline(_home.Path);

        await pipeline.SendAsync(await pipeline.ExportTablesAsync(_ => true));

        var result = Assert.Single(await pipeline.CopyAsync());
        Assert.Equal((LoadStatus.Loaded, 4L, LoadProof.Proven, null), (result.Status, result.RowsLoaded, result.Proof, result.Error));
        Assert.True((await CompareAsync(pipeline)).Equal);

        Run("warehouse", "UPDATE Rates SET c = 0.1 WHERE id = 1");

        var change = Assert.Single((await CompareAsync(pipeline)).Keys);
        Assert.Equal(("1", "c", "-0.1"), (change.Key, change.Column, change.Source?.TrimEnd('0')));
    }

    private static async Task<ContabyxComparison> CompareAsync(Pipeline pipeline)
    {
        await using var compare = new DataComparison(pipeline.Connection, new Progress<ItemProgress>(), new Progress<string>());
        return await compare.CompareAsync(new TableSelection { Table = "Rates" }, 10, TestContext.Current.CancellationToken);
    }

    private void Run(string database, string sql)
    {
        using var connection = new DuckDBConnection($"Data Source={_home[database + ".duckdb"]}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
