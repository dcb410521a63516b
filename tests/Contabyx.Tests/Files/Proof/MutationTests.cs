using Contabyx.Engine.Warehouses.DuckDb;

namespace Contabyx.Tests;

public sealed class MutationTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task Each_of_500_random_changes_in_the_twin_is_found_by_the_totals_and_located_by_key(int seed, bool hasKey)
    {
        using var folder = new TemporaryFolder();
        await using var warehouse = new DuckDbWarehouse(folder["warehouse.duckdb"]);
        await warehouse.InitializeAsync(TestContext.Current.CancellationToken);
        var table = hasKey ? Mutations.Table : Mutations.Table with { Key = [] };

        var (found, located) = await new Mutations(seed).RunAsync(
            warehouse, new DuckDbWords(), table, 500, TestContext.Current.CancellationToken);

        Assert.Equal((500, 500), (found, located));
    }
}
