using Contabyx.Engine.Connections;
using Contabyx.Engine.Warehouses.Redshift;
using Contabyx.Tests;

namespace Contabyx.ServerTests;

public sealed class MutationTests(Servers servers)
{
    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task Each_of_500_random_changes_in_Redshift_is_found_by_the_totals_and_located_by_key(int seed, bool hasKey)
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await using var warehouse = Addresses.OpenWarehouse(pipeline.Connection);
        await warehouse.InitializeAsync(TestContext.Current.CancellationToken);
        var table = hasKey ? Mutations.Table : Mutations.Table with { Key = [] };

        var (found, located) = await new Mutations(seed).RunAsync(
            warehouse, new RedshiftWords("public"), table, 500, TestContext.Current.CancellationToken);

        Assert.Equal((500, 500), (found, located));
    }
}
