using Npgsql;

namespace Contabyx.RedshiftEmulator.Tests;

/// <summary>Views WITH NO SCHEMA BINDING.</summary>
public sealed class LateBindingViewTests(Servers servers)
{
    private static readonly Dictionary<string, string> Ana = new() { ["ana"] = "Passw0rd" };

    [Fact]
    public async Task It_shows_its_tables_as_they_are_when_it_is_read()
    {
        await using var client = await StartAsync();
        await client.RunAsync("CREATE VIEW v AS SELECT * FROM public.t WITH NO SCHEMA BINDING");
        Assert.Equal("1|a", await client.AskAsync("SELECT * FROM v"));
        await client.RunAsync("ALTER TABLE t ADD COLUMN extra INTEGER");
        await client.RunAsync("ALTER TABLE t ALTER COLUMN name TYPE VARCHAR(9)");
        await client.RunAsync("ALTER TABLE t RENAME COLUMN name TO title");
        Assert.Equal("1|a|NULL", await client.AskAsync("SELECT v.id, title, public.v.extra FROM public.v"));
        await client.RunAsync("DROP TABLE t");
        Assert.Equal("42P01", (await client.FailAsync("SELECT * FROM v")).SqlState);
        await client.RunAsync("CREATE TABLE t (other DATE)");
        Assert.Equal("", await client.AskAsync("SELECT other FROM v"));
    }

    [Fact]
    public async Task It_may_be_made_before_its_tables_replaced_renamed_and_dropped()
    {
        await using var client = await StartAsync();
        await client.RunAsync("CREATE VIEW v (one) AS SELECT id FROM public.none WITH NO SCHEMA BINDING");
        Assert.Equal("42P01", (await client.FailAsync("SELECT * FROM v")).SqlState);
        await client.RunAsync("CREATE OR REPLACE VIEW v (one) AS SELECT name FROM public.t WITH NO SCHEMA BINDING");
        Assert.Equal("42P16", (await client.FailAsync(
            "CREATE OR REPLACE VIEW v (one, two) AS SELECT name, id FROM public.t WITH NO SCHEMA BINDING")).SqlState);
        Assert.Equal("42P16", (await client.FailAsync(
            "CREATE OR REPLACE VIEW v (one) AS SELECT id FROM public.t WITH NO SCHEMA BINDING")).SqlState);
        await client.RunAsync("DROP VIEW v");
        await client.RunAsync("CREATE OR REPLACE VIEW v (one, two) AS SELECT id, name FROM public.t WITH NO SCHEMA BINDING");
        Assert.Equal("1|a", await client.AskAsync("SELECT one, two FROM v"));
        Assert.Equal("42P07", (await client.FailAsync("CREATE VIEW v AS SELECT id FROM public.t WITH NO SCHEMA BINDING")).SqlState);
        await client.RunAsync("ALTER TABLE v RENAME TO w");
        Assert.Equal("1", await client.AskAsync("SELECT one FROM w"));
        await client.RunAsync("DROP VIEW w");
        Assert.Equal("42P01", (await client.FailAsync("SELECT * FROM w")).SqlState);
        await client.RunAsync("CREATE VIEW w AS SELECT id FROM t");
        Assert.Equal("1", await client.AskAsync("SELECT id FROM w"));
    }

    [Fact]
    public async Task A_rollback_undoes_it()
    {
        await using var client = await StartAsync();
        await client.RunAsync("CREATE VIEW v AS SELECT id FROM public.t WITH NO SCHEMA BINDING");
        await client.RunAsync("BEGIN");
        await client.RunAsync("CREATE OR REPLACE VIEW v AS SELECT id + 1 AS id FROM public.t WITH NO SCHEMA BINDING");
        Assert.Equal("2", await client.AskAsync("SELECT * FROM v"));
        await client.RunAsync("ROLLBACK");
        Assert.Equal("1", await client.AskAsync("SELECT * FROM v"));
        await client.RunAsync("BEGIN");
        await client.RunAsync("DROP VIEW v");
        await client.RunAsync("ROLLBACK");
        Assert.Equal("1", await client.AskAsync("SELECT * FROM v"));
    }

