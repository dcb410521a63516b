using System.Collections.Concurrent;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Load;
using Contabyx.Engine.Warehouses.Redshift;
using Contabyx.RedshiftEmulator;

namespace Contabyx.ServerTests;

/// <summary>A warehouse that lets wait: it is told, and the wait can be ended at any moment.</summary>
public sealed class RedshiftWaitTests(Servers servers)
{
    private static readonly Progress<ItemProgress> Silence = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_history_that_another_session_locks_is_named_and_the_wait_can_be_ended()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.SendAsync(await pipeline.NewBatchAsync(1));
        var address = ServerAddress.Parse(pipeline.Connection.Warehouse, RedshiftWarehouse.Scheme, RedshiftWarehouse.DefaultPort);
        await using (var warehouse = Addresses.OpenWarehouse(pipeline.Connection))
            await warehouse.InitializeAsync(Stop);
        var told = new Remarks();
        await using (var other = await RedshiftSession.OpenAsync(
            address, new PasswordLogin(address.User, new Secret(RedshiftPipeline.Password)), Stop))
        {
            await other.RunAsync("BEGIN", Stop);
            await other.RunAsync("LOCK contabyx_load_history", Stop);
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            var copying = Task.Run(() => CopyAsync(pipeline, told, cancel.Token), Stop);
            await UntilAsync(() => told.Warnings.Any(), copying);

            await cancel.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => copying);
        }

        Assert.All(await pipeline.CopyAsync(), result => Assert.Equal((null, LoadStatus.Loaded), (result.Error, result.Status)));
    }

    [Theory]
    [InlineData("COPY")]
    [InlineData("INSERT")]
    [InlineData("COMMIT")]
    public async Task A_statement_without_an_answer_can_be_left_and_nothing_is_lost_or_doubled(string statement)
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.SendAsync(await pipeline.NewBatchAsync(1));
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pipeline.Emulator.Faults.Add(new Fault(FaultKind.Silence, Matches));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var copying = Task.Run(() => CopyAsync(pipeline, new Remarks(), cancel.Token), Stop);
        await reached.Task.WaitAsync(Stop);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => copying);
        pipeline.Emulator.Faults.Clear();
        var results = await pipeline.CopyAsync();
        Assert.Equal(8, results.Count);
        Assert.All(results, result => Assert.True(result.Status is LoadStatus.Loaded or LoadStatus.AlreadyLoaded, result.Error));
        Assert.Equal(["400", "400"], (await pipeline.QueryAsync(
            """SELECT (SELECT count(*) FROM "Tax"), (SELECT count(DISTINCT tax_id) FROM "Tax")"""))[0]);

        bool Matches(string sql)
        {
            if (!sql.StartsWith(statement, StringComparison.OrdinalIgnoreCase))
                return false;
            reached.TrySetResult();
            return true;
        }
    }

    private static async Task CopyAsync(RedshiftPipeline pipeline, IRemarks told, CancellationToken cancellation)
    {
        await using var load = new DataLoad(pipeline.Connection, new LoadOptions(), Silence, told);
        foreach (var waiting in await load.FindAsync(null, cancellation))
            await load.LoadAsync(waiting, cancellation).ToListAsync(cancellation);
    }

    private static async Task UntilAsync(Func<bool> condition, Task working)
    {
        while (!condition())
        {
            if (working.IsCompleted)
                await working;
            await Task.Delay(20, Stop);
        }
    }

    private sealed class Remarks : IRemarks
    {
        public ConcurrentQueue<string> Warnings { get; } = new();

        public void Report(string value)
        {
        }

        public void Warn(string text) => Warnings.Enqueue(text);
    }
}
