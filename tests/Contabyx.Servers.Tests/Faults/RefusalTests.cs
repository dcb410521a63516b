using Contabyx.Engine.Connections;
using Contabyx.Engine.Runs;
using Contabyx.RedshiftEmulator;

namespace Contabyx.ServerTests;

/// <summary>
/// Redshift refuses for a reason that has nothing to do with the files: they wait where they are, the message says what is
/// missing, and the next plain run finishes.
/// </summary>
public sealed class RefusalTests(Servers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copy_that_may_not_read_leaves_its_files_waiting_and_says_what_is_missing()
    {
        await using var pipeline = await StartAsync();
        var waiting = await KeysAsync(pipeline);
        foreach (var refusal in DocumentedRefusal.All)
        {
            pipeline.Emulator.Faults.Add(Refuse(refusal, IsCopy));

            var result = Assert.Single(await pipeline.CopyAsync());

            Assert.True(result is { Status: LoadStatus.Failed, Waits: true }, $"{refusal.Name}: {result.Status}, {result.Error}");
            Assert.Contains(refusal.Message.Split(",Status")[0], result.Error, StringComparison.Ordinal);
            Assert.True(result.Advice!.Contains(refusal.Names, StringComparison.Ordinal), $"{refusal.Name}: {result.Advice}");
            Assert.Equal(waiting, await KeysAsync(pipeline));
            Assert.Equal("0", (await pipeline.QueryAsync("SELECT count(*) FROM notes"))[0][0]);
            TestContext.Current.TestOutputHelper!.WriteLine($"{refusal.Name} ({refusal.Page}): waits; {result.Advice}");
        }

        await FinishAsync(pipeline);
    }

    [Fact]
    public async Task S3_that_is_busy_is_asked_again()
    {
        await using var pipeline = await StartAsync();
        pipeline.Emulator.Faults.Add(new Fault(FaultKind.Refusal, IsCopy)
        {
            Message = "S3ServiceException:Please reduce your request rate.,Status 503,Error SlowDown,Rid 0,CanRetry 1",
        });

        var result = Assert.Single(await pipeline.CopyAsync());

        Assert.Equal((null, LoadStatus.Loaded, 2), (result.Error, result.Status, result.Attempts));
    }

    [Fact]
    public async Task A_value_that_only_JSON_PARSE_refuses_fails_its_table_and_does_not_wait()
    {
        await using var pipeline = await StartAsync();
        pipeline.Emulator.Faults.Add(new Fault(FaultKind.Refusal, sql => sql.StartsWith("INSERT", StringComparison.OrdinalIgnoreCase))
        {
            Message = "JSON parsing error",
        });

        var result = Assert.Single(await pipeline.CopyAsync());

        Assert.Equal((LoadStatus.Failed, false), (result.Status, result.Waits));
        Assert.Contains(await KeysAsync(pipeline), key => key.StartsWith("error/", StringComparison.Ordinal));
        Assert.DoesNotContain(await KeysAsync(pipeline), key => key.StartsWith("data/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_at_any_statement_of_a_load_moves_nothing_to_error_and_the_next_run_finishes()
    {
        await using var pipeline = await StartAsync();
        await pipeline.CopyAsync();
        var (sent, version) = (0, 2);
        await SendAsync(pipeline, version);
        for (var at = 1; ; at++)
        {
            var (seen, refused) = (0, "");
            var before = await ValueAsync(pipeline);
            pipeline.Emulator.Faults.Add(new Fault(FaultKind.Refusal, Hits)
            {
                SqlState = at % 2 == 0 ? "42501" : "57014",
                Message = at % 2 == 0 ? "permission denied for relation x" : "Query (1) cancelled on user's request",
            });

            var results = new List<ContabyxCopyResult>();
            var error = await Record.ExceptionAsync(async () => results.AddRange(await pipeline.CopyAsync()));

            pipeline.Emulator.Faults.Clear();
            var result = results.SingleOrDefault();
            var when = $"statement {at}, {refused}";
            Assert.True(error is null or ContabyxException, $"{when}: {error}");
            Assert.True(error is not null || result is { Waits: true } or { Status: LoadStatus.Loaded },
                $"{when}: {result?.Status}, {result?.Error}");
            Assert.DoesNotContain(await KeysAsync(pipeline), key => key.StartsWith("error/", StringComparison.Ordinal));
            Assert.Equal(result?.Status == LoadStatus.Loaded ? Text(version) : before, await ValueAsync(pipeline));
            TestContext.Current.TestOutputHelper!.WriteLine($"{when}: {(result is null ? "stopped" : result.Waits ? "waits" : "loaded")}");
            if (refused.Length == 0)
                break;
            sent = at;
            if (result?.Status == LoadStatus.Loaded)
                await SendAsync(pipeline, ++version);

            bool Hits(string sql)
            {
                if (sql.StartsWith("SET", StringComparison.Ordinal) || ++seen != at)
                    return false;
                refused = sql[..Math.Min(sql.Length, 40)].ReplaceLineEndings(" ");
                return true;
            }
        }

        Assert.InRange(sent, 12, 60);
    }

    private static bool IsCopy(string sql) => sql.StartsWith("COPY", StringComparison.OrdinalIgnoreCase);

    private static Fault Refuse(DocumentedRefusal refusal, Func<string, bool> matches) =>
        new(FaultKind.Refusal, matches) { SqlState = refusal.SqlState, Message = refusal.Message };

    private async Task<RedshiftPipeline> StartAsync()
    {
        var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.ChangeSourceAsync("CREATE TABLE notes (id BIGINT PRIMARY KEY, text VARCHAR CHECK (strlen(text) <= 40))");
        await SendAsync(pipeline, 1);
        await pipeline.QueryAsync("CREATE TABLE notes (id BIGINT NOT NULL, text VARCHAR(40), PRIMARY KEY (id))");
        return pipeline;
    }

    private static async Task SendAsync(RedshiftPipeline pipeline, int version)
    {
        await pipeline.ChangeSourceAsync("DELETE FROM notes", $"INSERT INTO notes VALUES (1, '{Text(version)}')");
        await pipeline.SendTablesAsync("notes");
    }

    private static string Text(int version) => FormattableString.Invariant($"version {version}");

    private static async Task<string?> ValueAsync(RedshiftPipeline pipeline) =>
        (await pipeline.QueryAsync("SELECT max(text) FROM notes"))[0][0];

    private static async Task FinishAsync(RedshiftPipeline pipeline)
    {
        var result = Assert.Single(await pipeline.CopyAsync());
        Assert.Equal((null, LoadStatus.Loaded, LoadProof.Proven), (result.Error, result.Status, result.Proof));
        Assert.Equal("1", (await pipeline.QueryAsync("SELECT count(*) FROM notes"))[0][0]);
        Assert.All(await KeysAsync(pipeline), key => Assert.StartsWith("processed/", key, StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> KeysAsync(RedshiftPipeline pipeline)
    {
        await using var bucket = Addresses.OpenBucket(pipeline.Connection);
        return await bucket.ListAsync("", Stop).Select(item => item.Key).Where(key => key != BucketLayout.Log)
            .Order(StringComparer.Ordinal).ToListAsync(Stop);
    }
}
