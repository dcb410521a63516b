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
