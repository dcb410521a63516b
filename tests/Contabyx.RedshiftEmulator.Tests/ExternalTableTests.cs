using Npgsql;

namespace Contabyx.RedshiftEmulator.Tests;

/// <summary>External schemas, tables and partitions: what is read, and what is refused.</summary>
public sealed class ExternalTableTests(Servers servers)
{
    private const string Schema =
        "CREATE EXTERNAL SCHEMA IF NOT EXISTS s FROM DATA CATALOG DATABASE 'd' IAM_ROLE default CREATE EXTERNAL DATABASE IF NOT EXISTS";

    [Fact]
    public async Task Only_the_partitions_that_are_registered_are_read()
    {
        await using var client = await StartAsync();
        await UnloadAsync(client, 2015, "1, 'a'", "2, 'b'");
        await UnloadAsync(client, 2016, "3, 'c'");
        Assert.Equal("0", await client.AskAsync("SELECT count(*) FROM s.p"));

        await client.RunAsync($"ALTER TABLE s.p ADD IF NOT EXISTS PARTITION (y=2015) LOCATION '{client.Url("p/y=2015/")}'");
        Assert.Equal("1|a|2015\n2|b|2015", await client.AskAsync("SELECT * FROM s.p ORDER BY id"));
        await client.RunAsync(
            $"ALTER TABLE s.p ADD IF NOT EXISTS PARTITION (y='2015') LOCATION '{client.Url("no/")}' "
            + $"PARTITION (y='2016') LOCATION '{client.Url("p/y=2016")}'");
        Assert.Equal("2|2015\n1|2016", await client.AskAsync("SELECT count(*), y FROM s.p GROUP BY y ORDER BY y"));
        Assert.Equal("42710", (await client.FailAsync(
            $"ALTER TABLE s.p ADD PARTITION (y=2015) LOCATION '{client.Url("no/")}'")).SqlState);

        await client.RunAsync($"ALTER TABLE s.p PARTITION (y=2015) SET LOCATION '{client.Url("p/y=2016/")}'");
        Assert.Equal("3|c|2015\n3|c|2016", await client.AskAsync("SELECT * FROM s.p ORDER BY y"));
        await client.RunAsync("ALTER TABLE s.p DROP PARTITION (y=2015)");
        Assert.Equal("3|c|2016", await client.AskAsync("SELECT * FROM s.p"));
        Assert.Equal("42704", (await client.FailAsync("ALTER TABLE s.p DROP PARTITION (y=2015)")).SqlState);
        Assert.Equal(
            $"s|p|[\"2016\"]|{client.Url("p/y=2016")}",
            await client.AskAsync("SELECT schemaname, tablename, values, location FROM svv_external_partitions"));
    }