    [Theory]
    [InlineData("CREATE VIEW v AS SELECT id FROM t WITH NO SCHEMA BINDING", "0A000")]
    [InlineData("CREATE VIEW v AS SELECT id FROM public.t WHERE id IN (SELECT id FROM t) WITH NO SCHEMA BINDING", "0A000")]
    [InlineData("CREATE VIEW v AS SELECT id FROM nowhere.t WITH NO SCHEMA BINDING", "3F000")]
    [InlineData("CREATE VIEW v AS SELECT FROM FROM public.t WITH NO SCHEMA BINDING", "42601")]
    [InlineData("CREATE VIEW t AS SELECT id FROM public.t WITH NO SCHEMA BINDING", "42P07")]
    [InlineData("INSERT INTO there VALUES (1)", "0A000")]
    [InlineData("DELETE FROM there", "0A000")]
    [InlineData("DROP TABLE there", "42809")]
    public async Task What_it_cannot_be_is_refused(string sql, string state)
    {
        await using var client = await StartAsync();
        await client.RunAsync("CREATE VIEW there AS SELECT id FROM public.t WITH NO SCHEMA BINDING");
        var error = await client.FailAsync(sql);
        Assert.Equal(state, error.SqlState);
        Assert.Null(error.Hint);
    }

    [Fact]
    public async Task A_common_table_needs_no_schema_and_a_view_may_name_a_view()
    {
        await using var client = await StartAsync();
        await client.RunAsync(
            "CREATE VIEW v AS WITH c AS (SELECT id FROM public.t) SELECT c.id + 1 AS id FROM c WITH NO SCHEMA BINDING");
        await client.RunAsync("CREATE VIEW w AS SELECT id + 1 AS id FROM public.v WITH NO SCHEMA BINDING");
        Assert.Equal("3", await client.AskAsync("SELECT id FROM w"));
        await client.RunAsync("CREATE OR REPLACE VIEW v AS SELECT id FROM public.w WITH NO SCHEMA BINDING");
        Assert.Equal("42P17", (await client.FailAsync("SELECT * FROM w")).SqlState);
    }

    [Fact]
    public async Task The_catalogue_shows_it_without_tables_and_SVV_COLUMNS_as_it_is_now()
    {
        await using var client = await StartAsync();
        await client.RunAsync("CREATE VIEW broken AS SELECT id FROM public.none WITH NO SCHEMA BINDING");
        await client.RunAsync("CREATE VIEW wide AS SELECT name, CAST(1 AS DECIMAL(9,2)) AS amount FROM public.t WITH NO SCHEMA BINDING");
        Assert.Equal(
            "name|character varying|5|NULL\namount|numeric|NULL|2", await client.AskAsync(
                "SELECT c.column_name, data_type, character_maximum_length, numeric_scale FROM svv_columns c "
                + "WHERE table_name IN ('wide', 'broken') ORDER BY ordinal_position"));
        await client.RunAsync("ALTER TABLE t ALTER COLUMN name TYPE VARCHAR(9)");
        Assert.Equal(
            "9\n9", await client.AskAsync("SELECT character_maximum_length FROM svv_columns WHERE column_name = 'name'"));
        await client.RunAsync("CREATE VIEW v AS SELECT id FROM public.t WITH NO SCHEMA BINDING");
        Assert.Equal("v|v", await client.AskAsync("SELECT relname, relkind FROM pg_class WHERE relname = 'v'"));
        Assert.Equal(
            "SELECT id FROM public.t WITH NO SCHEMA BINDING",
            await client.AskAsync("SELECT definition FROM pg_views WHERE viewname = 'v'"));
        Assert.Equal("VIEW", await client.AskAsync("SELECT table_type FROM svv_tables WHERE table_name = 'v'"));
        Assert.Equal("", await client.AskAsync("SELECT column_name FROM information_schema.columns WHERE table_name = 'v'"));
    }

