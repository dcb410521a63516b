using Contabyx.Engine.Export;
using Contabyx.Engine.Jobs;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Tests;

/// <summary>A warehouse answers a question about the catalogue slowly: each is asked once for a table.</summary>
public sealed class AskedOnceTests
{
    private static readonly TableSchema Texts = new("t", [new ColumnSchema("a", ColumnType.Text(10), true)], []);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_export_that_takes_the_types_of_the_warehouse_reads_the_columns_once(bool asksBefore)
    {
        var warehouse = CountedWarehouse.Create();
        var check = new TargetCheck(warehouse, asks: true, new Remarks());
        if (asksBefore)
            await check.AskAsync(["t"], Stop);

        var typed = await check.RetypeAsync(Texts, Stop);
        await check.LimitsOfAsync(typed, LoadMode.Append, Stop);

        Assert.Equal(CountedWarehouse.Table.Columns[0].Type, typed.Columns[0].Type);
        Assert.Equal(
            [nameof(IWarehouse.ReadTablesAsync), nameof(IWarehouse.ProblemsOf)],
            CountedWarehouse.AskedOf(warehouse));
    }

    [Fact]
    public async Task An_export_to_a_folder_takes_the_types_and_no_limits()
    {
        var warehouse = CountedWarehouse.Create();
        var check = new TargetCheck(warehouse, asks: false, new Remarks());

        var typed = await check.RetypeAsync(Texts, Stop);

        Assert.Equal(CountedWarehouse.Table.Columns[0].Type, typed.Columns[0].Type);
        Assert.Same(Texts, await check.LimitsOfAsync(Texts, LoadMode.Append, Stop));
    }

    [Fact]
    public async Task The_check_of_a_job_reads_the_columns_once()
    {
        var warehouse = CountedWarehouse.Create();
        var check = new JobTableCheck(null!, warehouse, [], new Dictionary<string, WarehouseException>());

        var finding = await check.CheckWarehouseAsync(
            new JobTable { Selection = new TableSelection { Table = "t" }, Place = default }, CountedWarehouse.Table, Stop);

        Assert.Equal("Its table fits. It has not been loaded yet.", finding.Detail);
        Assert.Equal([nameof(IWarehouse.ProblemsOf), nameof(IWarehouse.PlanTableAsync)], CountedWarehouse.AskedOf(warehouse));
    }
}
