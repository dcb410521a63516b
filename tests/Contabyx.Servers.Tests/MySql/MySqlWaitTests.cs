using MySqlConnector;

namespace Contabyx.ServerTests;

/// <summary>Tables that other sessions lock, and sessions that are ended while they read.</summary>
public abstract class MySqlWaitTests(SourceServer server)
{
    private const string Sleeping = "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND STATE = 'User sleep'";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_locked_table_is_told_of_and_the_wait_can_be_stopped()
    {
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { Readers = 1 });
        await home.RunAsync("CREATE TABLE locked (id INT PRIMARY KEY, v INT); INSERT INTO locked VALUES (1, 1)");
        await using var other = await home.ConnectAsync(true);
        await using (var take = new MySqlCommand("LOCK TABLES locked WRITE", other))
            await take.ExecuteNonQueryAsync(Stop);

        await using var source = home.Open();
        await using var snapshot = await source.OpenSnapshotAsync(Stop);
        var table = Assert.Single(await source.ReadSchemaAsync(Stop));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var reading = Task.Run(() => snapshot.Read(table, null, stop.Token).Sum(block => (long)block.Count), Stop);
        while (!reading.IsCompleted && !home.Notes.ToArray().Any(note => note.Contains("locked is locked by", StringComparison.Ordinal)))
            await Task.Delay(100, Stop);
        Assert.False(reading.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);

        // The same snapshot reads it, once the lock is gone.
        await using (var give = new MySqlCommand("UNLOCK TABLES", other))
            await give.ExecuteNonQueryAsync(Stop);
        Assert.Equal(1, snapshot.Read(table, null, Stop).Sum(block => (long)block.Count));
    }

    // After a warning, the server is asked which value it did not return, and that may scan the whole table.
    [Fact]
    public async Task The_search_for_a_value_that_did_not_arrive_can_be_stopped()
    {
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { Readers = 1 });
        await home.RunAsync($"""
            CREATE TABLE kept (id INT PRIMARY KEY, v MEDIUMTEXT CHARACTER SET latin1);
            INSERT INTO kept SELECT seq, REPEAT('x', 1000000) FROM {MySqlHome.Numbers(40)};
            CREATE TABLE waits (id INT) ENGINE = MyISAM;
            CREATE VIEW long_rows AS SELECT id, v FROM kept
            WHERE id < CONCAT(id + 1, 'x') AND ((SELECT COUNT(*) FROM waits) = 0 OR SLEEP(3600) = 0) LIMIT 1000
            """);
        await using var source = home.Open();
        await using var snapshot = await source.OpenSnapshotAsync(Stop);
        var table = await source.DescribeAsync(new SourceRelation("long_rows", null, null), Stop);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = Task.Run(
            async () =>
            {
                foreach (var block in snapshot.Read(table, null, stop.Token))
                {
                    begun.TrySetResult();
                    await waits.Task;
                }
            },
            Stop);

        // Most rows have not been taken yet, so the statement that reads them has not ended; the next one will sleep.
        await Task.WhenAny(begun.Task, reading);
        await home.RunAsync("INSERT INTO waits VALUES (1)");
        waits.SetResult();
        while (!reading.IsCompleted && await home.ScalarAsync(Sleeping) == "0")
            await Task.Delay(100, Stop);
        Assert.False(reading.IsCompleted, reading.Exception?.ToString());
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal("0", await home.ScalarAsync(Sleeping));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_killed_session_is_one_error_for_its_table_with_advice(int readers)
    {
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { Readers = readers });
        await home.RunAsync($"""
            CREATE TABLE a (id INT PRIMARY KEY, v VARCHAR(200)); INSERT INTO a SELECT seq, REPEAT('x', 200) FROM {MySqlHome.Numbers(200_000)};
            CREATE TABLE b (id INT PRIMARY KEY); INSERT INTO b VALUES (1)
            """);
        await using var source = home.Open();
        await using var snapshot = await source.OpenSnapshotAsync(Stop);
        var tables = await source.ReadSchemaAsync(Stop);
        var killed = await Assert.ThrowsAsync<SourceException>(async () =>
        {
            foreach (var block in snapshot.Read(tables[0], null, Stop))
                await KillReadersAsync(home, "%FROM `a`%");
        });
        Assert.Contains("Nothing of a was exported. Somebody ended the session", killed.Advice, StringComparison.Ordinal);
        Assert.True(killed.MayRetry);

        await KillReadersAsync(home, null);
        var next = Assert.Throws<SourceException>(() => snapshot.Read(tables[1], null, Stop).Count());
        Assert.Contains("Nothing of b was exported.", next.Advice, StringComparison.Ordinal);
        Assert.Contains("Run the same command again", next.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("Connection must be Open", next.Message, StringComparison.Ordinal);
        var third = Assert.Throws<SourceException>(() => snapshot.Read(tables[1], null, Stop).Count());
        Assert.DoesNotContain("Connection must be Open", third.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sessions_that_are_left_read_the_other_tables()
    {
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { Readers = 2 });
        await home.RunAsync($"""
            CREATE TABLE a (v VARCHAR(200)); INSERT INTO a SELECT REPEAT('x', 200) FROM {MySqlHome.Numbers(200_000)};
            CREATE TABLE b (id INT PRIMARY KEY); INSERT INTO b VALUES (1), (2)
            """);
        await using var source = home.Open();
        await using var snapshot = await source.OpenSnapshotAsync(Stop);
        var tables = await source.ReadSchemaAsync(Stop);
        await Assert.ThrowsAsync<SourceException>(async () =>
        {
            foreach (var block in snapshot.Read(tables[0], null, Stop))
                await KillReadersAsync(home, "%FROM `a`%");
        });
        Assert.Equal(2, snapshot.Read(tables[1], null, Stop).Sum(block => (long)block.Count));
    }

    // Ends the sessions of the test's database that run such a statement; NULL for all of them.
    private static async Task KillReadersAsync(MySqlHome home, string? statement)
    {
        await using var connection = await home.ConnectAsync(false);
        var ids = new List<long>();
        await using (var find = new MySqlCommand(
            $"SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '{home.Database}'"
            + (statement is null ? "" : $" AND INFO LIKE '{statement}'"), connection))
        {
            await using var reader = await find.ExecuteReaderAsync(Stop);
            while (await reader.ReadAsync(Stop))
                ids.Add(reader.GetInt64(0));
        }

        foreach (var id in ids)
        {
            try
            {
                await using var kill = new MySqlCommand($"KILL {id}", connection);
                await kill.ExecuteNonQueryAsync(Stop);
            }
            catch (MySqlException e) when (e.ErrorCode == MySqlErrorCode.NoSuchThread)
            {
                // It has ended by itself.
            }
        }
    }

    [Collection(GlobalSettings.OfMySql)]
    public sealed class OnMySql(Servers servers) : MySqlWaitTests(servers.MySql);

    [Collection(GlobalSettings.OfMariaDb)]
    public sealed class OnMariaDb(Servers servers) : MySqlWaitTests(servers.MariaDb);
}
