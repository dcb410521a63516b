using Npgsql;
using NpgsqlTypes;

namespace Contabyx.RedshiftEmulator.Tests;

/// <summary>What Redshift has not is refused, with Redshift's SQLSTATE.</summary>
public sealed class RefusalTests(Servers servers)
{
    public static TheoryData<string, string> Refused => new()
    {
        { "INSERT INTO t (id) VALUES (1) ON CONFLICT DO NOTHING", "42601" },
        { "INSERT INTO t (id) VALUES (1) RETURNING id", "42601" },
        { "DELETE FROM t RETURNING id", "42601" },
        { "UPDATE t SET id = 2 RETURNING id", "42601" },
        { "CREATE TABLE x (id SERIAL)", "0A000" },
        { "CREATE TABLE x (id UUID)", "0A000" },
        { "CREATE TABLE x (id JSON)", "0A000" },
        { "CREATE TABLE x (id JSONB)", "0A000" },
        { "CREATE TABLE x (id BYTEA)", "0A000" },
        { "CREATE TABLE x (id MONEY)", "0A000" },
        { "CREATE TABLE x (id XML)", "0A000" },
        { "CREATE TABLE x (id ENUM)", "0A000" },
        { "CREATE TABLE x (id INTERVAL)", "0A000" },
        { "CREATE TABLE x (id INTEGER[])", "0A000" },
        { "CREATE TABLE x (id mood)", "42704" },
        { "CREATE TABLE x (id VARCHAR(65536))", "22023" },
        { "CREATE TABLE x (id CHAR(4097))", "22023" },
        { "CREATE TABLE x (id DECIMAL(39,0))", "22023" },
        { "CREATE TABLE x (id TIMESTAMP(3))", "0A000" },
        { "CREATE TABLE x (id INTEGER CHECK (id > 0))", "0A000" },
        { "CREATE TABLE x (id INTEGER, tag VARCHAR(3))", "42601" },
        { "CREATE TABLE x (id DECIMAL(38,38))", "22023" },
        { "CREATE TABLE x (\"oid\" INTEGER)", "42701" },
        { "CREATE TABLE x (\"TableOid\" INTEGER)", "42701" },
        { "CREATE TABLE x (deletexid INTEGER)", "42701" },
        { "ALTER TABLE t ADD COLUMN xmin INTEGER", "42701" },
        { "ALTER TABLE t RENAME COLUMN name TO ctid", "42701" },
        { "CREATE INDEX i ON t (id)", "0A000" },
        { "CREATE UNIQUE INDEX i ON t (id)", "0A000" },
        { "CREATE SEQUENCE s", "0A000" },
        { "CREATE TRIGGER s", "0A000" },
        { "CREATE EXTENSION pgcrypto", "0A000" },
        { "CREATE TYPE mood AS ENUM ('a')", "0A000" },
        { "CREATE FUNCTION f() RETURNS int", "42601" },
        { "DISCARD ALL", "0A000" },
        { "LISTEN c", "0A000" },
        { "NOTIFY c", "0A000" },
        { "SAVEPOINT s", "0A000" },
        { "ROLLBACK TO s", "42601" },
        { "VALUES (1)", "0A000" },
        { "SELECT * FROM (VALUES (1)) v", "42601" },
        { "SELECT * FROM t WHERE id = ANY (ARRAY[1])", "0A000" },
        { "SELECT ARRAY[1]", "0A000" },
        { "SELECT id FROM t FOR UPDATE", "0A000" },
        { "SELECT id FROM t TABLESAMPLE SYSTEM (1)", "42601" },
        { "SELECT DISTINCT ON (id) id FROM t", "0A000" },
        { "SELECT count(*) FILTER (WHERE id > 1) FROM t", "42601" },
        { "SELECT id FROM t FETCH FIRST 1 ROWS ONLY", "42601" },
        { "SELECT * FROM t, LATERAL (SELECT 1) x", "0A000" },
        { "SELECT e'x'", "42704" },
        { "SELECT $$x$$", "42601" },
        { "SELECT gen_random_uuid()", "42883" },
        { "SELECT pg_sleep(1)", "42883" },
        { "SELECT string_agg(name, ',') FROM t", "42883" },
        { "SELECT array_agg(id) FROM t", "42883" },
        { "SELECT id FROM t, generate_series(1, 3) g", "0A000" },
        { "SELECT now() FROM t", "0A000" },
        { "SELECT name -> 'x' FROM t", "42601" },
        { "SELECT '1'::jsonb", "0A000" },
        { "UPDATE t AS a SET a.id = 1", "42601" },
        { "DELETE FROM t a USING t b WHERE a.id = b.id", "42601" },
        { "MERGE INTO t USING (SELECT 1 AS id) s ON t.id = s.id REMOVE DUPLICATES", "0A000" },
        { "MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE", "42601" },
        { "ALTER TABLE t ADD COLUMN a INTEGER, ADD COLUMN b INTEGER", "42601" },
        { "ALTER TABLE t ADD COLUMN a INTEGER NOT NULL", "42601" },
        { "ALTER TABLE t ALTER COLUMN id TYPE VARCHAR(20)", "0A000" },
        { "ALTER TABLE u ALTER COLUMN a TYPE VARCHAR(20)", "0A000" },
        { "ALTER TABLE u ALTER COLUMN b TYPE VARCHAR(20)", "0A000" },
        { "ALTER TABLE u ALTER COLUMN c TYPE VARCHAR(20)", "0A000" },
        { "ALTER TABLE u ALTER COLUMN d TYPE VARCHAR(20)", "0A000" },
        { "ALTER TABLE u ALTER COLUMN e TYPE VARCHAR(20)", "0A000" },
        { "INSERT INTO w VALUES (1, 2)", "0A000" },
        { "INSERT INTO v VALUES ('x')", "0A000" },
        { "ALTER TABLE t ALTER COLUMN name TYPE INTEGER", "0A000" },
        { "ALTER TABLE t ALTER COLUMN name SET NOT NULL", "0A000" },
        { "SET no_such_parameter TO 1", "42704" },
        { "COPY t FROM STDIN", "0A000" },
        { "EXPLAIN SELECT 1", "0A000" },
        { "UNLOAD ('SELECT 1') TO 's3://b/k' IAM_ROLE default", "0A000" },
        { "SELECT * FROM redshift_emulator.load_errors", "42501" },
        { "SELECT * FROM stl_query", "0A000" },
        { "SELEKT 1", "42601" },
        { "SELECT 1 FROM", "42601" },
    };