    [Fact]
    public async Task Files_are_read_at_the_time_of_the_query_within_a_transaction_too()
    {
        await using var client = await StartAsync();
        await UnloadAsync(client, 2015, "1, 'a'");
        await client.RunAsync($"ALTER TABLE s.p ADD PARTITION (y=2015) LOCATION '{client.Url("p/y=2015/")}'");
        await client.RunAsync("BEGIN");
        Assert.Equal("1", await client.AskAsync("SELECT count(*) FROM s.p"));
        await using (var other = await Client.ConnectAsync(client.Server))
        {
            await using var unload = new NpgsqlCommand(
                $"UNLOAD ('SELECT id, name FROM src') TO '{client.Url("p/y=2015/more/")}' IAM_ROLE default PARQUET", other);
            await unload.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal("2", await client.AskAsync("SELECT count(*) FROM s.p"));
        await client.RunAsync("ROLLBACK");
        Assert.Equal("2", await client.AskAsync("SELECT count(*) FROM s.p"));
    }

    [Fact]
    public async Task A_prepared_statement_reads_the_files_that_there_are_when_it_runs()
    {
        await using var client = await StartAsync();
        await UnloadAsync(client, 2015, "1, 'a'");
        await client.RunAsync($"ALTER TABLE s.p ADD PARTITION (y=2015) LOCATION '{client.Url("p/y=2015/")}'");
        await using var count = new NpgsqlCommand("SELECT count(*) FROM s.p WHERE id >= $1", client.Connection);
        count.Parameters.Add(new NpgsqlParameter { Value = 1 });
        await count.PrepareAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1L, await count.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        await client.RunAsync("INSERT INTO src VALUES (7, 'x')");
        await client.RunAsync($"UNLOAD ('SELECT id, name FROM src') TO '{client.Url("p/y=2015/new")}' IAM_ROLE default PARQUET");
        Assert.Equal(2L, await count.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task It_stands_wherever_a_table_may_and_its_columns_go_by_its_name()
    {
        await using var client = await StartAsync();
        await UnloadAsync(client, 2015, "1, 'a'", "2, NULL");
        await client.RunAsync($"ALTER TABLE s.p ADD PARTITION (y=2015) LOCATION '{client.Url("p/y=2015/")}'");
        await client.RunAsync("CREATE TABLE hot (id INTEGER, name VARCHAR(5), y INTEGER)");
        await client.RunAsync("INSERT INTO hot VALUES (2, 'h', 2020)");
        Assert.Equal("2|h", await client.AskAsync("SELECT s.p.id, hot.name FROM s.p JOIN hot ON s.p.id = hot.id"));
        Assert.Equal("2|h", await client.AskAsync("SELECT p.id, hot.name FROM hot, s.p WHERE p.id = hot.id"));
        Assert.Equal("1", await client.AskAsync("SELECT e.id FROM dev.s.p AS e WHERE e.id NOT IN (SELECT id FROM hot)"));
        Assert.Equal("3", await client.AskAsync("SELECT count(*) FROM (SELECT * FROM hot UNION ALL SELECT * FROM s.p) u"));
        Assert.Equal("2", await client.AskAsync("WITH x AS (SELECT * FROM s.p) SELECT count(*) FROM x"));
        Assert.Equal(
            client.Url("p/y=2015/0000_part_00.parquet") + "|1|t", await client.AskAsync(
                "SELECT \"$path\", id, \"$size\" > 100 FROM s.p ORDER BY id LIMIT 1"));
        await client.RunAsync("INSERT INTO hot SELECT * FROM s.p");
        await client.RunAsync("DELETE FROM hot USING s.p WHERE hot.id = s.p.id AND hot.y = s.p.y");
        Assert.Equal("2|h|2020", await client.AskAsync("SELECT * FROM hot"));
        await client.RunAsync("CREATE TABLE copied AS SELECT * FROM s.p");
        Assert.Equal("2", await client.AskAsync("SELECT count(*) FROM copied"));
    }

    [Fact]
    public async Task Columns_go_by_their_names_hidden_files_are_skipped_and_texts_are_cut()
    {
        await using var client = await StartAsync();
        await client.RunAsync(
            $"CREATE EXTERNAL TABLE s.n (NAME VARCHAR(3), missing DATE, id INTEGER) STORED AS PARQUET LOCATION '{client.Url("n/")}'");
        await client.RunAsync("INSERT INTO src VALUES (1, 'aéé')");
        await client.RunAsync("DELETE FROM src WHERE id = 0");
        foreach (var name in (string[])["sub/", ".hidden", "_hidden", "#hidden"])
        {
            await client.RunAsync(
                $"UNLOAD ('SELECT id, name FROM src') TO '{client.Url("n/" + name)}' IAM_ROLE default PARQUET ALLOWOVERWRITE");
        }

        await client.PutAsync("n/backup~", "x");
        await client.PutAsync("n2/0000_part_00.parquet", "x");
        Assert.Equal("aé|NULL|1", await client.AskAsync("SELECT * FROM s.n"));
        await client.PutAsync("n/text.csv", "x");
        var error = await client.FailAsync("SELECT * FROM s.n");
        Assert.Equal("Spectrum Scan Error", error.MessageText);
        Assert.Contains("invalid version number", error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id BIGINT")]
    [InlineData("id SMALLINT, amount DECIMAL(18,4)")]
    [InlineData("amount DECIMAL(19,2)")]
    [InlineData("amount DOUBLE PRECISION")]
    [InlineData("day TIMESTAMP")]
    [InlineData("at DATE")]
    [InlineData("id VARCHAR(5)")]
    [InlineData("r DOUBLE PRECISION")]
    public async Task A_column_of_another_type_is_an_error_and_no_guess(string columns)
    {
        await using var client = await StartAsync();
        await client.RunAsync(
            "UNLOAD ('SELECT id, amount, day, at, r FROM typed') "
            + $"TO '{client.Url("w/")}' IAM_ROLE default PARQUET");
        await client.RunAsync($"CREATE EXTERNAL TABLE s.w ({columns}) STORED AS PARQUET LOCATION '{client.Url("w/")}'");
        var error = await client.FailAsync("SELECT * FROM s.w");
        Assert.Equal("Spectrum Scan Error", error.MessageText);
        Assert.Contains("has an incompatible Parquet schema", error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE EXTERNAL TABLE s.x (a INTEGER) STORED AS PARQUET LOCATION 's3://b/x/'", "CREATE EXTERNAL TABLE")]
    [InlineData("ALTER TABLE s.p ADD PARTITION (y=1) LOCATION 's3://b/x/'", "ALTER EXTERNAL TABLE")]
    [InlineData("ALTER TABLE s.p DROP PARTITION (y=1)", "ALTER EXTERNAL TABLE")]
    [InlineData("ALTER TABLE s.p SET LOCATION 's3://b/x/'", "ALTER EXTERNAL TABLE")]
    [InlineData("DROP TABLE s.p", "DROP EXTERNAL TABLE")]
    [InlineData("GRANT USAGE ON SCHEMA s TO PUBLIC", "GRANT on an external schema")]
    public async Task The_catalogue_is_not_changed_within_a_transaction(string sql, string what)
    {
        await using var client = await StartAsync();
        await client.RunAsync("BEGIN");
        var error = await client.FailAsync(sql);
        Assert.Equal("25001", error.SqlState);
        Assert.Equal($"{what} cannot run inside a transaction block", error.MessageText);
    }

    [Theory]
    [InlineData("UPDATE s.p SET id = 1", "0A000")]
    [InlineData("DELETE FROM s.p", "0A000")]
    [InlineData("TRUNCATE s.p", "0A000")]
    [InlineData("GRANT SELECT ON s.p TO PUBLIC", "0A000")]
    [InlineData("GRANT CREATE ON SCHEMA s TO PUBLIC", "0A000")]
    [InlineData("CREATE TABLE s.x (a INTEGER)", "0A000")]
    [InlineData("COPY s.p FROM 's3://b/x' IAM_ROLE default", "0A000")]
    [InlineData("ALTER TABLE s.p RENAME TO q", "0A000")]
    [InlineData("CREATE VIEW v AS SELECT id FROM s.p", "0A000")]
    [InlineData("SELECT * FROM s.none", "42P01")]
    [InlineData("DROP TABLE s.none", "42P01")]
    [InlineData("CREATE EXTERNAL TABLE s.p (a INTEGER) STORED AS PARQUET LOCATION 's3://b/x/'", "42P07")]
    [InlineData("CREATE EXTERNAL TABLE public.x (a INTEGER) STORED AS PARQUET LOCATION 's3://b/x/'", "42809")]
    [InlineData("ALTER TABLE src ADD PARTITION (y=1) LOCATION 's3://b/x/'", "42601")]
    [InlineData("ALTER TABLE s.p ADD PARTITION (z=1) LOCATION 's3://b/x/'", "42703")]
    [InlineData("ALTER TABLE s.p ADD PARTITION (y='a') LOCATION 's3://b/x/'", "22P02")]
    [InlineData("DROP SCHEMA s DROP EXTERNAL DATABASE", "2BP01")]
    public async Task What_external_tables_cannot_do_is_refused(string sql, string state)
    {
        await using var client = await StartAsync();
        var error = await client.FailAsync(sql);
        Assert.Equal(state, error.SqlState);
        Assert.Null(error.Hint);
    }

    [Fact]
    public async Task The_tables_outlive_the_schema_unless_the_database_goes_too()
    {
        await using var client = await StartAsync();
        await client.RunAsync("DROP SCHEMA s");
        Assert.Equal("", await client.AskAsync("SELECT schemaname FROM svv_external_schemas"));
        Assert.Equal("3D000", (await client.FailAsync(
            "CREATE EXTERNAL SCHEMA s FROM DATA CATALOG DATABASE 'other' IAM_ROLE default")).SqlState);
        await client.RunAsync("CREATE EXTERNAL SCHEMA s FROM DATA CATALOG DATABASE 'd' REGION 'us-east-1' IAM_ROLE default");
        await client.RunAsync(Schema);
        Assert.Equal("s|p", await client.AskAsync("SELECT schemaname, tablename FROM svv_external_tables"));
        Assert.Equal(
            "id|int|1|0\nname|varchar(5)|2|0\ny|int|3|1",
            await client.AskAsync("SELECT columnname, external_type, columnnum, part_key FROM svv_external_columns ORDER BY 3"));
        Assert.Equal("EXTERNAL TABLE", await client.AskAsync("SELECT table_type FROM svv_tables WHERE table_schema = 's'"));
        Assert.Equal(
            "name|character varying|5", await client.AskAsync(
                "SELECT column_name, data_type, character_maximum_length FROM svv_columns "
                + "WHERE table_name = 'p' AND ordinal_position = 2"));
        Assert.Equal("", await client.AskAsync("SELECT column_name FROM information_schema.columns WHERE table_schema = 's'"));
        await client.RunAsync("DROP SCHEMA s DROP EXTERNAL DATABASE CASCADE");
        await client.RunAsync(Schema);
        Assert.Equal("", await client.AskAsync("SELECT tablename FROM svv_external_tables"));
        Assert.Contains("not authorized", (await client.FailAsync(Schema.Replace(
            "default", "'arn:aws:iam::123456789012:role/other'", StringComparison.Ordinal))).MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schema_is_the_right_to_read_its_tables()
    {
        var users = new Dictionary<string, string> { ["ana"] = "Passw0rd" };
        await using var client = await StartAsync(options => options with { OrdinaryUsers = users });
        await UnloadAsync(client, 2015, "1, 'a'");
        await client.RunAsync($"ALTER TABLE s.p ADD PARTITION (y=2015) LOCATION '{client.Url("p/y=2015/")}'");
        await using var ana = await Client.ConnectAsync(client.Server, "Username=ana");
        Assert.Equal("42501", await StateAsync(ana, "SELECT * FROM s.p"));
        await client.RunAsync("GRANT USAGE ON SCHEMA s TO ana");
        Assert.Equal("", await StateAsync(ana, "SELECT * FROM s.p"));
        Assert.Equal("42501", await StateAsync(ana, $"ALTER TABLE s.p ADD PARTITION (y=2016) LOCATION '{client.Url("p/")}'"));
        Assert.Equal("42501", await StateAsync(ana, "DROP TABLE s.p"));
        await client.RunAsync("REVOKE USAGE ON SCHEMA s FROM ana");
        Assert.Equal("42501", await StateAsync(ana, "SELECT * FROM s.p"));
    }

    [Fact]
    public async Task Neither_a_read_only_transaction_nor_a_lost_file_gives_fewer_rows()
    {
        await using var client = await StartAsync();
        await UnloadAsync(client, 2015, "1, 'a'");
        await client.RunAsync($"ALTER TABLE s.p ADD PARTITION (y=2015) LOCATION '{client.Url("p/y=2015/")}'");
        Assert.Equal("1", await client.AskAsync("SELECT count(*) FROM s.p"));
        await client.RunAsync("BEGIN READ ONLY");
        Assert.Contains("transaction is read-only", (await client.FailAsync("SELECT * FROM s.p")).MessageText, StringComparison.Ordinal);
        await client.PutAsync("p/y=2015/0000_part_00.parquet", "PAR1 cut off");
        Assert.Equal("Spectrum Scan Error", (await client.FailAsync("SELECT count(*) FROM s.p")).MessageText);
    }

    private async Task<Client> StartAsync(Func<EmulatorOptions, EmulatorOptions>? change = null)
    {
        var client = await Client.StartAsync(
            servers, change, "CREATE TABLE src (id INTEGER, name VARCHAR(5))", "INSERT INTO src VALUES (0, 'z')",
            "CREATE TABLE typed (id INTEGER, amount DECIMAL(18,2), day DATE, at TIMESTAMP, r REAL)",
            "INSERT INTO typed VALUES (1, 1.5, '2020-01-02', '2020-01-02', 1.5)", Schema);
        await client.RunAsync(
            "CREATE EXTERNAL TABLE s.p (id INTEGER, name VARCHAR(5)) PARTITIONED BY (y INTEGER) STORED AS PARQUET "
            + $"LOCATION '{client.Url("p/")}'");
        return client;
    }

    private static async Task UnloadAsync(Client client, int year, params string[] rows)
    {
        var query = string.Join(" UNION ALL ", rows.Select(row =>
        {
            var parts = row.Split(", ");
            return $"SELECT CAST({parts[0]} AS INTEGER) AS id, CAST({parts[1]} AS VARCHAR(5)) AS name FROM src";
        }));
        await client.RunAsync(
            $"UNLOAD ('{query.Replace("'", "''", StringComparison.Ordinal)}') TO '{client.Url($"p/y={year}/")}' IAM_ROLE default PARQUET");
    }

    private static async Task<string> StateAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        try
        {
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            return "";
        }
        catch (PostgresException error)
        {
            return error.SqlState;
        }
    }
}
