using MySqlConnector;

namespace Contabyx.ServerTests;

public abstract class MySqlSnapshotTests(SourceServer server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Several_readers_see_one_moment_while_others_write()
    {
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { Readers = 4 });
        await home.RunAsync($$"""
            CREATE TABLE l (id INT PRIMARY KEY, amount DECIMAL(18,2) NOT NULL);
            CREATE TABLE r (id INT PRIMARY KEY, amount DECIMAL(18,2) NOT NULL);
            INSERT INTO l SELECT seq, 100 FROM {{MySqlHome.Numbers(150_000)}};
            INSERT INTO r SELECT * FROM l
            """);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var moves = 0;
        var writer = Task.Run(
            async () =>
            {
                await using var connection = await home.ConnectAsync(true);
                for (var random = new Random(1); !stop.IsCancellationRequested; moves++)
                {
                    var (from, to) = (random.Next(1, 150_001), random.Next(1, 150_001));
                    await using var move = new MySqlCommand(
                        $"BEGIN; UPDATE l SET amount = amount - 1 WHERE id = {from}; "
                        + $"UPDATE r SET amount = amount + 1 WHERE id = {to}; COMMIT",
                        connection);
                    await move.ExecuteNonQueryAsync(Stop);
                }
            },
            Stop);
        for (var i = 0; i < 3; i++)
        {
            var files = await home.ExportAsync();
            Assert.Equal(SnapshotLevel.Consistent, files[0].Origin.Level);
            decimal sum = 0;
            foreach (var file in files)
                sum += (await File.ReadAllLinesAsync(file.Path, Stop)).Sum(
                    line => decimal.Parse(line.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(30_000_000m, sum);
        }

        await stop.CancelAsync();
        await writer;
        Assert.True(moves > 10, $"Only {moves} moves were made meanwhile.");
    }

    [Fact]
    public async Task Files_are_the_same_bytes_for_any_number_of_readers()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await home.RunAsync($$"""
            CREATE TABLE t (id BIGINT PRIMARY KEY, v VARCHAR(100));
            INSERT INTO t SELECT seq * seq, REPEAT('x', seq % 90) FROM {{MySqlHome.Numbers(200_000)}}
            """);
        await home.RunAsync("ANALYZE TABLE t");
        var hashes = new List<string>();
        foreach (var readers in new[] { 1, 2, 5 })
        {
            home.Connection = home.Connection with { SourceSettings = home.Connection.SourceSettings with { Readers = readers } };
            hashes.Add((await home.ExportAsync("t"))[0].Sha256);
        }

        Assert.Single(hashes.Distinct());
    }

    [Fact]
    public async Task Privileges_decide_the_level_and_the_result_says_why()
    {
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { Readers = 2 });
        await home.RunAsync("CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1)");
        await home.AddUserAsync($"SELECT ON {home.Database}.*", "RELOAD ON *.*");
        var single = (await home.ExportAsync("t"))[0].Origin;
        Assert.Equal(SnapshotLevel.SingleReader, single.Level);
        Assert.Contains("LOCK TABLES is needed", single.LevelReason, StringComparison.Ordinal);

        await home.RunAsync($"GRANT LOCK TABLES ON {home.Database}.* TO {home.User}@'%'");
        var locked = (await home.ExportAsync("t"))[0].Origin;
        Assert.Equal((SnapshotLevel.Consistent, null), (locked.Level, locked.LevelReason));

        await home.RunAsync("CREATE TABLE m (id INT PRIMARY KEY) ENGINE = MyISAM; INSERT INTO m VALUES (1)");
        var mixed = (await home.ExportAsync())[0].Origin;
        Assert.Equal(SnapshotLevel.PerTable, mixed.Level);
        Assert.Contains("MyISAM", mixed.LevelReason, StringComparison.Ordinal);
        Assert.Equal(SnapshotLevel.Consistent, (await home.ExportAsync("t"))[0].Origin.Level);
    }

    [Fact]
    public async Task Wide_rows_are_read_in_little_memory()
    {
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { Readers = 2 });
        await home.RunAsync($$"""
            CREATE TABLE w (id INT PRIMARY KEY, a MEDIUMTEXT, b MEDIUMTEXT, c MEDIUMTEXT, d MEDIUMTEXT);
            INSERT INTO w SELECT seq, REPEAT('a', 60000), REPEAT('b', 60000), REPEAT('c', 60000), REPEAT('d', 60000)
            FROM {{MySqlHome.Numbers(2_000)}}
            """);
        await using var source = home.Open();
        await using var snapshot = await source.OpenSnapshotAsync(Stop);
        var table = Assert.Single(await source.ReadSchemaAsync(Stop));
        long rows = 0, most = 0, before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var block in snapshot.Read(table, null, Stop))
        {
            rows += block.Count;
            if (rows % 64 < block.Count)
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        Assert.Equal(2000, rows);
        Assert.InRange(most, 1, 100 << 20);
    }

    [Fact]
    public async Task Cancelling_kills_the_running_statement_and_waits_for_it()
    {
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { Readers = 2 });
        await home.RunAsync("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(100)); "
            + $"INSERT INTO t SELECT seq, REPEAT('x', 90) FROM {MySqlHome.Numbers(300_000)}");
        await using var source = home.Open();
        await using var snapshot = await source.OpenSnapshotAsync(Stop);
        var table = Assert.Single(await source.ReadSchemaAsync(Stop));
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var block in snapshot.Read(table, null, stop.Token))
                stop.Cancel();
        });
        Assert.Equal(
            "0",
            await home.ScalarAsync("SELECT COUNT(*) FROM information_schema.PROCESSLIST "
                + "WHERE DB = DATABASE() AND INFO LIKE 'SELECT `id`%'"));

        // The snapshot can still be used.
        Assert.Equal(300_000, snapshot.Read(table, null, Stop).Sum(block => (long)block.Count));
    }

    [Collection(GlobalSettings.OfMySql)]
    public sealed class OnMySql(Servers servers) : MySqlSnapshotTests(servers.MySql);

    [Collection(GlobalSettings.OfMariaDb)]
    public sealed class OnMariaDb(Servers servers) : MySqlSnapshotTests(servers.MariaDb);
}
