using MySqlConnector;

namespace Contabyx.ServerTests;

/// <summary>Servers that other people run: nobody there may have to wait for an export, and users have few rights.</summary>
public abstract class MySqlServiceTests(SourceServer server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_long_query_of_another_session_blocks_neither_the_export_nor_anybody_behind_it()
    {
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { Readers = 2 });
        await home.RunAsync("CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1)");
        await using var other = await home.ConnectAsync(true);
        await using var query = new MySqlCommand("SELECT SLEEP(600) FROM t", other);
        var running = query.ExecuteScalarAsync(Stop);
        await UntilAsync(home, "INFO LIKE 'SELECT SLEEP(600)%' AND STATE = 'User sleep'");

        var level = (await home.ExportAsync("t"))[0].Origin.Level;
        await home.RunAsync("INSERT INTO t VALUES (2)");
        Assert.Equal("2", await home.ScalarAsync("SELECT COUNT(*) FROM t"));

        Assert.False(running.IsCompleted);
        Assert.Equal(SnapshotLevel.Consistent, level);
        query.Cancel();
        await Record.ExceptionAsync(() => running);
    }

    [Fact]
    public async Task A_table_that_others_keep_writing_is_read_by_one_reader_and_their_writes_go_on()
    {
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { Readers = 2 });
        await home.RunAsync("CREATE TABLE a (id INT PRIMARY KEY); CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1)");
        await using var other = await home.ConnectAsync(true);
        await using var write = new MySqlCommand("BEGIN; INSERT INTO t VALUES (2)", other);
        await write.ExecuteNonQueryAsync(Stop);

        var file = (await home.ExportAsync("t"))[0];

        Assert.Equal((SnapshotLevel.SingleReader, 1L), (file.Origin.Level, file.Rows));
        Assert.Contains("other sessions kept writing", file.Origin.LevelReason, StringComparison.Ordinal);
        write.CommandText = "INSERT INTO a VALUES (1); INSERT INTO t VALUES (3); COMMIT";
        await write.ExecuteNonQueryAsync(Stop);
        Assert.Equal(SnapshotLevel.Consistent, (await home.ExportAsync("t"))[0].Origin.Level);
    }

    [Fact]
    public async Task A_table_that_was_read_can_be_altered_while_the_others_are_read_as_they_were()
    {
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { Readers = 2 });
        await home.RunAsync("CREATE TABLE a (id INT PRIMARY KEY); CREATE TABLE b (id INT PRIMARY KEY); INSERT INTO b VALUES (1)");
        await using var source = home.Open();
        await using var snapshot = await source.OpenSnapshotAsync(Stop);
        var tables = await source.ReadSchemaAsync(Stop);
        Assert.Equal(0, snapshot.Read(tables[0], null, Stop).Sum(block => (long)block.Count));

        await home.RunAsync("ALTER TABLE a ADD COLUMN v INT; INSERT INTO b VALUES (2)");

        Assert.Equal(1, snapshot.Read(tables[1], null, Stop).Sum(block => (long)block.Count));
        Assert.Equal(1, snapshot.Read(tables[1], null, Stop).Sum(block => (long)block.Count));
    }

    [Fact]
    public async Task An_account_that_may_not_log_in_is_told_why_under_Login()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await home.AddUserAsync($"ALL ON {home.Database}.*");
        (string Change, string Undo, string Names)[] accounts =
        [
            ("ACCOUNT LOCK", "ACCOUNT UNLOCK", "ACCOUNT UNLOCK"),
            ("PASSWORD EXPIRE", "IDENTIFIED BY 'marked-user-secret'", "Set a new password"),
            .. server.IsMariaDb ? ((string, string, string)[])[] : [("REQUIRE ISSUER '/CN=x'", "REQUIRE NONE", "Check the user")],
        ];
        foreach (var (change, undo, names) in accounts)
        {
            await home.RunAsync($"ALTER USER {home.User}@'%' {change}");

            var failed = await FailedAsync(home);

            Assert.Equal("Login", failed.Check);
            Assert.True(failed.Advice!.Contains(names, StringComparison.Ordinal), $"{change}: {failed.Detail} {failed.Advice}");
            var error = await Assert.ThrowsAsync<ConnectionException>(() => home.ExportAsync());
            Assert.Equal((failed.Detail, failed.Advice), (error.Message, error.Advice));
            TestContext.Current.TestOutputHelper?.WriteLine($"{change}: {failed.Detail} {failed.Advice}");
            await home.RunAsync($"ALTER USER {home.User}@'%' {undo}");
        }
    }

    [Fact]
    public async Task A_user_who_may_have_one_connection_is_told_that_two_are_needed()
    {
        Assert.SkipWhen(server.IsMariaDb, "MariaDB counts a user's connections only where the whole server has a limit for them.");
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { Readers = 2 });
        await home.RunAsync("CREATE TABLE t (id INT PRIMARY KEY)");
        await home.AddUserAsync($"ALL ON {home.Database}.*");
        await home.RunAsync($"ALTER USER {home.User}@'%' WITH MAX_USER_CONNECTIONS 1");

        var error = await Assert.ThrowsAsync<ConnectionException>(() => home.ExportAsync());

        Assert.Contains("two at least", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_partial_revoke_takes_back_is_not_counted_as_granted()
    {
        Assert.SkipWhen(server.IsMariaDb, "MariaDB has no partial revokes.");
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { Readers = 2 });
        await home.RunAsync("CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1)");
        await home.RestoreAsync("SET GLOBAL partial_revokes = ON");
        try
        {
            await home.AddUserAsync("ALL ON *.*");
            await home.RestoreAsync($"REVOKE LOCK TABLES, INSERT ON {home.Database}.* FROM {home.User}@'%'");

            Assert.Equal(SnapshotLevel.SingleReader, (await home.ExportAsync("t"))[0].Origin.Level);
            await using var source = home.Open();
            var checks = await source.CheckAsync(Stop).ToListAsync(Stop);
            Assert.Equal(CheckOutcome.Warning, checks.Single(check => check.Check == "Snapshot").Outcome);
            Assert.Contains("lacks INSERT on", checks.Single(check => check.Check == "Privileges").Detail, StringComparison.Ordinal);
        }
        finally
        {
            await home.RestoreAsync($"DROP USER IF EXISTS {home.User}@'%'; SET GLOBAL partial_revokes = OFF");
        }
    }

    [Fact]
    public async Task Rights_that_come_by_a_role_are_seen_by_the_checks()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        var role = "r" + home.User;
        await home.RunAsync($"CREATE ROLE {role}; GRANT ALL ON {home.Database}.* TO {role}");
        await home.AddUserAsync();
        await home.RestoreAsync($"GRANT {role} TO {home.User}@'%'");
        await home.RestoreAsync($"SET DEFAULT ROLE {role} {(server.IsMariaDb ? "FOR" : "TO")} {home.User}@'%'");
        await using var source = home.Open();

        var checks = await source.CheckAsync(Stop).ToListAsync(Stop);

        await home.RestoreAsync($"DROP ROLE {role}");
        Assert.All(
            checks.Where(check => check.Check is "Privileges" or "Snapshot"), check => Assert.Equal(CheckOutcome.Passed, check.Outcome));
    }

    private static async Task<ContabyxCheck> FailedAsync(MySqlHome home)
    {
        await using var source = home.Open();
        return (await source.CheckAsync(Stop).ToListAsync(Stop)).Single(check => check.Outcome == CheckOutcome.Failed);
    }

    private static async Task UntilAsync(MySqlHome home, string condition)
    {
        while (await home.ScalarAsync($"SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND {condition}") == "0")
            await Task.Delay(50, Stop);
    }

    [Collection(GlobalSettings.OfMySql)]
    public sealed class OnMySql(Servers servers) : MySqlServiceTests(servers.MySql);

    [Collection(GlobalSettings.OfMariaDb)]
    public sealed class OnMariaDb(Servers servers) : MySqlServiceTests(servers.MariaDb);
}
