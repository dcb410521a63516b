using MySqlConnector;

namespace Contabyx.ServerTests;

/// <summary>What holds for everybody on a server, so that each test has a server of its own.</summary>
public sealed class MySqlOwnServerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("mysql")]
    [InlineData("mariadb")]
    public async Task An_account_that_is_blocked_after_wrong_passwords_is_told_how_it_is_unlocked(string name)
    {
        await using var own = await OwnServer.StartAsync(name);
        var server = own.Source;
        await using var home = await MySqlHome.CreateAsync(server);
        await home.AddUserAsync($"ALL ON {home.Database}.*");
        await home.RunAsync(server.IsMariaDb
            ? "SET GLOBAL max_password_errors = 1"
            : $"ALTER USER {home.User}@'%' FAILED_LOGIN_ATTEMPTS 1 PASSWORD_LOCK_TIME UNBOUNDED");
        var right = home.Connection;
        home.Connection = right with { SourceSettings = new SourceSettings { Password = new Secret("marked-wrong-secret") } };
        await FailedAsync(home);
        home.Connection = right;

        var failed = await FailedAsync(home);

        TestContext.Current.TestOutputHelper?.WriteLine($"{failed.Detail} {failed.Advice}");
        Assert.Equal("Login", failed.Check);
        Assert.Contains("ACCOUNT UNLOCK", failed.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mysql")]
    [InlineData("mariadb")]
    public async Task A_read_only_server_is_exported_and_batches_are_sent_to_its_primary(string name)
    {
        await using var own = await OwnServer.StartAsync(name);
        var server = own.Source;
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { Readers = 2 });
        await using (var books = home.OpenBooks())
            await books.InitializeAsync(Stop);
        await home.NewBatchesAsync(new() { Days = 1 });
        await home.AddUserAsync($"ALL ON {home.Database}.*");
        await home.RestoreAsync(server.IsMariaDb ? "SET GLOBAL read_only = ON" : "SET GLOBAL super_read_only = ON");
        try
        {
            var files = await home.ExportAsync();
            Assert.All(files, file => Assert.Equal(SnapshotLevel.Consistent, file.Origin.Level));
            Assert.Equal(400, files.Single(file => file.Table == "Tax").Rows);

            var error = await Assert.ThrowsAsync<SourceException>(() => home.NewBatchesAsync(new() { Days = 1 }));
            Assert.Contains("write to its primary", error.Advice, StringComparison.Ordinal);

            await using var source = home.Open();
            var checks = await source.CheckAsync(Stop).ToListAsync(Stop);
            var privileges = checks.Single(check => check.Check == "Privileges");
            Assert.Equal(CheckOutcome.Warning, privileges.Outcome);
            Assert.Contains("read-only", privileges.Detail, StringComparison.Ordinal);
            Assert.Equal(CheckOutcome.Passed, checks.Single(check => check.Check == "Snapshot").Outcome);
        }
        finally
        {
            await home.RestoreAsync(server.IsMariaDb
                ? "SET GLOBAL read_only = OFF" : "SET GLOBAL super_read_only = OFF; SET GLOBAL read_only = OFF");
        }
    }

    [Fact]
    public async Task A_server_that_accepts_no_more_connections_is_read_by_fewer_readers()
    {
        await using var own = await OwnServer.StartAsync("mysql", "--max-connections=6");
        await using var home = await MySqlHome.CreateAsync(own.Source, new SourceSettings { Readers = 8 });
        await home.RunAsync("CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1)");
        await home.AddUserAsync($"ALL ON {home.Database}.*");

        Assert.Equal("1", Assert.Single(await home.LinesAsync("t")));

        Assert.Contains(home.Notes, note => note.Contains("of 8 readers", StringComparison.Ordinal));
        var full = new List<MySqlConnection>();
        try
        {
            // The server forgets the earlier connections a while after they were closed.
            while (await home.ScalarAsync(
                "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER <> 'event_scheduler' AND ID <> CONNECTION_ID()") != "0")
                await Task.Delay(50, Stop);
            while (full.Count < 6)
                full.Add(await home.ConnectAsync(true));
            var failed = await FailedAsync(home);
            Assert.Equal("Login", failed.Check);
            Assert.Contains("Too many connections", failed.Detail, StringComparison.Ordinal);
            Assert.Contains("Wait until other connections have ended", failed.Advice, StringComparison.Ordinal);
        }
        finally
        {
            foreach (var connection in full)
                await connection.DisposeAsync();
        }
    }

    [Fact]
    public async Task Several_readers_of_a_replica_see_one_moment_while_it_follows_its_primary()
    {
        await using var primary = await OwnServer.StartAsync("mysql", "--server-id=1 --log-bin=binlog");
        await using var replica = await OwnServer.StartAsync("mysql", "--server-id=2 --log-bin=binlog --replica-parallel-workers=4");
        await using var home = await MySqlHome.CreateAsync(primary.Source, new SourceSettings { Readers = 4 });
        var password = primary.Source.Password.Reveal();
        await using var admin = new MySqlConnection(
            $"Server=127.0.0.1;Port={replica.Source.Port};User ID=loader;Password={password};SslMode=Disabled;AllowPublicKeyRetrieval=true;"
                + "Pooling=false");
        await admin.OpenAsync(Stop);
        await RunAsync(
            admin,
            $"CHANGE REPLICATION SOURCE TO SOURCE_HOST = '127.0.0.1', SOURCE_PORT = {primary.Source.Port}, SOURCE_USER = 'loader', "
                + $"SOURCE_PASSWORD = '{password}', GET_SOURCE_PUBLIC_KEY = 1; SET GLOBAL super_read_only = ON; START REPLICA");
        await home.RunAsync($$"""
            CREATE TABLE l (id INT PRIMARY KEY, amount DECIMAL(18,2) NOT NULL);
            CREATE TABLE r (id INT PRIMARY KEY, amount DECIMAL(18,2) NOT NULL);
            INSERT INTO l SELECT seq, 100 FROM {{MySqlHome.Numbers(150_000)}};
            INSERT INTO r SELECT * FROM l
            """);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var writer = Task.Run(() => MoveAsync(home, stop.Token), Stop);
        await UntilAsync(admin, $"SELECT COUNT(*) FROM {home.Database}.l WHERE amount <> 100", found => found > 0);
        home.Connection = home.Connection with { Source = replica.Source.Address(home.Database) };

        // On a busy machine the lock may not be granted in time, and one reader reads what is right as well.
        var several = 0;
        for (var (i, before) = (0, 0L); i < 10 && several < 3; i++)
        {
            var files = await home.ExportAsync();
            several += files[0].Origin.Level == SnapshotLevel.Consistent ? 1 : 0;
            decimal sum = 0;
            foreach (var file in files)
                sum += (await File.ReadAllLinesAsync(file.Path, Stop)).Sum(
                    line => decimal.Parse(line.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(30_000_000m, sum);
            await UntilAsync(admin, $"SELECT COUNT(*) FROM {home.Database}.l WHERE amount <> 100", found => found > before);
            before = await NumberAsync(admin, $"SELECT COUNT(*) FROM {home.Database}.l WHERE amount <> 100");
        }

        Assert.NotEqual(0, several);
        await stop.CancelAsync();
        await writer;
        await RunAsync(admin, "STOP REPLICA");
        home.Connection = home.Connection with { Source = primary.Source.Address(home.Database) };
    }

    // Moves money between the two tables, in transactions that leave the sum as it is.
    private static async Task MoveAsync(MySqlHome home, CancellationToken stop)
    {
        await using var connection = await home.ConnectAsync(true);
        for (var random = new Random(1); !stop.IsCancellationRequested;)
        {
            await RunAsync(
                connection,
                $"BEGIN; UPDATE l SET amount = amount - 1 WHERE id = {random.Next(1, 150_001)}; "
                    + $"UPDATE r SET amount = amount + 1 WHERE id = {random.Next(1, 150_001)}; COMMIT");
        }
    }

    private static async Task UntilAsync(MySqlConnection connection, string query, Func<long, bool> isEnough)
    {
        while (true)
        {
            try
            {
                if (isEnough(await NumberAsync(connection, query)))
                    return;
            }
            catch (MySqlException e) when (e.ErrorCode is MySqlErrorCode.NoSuchTable or MySqlErrorCode.UnknownDatabase)
            {
                // The replica does not have the table yet.
            }

            await using var status = new MySqlCommand(
                "SELECT CONCAT(c.LAST_ERROR_MESSAGE, w.LAST_ERROR_MESSAGE) FROM performance_schema.replication_connection_status c, "
                    + "performance_schema.replication_applier_status_by_worker w LIMIT 1",
                connection);
            Assert.Equal("", $"{await status.ExecuteScalarAsync(Stop)}");
            await Task.Delay(50, Stop);
        }
    }

    private static async Task<long> NumberAsync(MySqlConnection connection, string query)
    {
        await using var command = new MySqlCommand(query, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(Stop), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task RunAsync(MySqlConnection connection, string sql)
    {
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }

    // Nothing can be created on such a server, so what is read is a table that every server has.
    [Fact]
    public async Task A_reader_of_Aurora_gets_rows_below_any_lock_and_is_read_by_one_reader()
    {
        await using var own = await OwnServer.StartAsync("mysql", "--innodb-read-only=ON");
        var connection = Engine.Connections.EmbeddedTwin.Connection(Path.GetTempPath()) with
        {
            Source = own.Source.Address("sys"),
            SourceSettings = new SourceSettings { Password = own.Source.Password, Readers = 4 },
        };
        await using var source = Engine.Connections.Addresses.OpenSource(connection);

        await using var snapshot = await source.OpenSnapshotAsync(Stop);

        Assert.Equal(SnapshotLevel.SingleReader, snapshot.Level);
        Assert.Contains("innodb_read_only", snapshot.LevelReason, StringComparison.Ordinal);
        var table = (await source.ReadSchemaAsync(Stop)).Single(table => table.Name == "sys_config");
        Assert.NotEqual(0, snapshot.Read(table, null, Stop).Sum(block => (long)block.Count));
        var checks = await source.CheckAsync(Stop).ToListAsync(Stop);
        Assert.Contains("innodb_read_only", checks.Single(check => check.Check == "Snapshot").Detail, StringComparison.Ordinal);
    }

    private static async Task<ContabyxCheck> FailedAsync(MySqlHome home)
    {
        await using var source = home.Open();
        return (await source.CheckAsync(Stop).ToListAsync(Stop)).Single(check => check.Outcome == CheckOutcome.Failed);
    }
}