    [Fact]
    public async Task The_reader_needs_the_view_and_the_owner_needs_the_table()
    {
        await using var client = await StartAsync();
        await client.RunAsync("CREATE VIEW v AS SELECT id, name FROM public.t WITH NO SCHEMA BINDING");
        await using var ana = await Client.ConnectAsync(client.Server, "Username=ana");
        Assert.Equal("42501", await AskAsync(ana, "SELECT id FROM v"));
        await client.RunAsync("GRANT SELECT ON v TO ana");
        Assert.Equal("1|a", await AskAsync(ana, "SELECT id, name FROM v"));
        Assert.Equal("42501", await AskAsync(ana, "SELECT id FROM t"));
        Assert.Equal("42501", await AskAsync(ana, "SELECT v.id FROM v JOIN t ON t.id = v.id"));
        await client.RunAsync("CREATE OR REPLACE VIEW v AS SELECT id + 1 AS id, name FROM public.t WITH NO SCHEMA BINDING");
        Assert.Equal("2|a", await AskAsync(ana, "SELECT * FROM v"));
        await client.RunAsync("ALTER TABLE t ALTER COLUMN name TYPE VARCHAR(9)");
        await client.RunAsync("ALTER TABLE t RENAME TO before");
        Assert.Equal("42P01", await AskAsync(ana, "SELECT * FROM v"));

        // A view of Ana's has Ana's rights, whoever reads it.
        await client.RunAsync("ALTER TABLE before RENAME TO t");
        await client.RunAsync("GRANT CREATE ON SCHEMA public TO ana");
        await AskAsync(ana, "CREATE VIEW mine AS SELECT id FROM public.t WITH NO SCHEMA BINDING");
        Assert.Equal("42501", (await client.FailAsync("SELECT id FROM mine")).SqlState);
        await client.RunAsync("GRANT SELECT ON t TO ana");
        Assert.Equal("1", await client.AskAsync("SELECT id FROM mine"));
    }

    [Fact]
    public async Task An_archive_is_one_view_over_hot_rows_and_files_and_changes_sides_at_the_commit()
    {
        await using var client = await StartAsync();
        await client.RunAsync("CREATE TABLE years (y INTEGER)");
        await client.RunAsync("INSERT INTO t VALUES (2, 'b')");
        await client.RunAsync(
            "CREATE EXTERNAL SCHEMA s FROM DATA CATALOG DATABASE 'd' IAM_ROLE default CREATE EXTERNAL DATABASE IF NOT EXISTS");
        await client.RunAsync(
            "CREATE EXTERNAL TABLE s.t (id INTEGER, name VARCHAR(5)) PARTITIONED BY (y INTEGER) STORED AS PARQUET "
            + $"LOCATION '{client.Url("t/")}'");
        await client.RunAsync(
            "CREATE VIEW t_all AS SELECT id, name FROM public.t UNION ALL SELECT id, name FROM s.t "
            + "WHERE y IN (SELECT y FROM public.years) WITH NO SCHEMA BINDING");
        await client.RunAsync($"UNLOAD ('SELECT * FROM t WHERE id = 1') TO '{client.Url("t/y=1/")}' IAM_ROLE default PARQUET");
        await client.RunAsync($"ALTER TABLE s.t ADD PARTITION (y=1) LOCATION '{client.Url("t/y=1/")}'");
        await using var reader = await Client.ConnectAsync(client.Server);
        await using var ana = await Client.ConnectAsync(client.Server, "Username=ana");
        await client.RunAsync("GRANT SELECT ON t_all TO ana");
        Assert.Equal("42501", await AskAsync(ana, "SELECT * FROM t_all"));
        await client.RunAsync("GRANT USAGE ON SCHEMA s TO ana");
        const string Both = "SELECT id, name FROM t_all ORDER BY id";

        Assert.Equal("1|a\n2|b", await AskAsync(reader, Both));
        await client.RunAsync("BEGIN");
        await client.RunAsync("DELETE FROM t WHERE id = 1");
        await client.RunAsync("INSERT INTO years VALUES (1)");
        Assert.Equal("1|a\n2|b", await client.AskAsync(Both));
        Assert.Equal("1|a\n2|b", await AskAsync(reader, Both));
        Assert.Equal("1", await AskAsync(reader, "SELECT count(*) FROM t WHERE id = 1"));
        await client.RunAsync("COMMIT");
        Assert.Equal("1|a\n2|b", await AskAsync(reader, Both));
        Assert.Equal("1|a\n2|b", await AskAsync(ana, Both));
        Assert.Equal("2", await client.AskAsync("SELECT id FROM t"));
    }

    private Task<Client> StartAsync() => Client.StartAsync(
        servers, options => options with { OrdinaryUsers = Ana }, "CREATE TABLE t (id INTEGER, name VARCHAR(5))",
        "INSERT INTO t VALUES (1, 'a')");

    // The rows, or the SQLSTATE of the error.
    private static async Task<string> AskAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { AllResultTypesAreUnknown = true };
        try
        {
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            var lines = new List<string>();
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
                lines.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)));
            return string.Join('\n', lines);
        }
        catch (PostgresException error)
        {
            return error.SqlState;
        }
    }
}