    [Fact]
    public async Task What_Redshift_lacks_is_refused()
    {
        await using var client = await Client.StartAsync(
            servers, null, "CREATE TABLE t (id INTEGER, name VARCHAR(10))", "CREATE TABLE s (id INTEGER)",
            "CREATE TABLE u (a VARCHAR(9) PRIMARY KEY, b VARCHAR(9) UNIQUE, c VARCHAR(9) DEFAULT 'x', "
            + "d VARCHAR(9) ENCODE bytedict, e VARCHAR(9))",
            "CREATE TABLE w (id INTEGER IDENTITY(1,1), a INTEGER)", "CREATE VIEW v AS SELECT max(e) AS e FROM u");
        var wrong = new List<string>();
        foreach (var (sql, state) in Refused.Select(row => row.Data))
        {
            var got = await StateAsync(client, sql);
            if (got != state)
                wrong.Add($"{sql}: {got} and not {state}");
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("ALTER TABLE t ALTER COLUMN name TYPE VARCHAR(20)", "25001")]
    [InlineData("ALTER TABLE t APPEND FROM s", "0A000")]
    public async Task Some_statements_do_not_run_inside_a_transaction(string sql, string state)
    {
        await using var client = await Client.StartAsync(servers, null, "CREATE TABLE t (id INTEGER, name VARCHAR(10))", "BEGIN");
        Assert.Equal(state, (await client.FailAsync(sql)).SqlState);
        Assert.Equal("25P02", (await client.FailAsync("SELECT 1")).SqlState);
        await client.RunAsync("ROLLBACK");
        Assert.Equal("1", await client.AskAsync("SELECT 1"));
    }

    [Fact]
    public async Task A_parameter_of_timestamp_with_time_zone_is_refused()
    {
        await using var client = await Client.StartAsync(servers);
        await using var command = new NpgsqlCommand("SELECT $1", client.Connection);
        command.Parameters.Add(new NpgsqlParameter { Value = DateTime.UtcNow, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        var error = await Assert.ThrowsAsync<PostgresException>(
            () => command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        Assert.Equal("0A000", error.SqlState);
    }

    [Fact]
    public async Task Serverless_refuses_the_views_of_clusters()
    {
        await using var client = await Client.StartAsync(servers, options => options with { Serverless = true });
        Assert.Equal("42501", (await client.FailAsync("SELECT * FROM stl_load_errors")).SqlState);
        Assert.Equal("42501", (await client.FailAsync("SELECT * FROM stv_slices")).SqlState);
        Assert.Equal("0", await client.AskAsync("SELECT count(*) FROM sys_load_error_detail"));
    }

    private static async Task<string> StateAsync(Client client, string sql)
    {
        try
        {
            await client.RunAsync(sql);
            return "accepted";
        }
        catch (PostgresException error)
        {
            return error.SqlState;
        }
    }
}
