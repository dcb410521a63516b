namespace Contabyx.Tests;

public sealed class PipelineTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly Pipeline _pipeline;

    public PipelineTests() => _pipeline = new Pipeline(_home.Path);

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Ten_days_go_from_source_to_warehouse_proven_and_moved()
    {
        var results = await _pipeline.RunAsync(new BatchRequest { Days = 10, BatchDays = 3 });

        Assert.All(results, result => Assert.Equal((LoadStatus.Loaded, LoadProof.Proven), (result.Status, result.Proof)));
        var rows = results.ToDictionary(result => result.Table, result => result.RowsLoaded);
        Assert.Equal(8, rows.Count);
        Assert.Equal((4000, 4000, 1000, 3), (rows["Transactions"], rows["Tax"], rows["Transfers"], rows["Clients"]));
        Assert.Empty(_pipeline.Keys("data"));
        Assert.Equal(["error/redshift.log"], _pipeline.Keys("error"));
        Assert.Contains(_pipeline.Keys("processed"), key => key.EndsWith("/run.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_books_in_the_warehouse_balance()
    {
        await _pipeline.RunAsync(new BatchRequest { Days = 3 });

        var balance = await _pipeline.BalanceAsync();

        Assert.Equal(1200, balance.Transactions);
        Assert.Equal(0m, balance.TransferNet);
        Assert.True(balance.TransferIn > 0);
        Assert.Equal((new DateOnly(2015, 7, 1), new DateOnly(2015, 7, 3)), (balance.FirstDay, balance.LastDay));
    }

    [Fact]
    public async Task The_same_days_again_change_nothing_and_say_so()
    {
        var request = new BatchRequest { Days = 2, FirstDay = new DateOnly(2015, 7, 1) };
        await _pipeline.RunAsync(request);
        var before = await _pipeline.BalanceAsync();

        var batches = await _pipeline.NewBatchesAsync(request);
        await _pipeline.SendAsync(await _pipeline.ExportAsync(batches));
        var results = await _pipeline.CopyAsync();

        Assert.All(batches, batch => Assert.False(batch.Written));
        Assert.All(results, result => Assert.Equal(LoadStatus.AlreadyLoaded, result.Status));
        Assert.Equal(before, await _pipeline.BalanceAsync());
    }
}
