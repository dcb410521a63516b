using System.Diagnostics;
using Npgsql;

namespace Contabyx.RedshiftEmulator.Tests;

/// <summary>Sessions as Npgsql and psql hold them.</summary>
public sealed class SessionTests(Servers servers)
{
    [Fact]
    public async Task It_reports_itself_as_8_0_2()
    {
        await using var client = await Client.StartAsync(servers);
        Assert.Equal(new Version(8, 0, 2), client.Connection.PostgreSqlVersion);
        Assert.Contains("Redshift 1.0.", await client.AskAsync("SELECT version()"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        await using var client = await Client.StartAsync(servers);
        var error = await Assert.ThrowsAsync<PostgresException>(() => Client.ConnectAsync(client.Server, "Password=wrong"));
        Assert.Equal("28P01", error.SqlState);
    }

    [Fact]
    public async Task Plain_text_is_refused_where_TLS_is_required()
    {
        await using var client = await Client.StartAsync(servers, options => options with { RequireTls = true });
        var error = await Assert.ThrowsAsync<PostgresException>(() => Client.ConnectAsync(client.Server, "Ssl Mode=Disable"));
        Assert.Equal("28000", error.SqlState);
    }

    [Fact]
    public async Task Values_arrive_in_binary_with_their_types()
    {
        await using var client = await Client.StartAsync(servers);
        await using var command = new NpgsqlCommand(
            "SELECT 1::smallint, 2, 3::bigint, 4.50::decimal(18,2), 'é'::varchar(10), true, DATE '2020-01-02', $1 + 1", client.Connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = 41 });
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        var values = new object[reader.FieldCount];
        reader.GetValues(values);
        Assert.Equal([(short)1, 2, 3L, 4.50m, "é", true, new DateTime(2020, 1, 2), 42], values.Select(value =>
            value is DateOnly date ? date.ToDateTime(default) : value));
    }

    // A prepared statement is described before it is bound, and a simple one as it runs.
    [Fact]
    public async Task VARBYTE_is_hex_in_the_simple_protocol_and_in_the_extended_one()
    {
        await using var client = await Client.StartAsync(servers);
        const string sql = "SELECT to_varbyte('00ff', 'hex')";
        Assert.Equal("00ff", await client.AskAsync(sql));
        await using var prepared = new NpgsqlCommand(sql, client.Connection) { AllResultTypesAreUnknown = true };
        await prepared.PrepareAsync(TestContext.Current.CancellationToken);
        Assert.Equal("00ff", await prepared.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        Assert.Equal("00ff\n", await PsqlAsync(client, sql));
    }

    [Fact]
    public async Task Quoted_names_are_folded_unless_the_session_is_case_sensitive()
    {
        await using var client = await Client.StartAsync(servers, null, "CREATE TABLE \"Clients\" (\"Id\" INTEGER)");
        Assert.Equal("0", await client.AskAsync("SELECT count(id) FROM CLIENTS"));
        await client.RunAsync("SET enable_case_sensitive_identifier TO true");
        Assert.Equal("42P01", (await client.FailAsync("SELECT * FROM \"Clients\"")).SqlState);
    }

    [Fact]
    public async Task An_error_breaks_the_transaction_even_when_the_emulator_finds_it()
    {
        await using var client = await Client.StartAsync(servers, null, "CREATE TABLE t (id INTEGER)", "BEGIN", "INSERT INTO t VALUES (1)");
        await client.FailAsync("SELECT no_such_function()");
        Assert.Equal("25P02", (await client.FailAsync("SELECT 1")).SqlState);
        await client.RunAsync("COMMIT");
        Assert.Equal("0", await client.AskAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task TRUNCATE_commits_the_open_transaction()
    {
        await using var client = await Client.StartAsync(
            servers, null, "CREATE TABLE t (id INTEGER)", "CREATE TABLE u (id INTEGER)", "INSERT INTO t VALUES (1)", "BEGIN",
            "INSERT INTO u VALUES (1)", "TRUNCATE t", "ROLLBACK");
        Assert.Equal("0|1", await client.AskAsync("SELECT (SELECT count(*) FROM t), (SELECT count(*) FROM u)"));
    }

    [Fact]
    public async Task Keys_are_kept_and_not_enforced()
    {
        await using var client = await Client.StartAsync(
            servers, null, "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER UNIQUE)",
            "CREATE TABLE u (id INTEGER, FOREIGN KEY (id) REFERENCES t (id))", "INSERT INTO t VALUES (1, 1), (1, 1)",
            "INSERT INTO u VALUES (9)");
        Assert.Equal(
            "t|id|PRIMARY KEY\nt|n|UNIQUE\nu|id|FOREIGN KEY",
            await client.AskAsync(
                "SELECT k.table_name, k.column_name, c.constraint_type FROM information_schema.key_column_usage k JOIN "
                + "information_schema.table_constraints c USING (constraint_name) ORDER BY 1, 2"));
    }

    [Fact]
    public async Task Text_is_limited_in_bytes_and_a_column_can_be_widened()
    {
        await using var client = await Client.StartAsync(servers, null, "CREATE TABLE t (name VARCHAR(3))");
        Assert.Equal("22001", (await client.FailAsync("INSERT INTO t VALUES ('éé')")).SqlState);
        await client.RunAsync("ALTER TABLE t ALTER COLUMN name TYPE VARCHAR(4)");
        await client.RunAsync("INSERT INTO t VALUES ('éé')");
        Assert.Equal("22001", (await client.FailAsync("INSERT INTO t VALUES ('ééé')")).SqlState);
        Assert.Equal(
            "name|character varying|4",
            await client.AskAsync("SELECT column_name, data_type, character_maximum_length FROM svv_columns WHERE table_name = 't'"));
    }

    [Fact]
    public async Task MERGE_refuses_a_source_that_matches_twice()
    {
        await using var client = await Client.StartAsync(
            servers, null, "CREATE TABLE t (id INTEGER, n INTEGER)", "CREATE TABLE s (id INTEGER, n INTEGER)",
            "INSERT INTO t VALUES (1, 1)", "INSERT INTO s VALUES (1, 2), (2, 3)");
        const string merge = "MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET n = s.n "
            + "WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.n)";
        await client.RunAsync(merge);
        Assert.Equal("1|2\n2|3", await client.AskAsync("SELECT * FROM t ORDER BY id"));
        await client.RunAsync("INSERT INTO s VALUES (1, 7)");
        Assert.Contains("multiple matches", (await client.FailAsync(merge)).MessageText, StringComparison.Ordinal);
        await client.RunAsync("MERGE INTO t USING s ON t.id = s.id REMOVE DUPLICATES");
        Assert.Equal("3", await client.AskAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task A_commit_fails_with_1023_on_demand_and_leaves_nothing()
    {
        await using var client = await Client.StartAsync(servers, null, "CREATE TABLE t (id INTEGER)", "BEGIN", "INSERT INTO t VALUES (1)");
        client.Server.Faults.FailCommits();
        var error = await client.FailAsync("COMMIT");
        Assert.Equal(("XX000", "1023"), (error.SqlState, error.MessageText));
        Assert.Equal("0", await client.AskAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task A_connection_can_break_after_the_commit()
    {
        await using var client = await Client.StartAsync(servers, null, "CREATE TABLE t (id INTEGER)", "BEGIN", "INSERT INTO t VALUES (1)");
        client.Server.Faults.Add(new Fault(FaultKind.DropAfter, sql => sql == "COMMIT"));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => client.RunAsync("COMMIT"));
        await using var other = await Client.ConnectAsync(client.Server);
        await using var command = new NpgsqlCommand("SELECT count(*) FROM t", other);
        Assert.Equal(1L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_lock_is_waited_for_and_then_shows_what_the_other_committed()
    {
        await using var client = await Client.StartAsync(servers, null, "CREATE TABLE t (id INTEGER)", "BEGIN", "LOCK t");
        await using var other = await Client.ConnectAsync(client.Server);
        await using var waiting = new NpgsqlCommand("BEGIN; LOCK TABLE t; SELECT count(*) FROM t", other);
        var answer = Task.Run(waiting.ExecuteScalarAsync, TestContext.Current.CancellationToken);
        await client.RunAsync("INSERT INTO t VALUES (1)");
        Assert.False(answer.IsCompleted);
        await client.RunAsync("COMMIT");
        Assert.Equal(1L, await answer);
    }

    [Fact]
    public async Task A_statement_that_waits_can_be_cancelled()
    {
        await using var client = await Client.StartAsync(servers, null, "CREATE TABLE t (id INTEGER)", "BEGIN", "LOCK t");
        await using var other = await Client.ConnectAsync(client.Server);
        await using var command = new NpgsqlCommand("SELECT count(*) FROM t", other);
        using var soon = new CancellationTokenSource(300);
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteScalarAsync(soon.Token));
        Assert.Equal("57014", Assert.IsType<PostgresException>(error.InnerException).SqlState);
    }

    [Fact]
    public async Task Secrets_are_masked_in_the_collected_statements()
    {
        await using var client = await Client.StartAsync(servers, null, "CREATE TABLE t (id INTEGER)");
        await client.FailAsync("COPY t FROM 's3://nowhere/x' ACCESS_KEY_ID 'id' SECRET_ACCESS_KEY 'hush' CSV");
        Assert.DoesNotContain("hush", string.Join('\n', client.Server.Statements.Texts), StringComparison.Ordinal);
        Assert.Contains("SECRET_ACCESS_KEY '***'", client.Server.Statements.Texts[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Npgsql_with_multiplied_statements_and_psql_both_get_answers()
    {
        await using var client = await Client.StartAsync(servers);
        Assert.Equal("1\ntwo\n", await PsqlAsync(client, "SELECT 1; SELECT 'two'"));
    }

    private static async Task<string> PsqlAsync(Client client, string sql)
    {
        string[] arguments = ["-h", "127.0.0.1", "-p", $"{client.Server.Port}", "-U", "awsuser", "-d", "dev", "-Atc", sql];
        var start = new ProcessStartInfo("psql", arguments) { RedirectStandardOutput = true };
        start.Environment["PGPASSWORD"] = "Passw0rd";
        start.Environment["PGSSLMODE"] = "require";
        using var psql = Process.Start(start)!;
        return await psql.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
