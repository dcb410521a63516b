using Contabyx.Engine.Buckets.S3;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Runs;
using Contabyx.RedshiftEmulator;

namespace Contabyx.ServerTests;

public sealed class RedshiftFailureTests(Servers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bad_row_is_told_with_file_line_column_and_reason()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.DropAsync(
            "data/TransactionTypes.csv", "transaction_type_id,direction,name\n1,income,wages\n2,far too long a word,x\n");

        var result = Assert.Single(await pipeline.CopyAsync());

        Assert.Equal(("TransactionTypes", LoadStatus.Failed), (result.Table, result.Status));
        Assert.Contains("TransactionTypes.csv, line 3, column direction", result.Error, StringComparison.Ordinal);
        Assert.Contains("/error/", result.MovedTo, StringComparison.Ordinal);
        Assert.Equal("0", (await pipeline.QueryAsync("SELECT count(*) FROM \"TransactionTypes\""))[0][0]);
    }

    [Fact]
    public async Task A_serializable_violation_is_tried_again_whole()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.SendAsync(await pipeline.NewBatchAsync(1));
        pipeline.Emulator.Faults.FailCommits(2);

        var results = await pipeline.CopyAsync(new LoadOptions { Connections = 1 });

        Assert.All(results, result => Assert.Equal((null, LoadStatus.Loaded), (result.Error, result.Status)));
        Assert.Equal("8", (await pipeline.QueryAsync("SELECT count(*) FROM contabyx_load_history"))[0][0]);
        Assert.Equal("400", (await pipeline.QueryAsync("SELECT count(*) FROM \"Tax\""))[0][0]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_commit_whose_answer_was_lost_is_recognised_and_loaded_once(bool allOrNothing)
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.SendAsync(await pipeline.NewBatchAsync(1));
        var swallowed = allOrNothing ? 1 : 8;
        pipeline.Emulator.Faults.Add(new Fault(FaultKind.DropAfter, IsCommit, swallowed));

        var results = await pipeline.CopyAsync(new LoadOptions { Connections = 2, AllOrNothing = allOrNothing });

        Assert.Equal(8, results.Count);
        Assert.All(
            results, result => Assert.Equal((LoadStatus.Loaded, LoadProof.Proven, 1), (result.Status, result.Proof, result.Attempts)));
        await AssertLoadedOnceAsync(pipeline);
        var log = await File.ReadAllTextAsync(pipeline.Connection.LogPath, Stop);
        Assert.Equal(swallowed, log.Split("The commit succeeded.").Length - 1);
    }

    [Fact]
    public async Task Twenty_lost_answers_to_commits_are_twenty_times_recognised()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        pipeline.Emulator.Faults.Add(new Fault(FaultKind.DropAfter, IsCommit, 20));
        var results = new List<ContabyxCopyResult>();
        for (var run = 0; run < 5; run++)
        {
            await pipeline.SendAsync(await pipeline.NewBatchAsync(1));
            results.AddRange(await pipeline.CopyAsync(new LoadOptions { Connections = 2 }));
        }

        Assert.All(results, result => Assert.Equal((LoadStatus.Loaded, LoadProof.Proven), (result.Status, result.Proof)));
        Assert.Equal(
            ["2000", "2000", "500"],
            (await pipeline.QueryAsync(
                """SELECT (SELECT count(*) FROM "Tax"), (SELECT count(DISTINCT tax_id) FROM "Tax"), (SELECT count(*) FROM "Transfers")"""))[0]);
        var log = await File.ReadAllTextAsync(pipeline.Connection.LogPath, Stop);
        Assert.Equal(20, log.Split("The commit succeeded.").Length - 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_token_that_expires_during_copy_puts_nothing_aside_and_the_next_run_finishes(int tables)
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.SendAsync(await pipeline.NewBatchAsync(1));
        var copies = 0;
        pipeline.Emulator.Faults.Add(new Fault(
            FaultKind.ExpiredToken,
            sql => sql.StartsWith("COPY", StringComparison.OrdinalIgnoreCase) && ++copies == tables));

        var first = await pipeline.CopyAsync(new LoadOptions { Connections = 1 });
        var refused = Assert.Single(first, result => result.Status == LoadStatus.Failed);
        Assert.True(refused.Waits);
        Assert.Contains("credentials for S3 expired", refused.Error, StringComparison.Ordinal);
        var results = await pipeline.CopyAsync(new LoadOptions { Connections = 1 });

        Assert.Equal(8, results.Count);
        Assert.Equal(7, results.Count(result => result.Status == LoadStatus.AlreadyLoaded));
        Assert.Equal(1, results.Count(result => result.Status == LoadStatus.Loaded));
        await AssertLoadedOnceAsync(pipeline);
    }

    [Fact]
    public async Task A_right_to_move_that_was_taken_away_delays_only_the_moving()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.SendAsync(await pipeline.NewBatchAsync(1));
        var name = pipeline.Connection.Bucket.Split('/')[2];
        using var client = S3Clients.Create(new S3Address(name, ""), servers.S3);
        await client.PutBucketPolicyAsync(name, $$"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"arn:aws:s3:::{{name}}/KEY/processed/*"}]}
            """, Stop);

        var first = await pipeline.CopyAsync();
        await using var bucket = Addresses.OpenBucket(pipeline.Connection);
        Assert.All(first, result => Assert.Equal((LoadStatus.Loaded, LoadProof.Proven), (result.Status, result.Proof)));
        Assert.Equal(17, (await bucket.ListAsync("data/", Stop).ToListAsync(Stop)).Count);
        Assert.Contains(
            "Files could not be moved; the next run moves them",
            await File.ReadAllTextAsync(pipeline.Connection.LogPath, Stop), StringComparison.Ordinal);
        await client.DeleteBucketPolicyAsync(name, Stop);
        var results = await pipeline.CopyAsync();

        Assert.Equal(8, results.Count);
        Assert.All(results, result => Assert.Equal((null, LoadStatus.AlreadyLoaded), (result.Error, result.Status)));
        await AssertLoadedOnceAsync(pipeline);
        Assert.Empty(await bucket.ListAsync("data/", Stop).ToListAsync(Stop));
        Assert.Empty(await bucket.ListAsync("error/", Stop).Where(item => item.Key != BucketLayout.Log).ToListAsync(Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_commit_that_never_arrived_is_found_to_be_gone_and_loaded_again(bool allOrNothing)
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.SendAsync(await pipeline.NewBatchAsync(1));
        pipeline.Emulator.Faults.Add(new Fault(FaultKind.DropBefore, IsCommit, 2));

        var results = await pipeline.CopyAsync(new LoadOptions { Connections = 1, AllOrNothing = allOrNothing });

        Assert.All(results, result => Assert.Equal(LoadStatus.Loaded, result.Status));
        Assert.Equal(3, results.Max(result => result.Attempts));
        await AssertLoadedOnceAsync(pipeline);
        var log = await File.ReadAllTextAsync(pipeline.Connection.LogPath, Stop);
        Assert.Equal(2, log.Split("The commit did not happen; nothing of the transaction remains.").Length - 1);
    }

    [Theory]
    [InlineData("COPY")]
    [InlineData("LOCK")]
    [InlineData("INSERT INTO \"public\".\"Tax\"")]
    [InlineData("INSERT INTO \"public\".\"contabyx_load_history\"")]
    public async Task A_connection_that_breaks_half_way_is_made_again(string statement)
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.SendAsync(await pipeline.NewBatchAsync(1));
        pipeline.Emulator.Faults.Add(
            new Fault(FaultKind.DropAfter, sql => sql.StartsWith(statement, StringComparison.OrdinalIgnoreCase)));

        var results = await pipeline.CopyAsync(new LoadOptions { Connections = 2 });

        Assert.All(results, result => Assert.Equal((null, LoadStatus.Loaded), (result.Error, result.Status)));
        Assert.Single(results, result => result.Attempts == 2);
        await AssertLoadedOnceAsync(pipeline);
    }

    [Fact]
    public async Task A_warehouse_that_is_lost_again_and_again_leaves_everything_where_it_waits()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.SendAsync(await pipeline.NewBatchAsync(1));
        pipeline.Emulator.Faults.Add(new Fault(
            FaultKind.DropBefore, sql => sql.StartsWith("COPY", StringComparison.OrdinalIgnoreCase), Times: int.MaxValue));

        var lost = await pipeline.CopyAsync(new LoadOptions { Connections = 1 });
        Assert.Equal(8, lost.Count);
        Assert.All(lost, result =>
        {
            Assert.Equal((LoadStatus.Failed, true), (result.Status, result.Waits));
            Assert.Contains("it was lost", result.Error, StringComparison.Ordinal);
            Assert.Contains("Run the same command again", result.Advice, StringComparison.Ordinal);
            Assert.Contains("/data/", result.MovedTo, StringComparison.Ordinal);
        });
        pipeline.Emulator.Faults.Clear();
        var results = await pipeline.CopyAsync(new LoadOptions { Connections = 1 });

        Assert.All(results, result => Assert.Equal(LoadStatus.Loaded, result.Status));
        await AssertLoadedOnceAsync(pipeline);
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(
            servers, new WarehouseSettings { Password = new Secret("wrong-marked-secret") });
        await using var warehouse = Addresses.OpenWarehouse(pipeline.Connection);

        var error = await Assert.ThrowsAsync<ConnectionException>(() => warehouse.CountSlicesAsync(Stop));

        Assert.Contains("locks an account", error.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-marked-secret", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(pipeline.Emulator.Statements.Texts);
    }

    [Fact]
    public async Task Keys_of_copy_are_in_no_review_and_no_error()
    {
        var settings = new WarehouseSettings { CopyWithKeys = true };
        await using var pipeline = await RedshiftPipeline.StartAsync(servers, settings);
        var secret = servers.S3.SecretKey!.Reveal();
        await pipeline.DropAsync("data/TransactionTypes.csv", "1,far too long a word,x\n");

        var review = await pipeline.ReviewAsync();
        var result = Assert.Single(await pipeline.CopyAsync());

        Assert.Contains("SECRET_ACCESS_KEY '***'", review, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, review, StringComparison.Ordinal);
        Assert.Contains("line 1, column direction", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, await File.ReadAllTextAsync(pipeline.Connection.LogPath, Stop), StringComparison.Ordinal);
    }

    private static bool IsCommit(string sql) => sql.StartsWith("COMMIT", StringComparison.Ordinal);

    private static async Task AssertLoadedOnceAsync(RedshiftPipeline pipeline)
    {
        Assert.Equal("8", (await pipeline.QueryAsync("SELECT count(*) FROM contabyx_load_history"))[0][0]);
        foreach (var table in (string[])["Transactions", "Tax"])
            Assert.Equal("400", (await pipeline.QueryAsync($"SELECT count(*) FROM \"{table}\""))[0][0]);
    }
}
