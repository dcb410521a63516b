using Contabyx.Engine.Reading;
using MySqlConnector;

namespace Contabyx.ServerTests;

/// <summary>Views, queries, predicates and masks on real servers.</summary>
public abstract class MySqlSelectionTests(SourceServer server, HarmedServers harmed)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_query_has_the_types_that_its_tables_have()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await home.RunAsync(
            """
            CREATE TABLE t (
                id BIGINT PRIMARY KEY, ti TINYINT, tu TINYINT UNSIGNED, si SMALLINT UNSIGNED, mi MEDIUMINT, i INT, iu INT UNSIGNED,
                bu BIGINT UNSIGNED, b1 BIT(1), b20 BIT(20), b64 BIT(64), d DECIMAL(18,2), dw DECIMAL(38,10), f FLOAT, g DOUBLE,
                day DATE, dt DATETIME(6), ts TIMESTAMP(3) NULL, tm TIME(2), y YEAR, c CHAR(10), v VARCHAR(20),
                l VARCHAR(20) CHARACTER SET latin1, e ENUM('a', 'bc'), s SET('x', 'y'), tx TEXT, js JSON, bn BINARY(4), vb VARBINARY(9), bl BLOB, p POINT);
            INSERT INTO t VALUES (1, -128, 255, 65535, -8388608, -2147483648, 4294967295, 18446744073709551615, 1, 1048575, 18446744073709551615,
                -1.50, 12345678901234567890.0123456789, 1.1, 2.2, '2026-11-29', '2026-11-29 12:34:56.123456', '2026-11-29 12:34:56.123', '-100:59:59.5',
                2026, 'abc', 'São Paulo', 'Ção', 'bc', 'x,y', 'long text', '{"a": 1}', x'00010203', x'ff', x'0a', ST_GeomFromText('POINT(1 2)'));
            INSERT INTO t (id) VALUES (2)
            """);
        var query = new TableSelection { Query = "SELECT * FROM t ORDER BY id", As = "q", Key = ["id"] };
        await using var source = new SelectedSource(home.Open(), null);
        var table = (await source.ReadSchemaAsync(Stop)).Single();
        var sent = (await source.SelectAsync(query, Stop)).Sent;

        // A kind of text is as long as it can be in a result, which is longer than in some tables.
        Assert.Equal(
            table.Columns.Select(column => (column.Name, column.Type.Kind, column.Type.Precision, column.Type.Scale)),
            sent.Columns.Select(column => (column.Name, column.Type.Kind, column.Type.Precision, column.Type.Scale)));
        Assert.All(table.Columns.Zip(sent.Columns), pair => Assert.True(pair.First.Type.Length <= pair.Second.Type.Length));
        Assert.All(sent.Columns.Skip(1), column => Assert.True(column.Nullable));
        Assert.Equal(await LinesAsync(home, new TableSelection { Table = "t" }), await LinesAsync(home, query));
    }

    [Fact]
    public async Task A_view_is_read_by_its_exact_name_and_a_pattern_means_tables()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await home.RunAsync(
            "CREATE TABLE a (id INT PRIMARY KEY, x INT); CREATE TABLE b (id INT PRIMARY KEY, y VARCHAR(9) NOT NULL);"
            + "INSERT INTO a VALUES (1, 10), (2, NULL); INSERT INTO b VALUES (1, 'one');"
            + "CREATE VIEW v AS SELECT a.id, a.x, b.y FROM a LEFT JOIN b ON b.id = a.id");

        Assert.Equal(["1,10,one", "2,NULL,NULL"],
            (await home.LinesAsync("v")).Select(line => line.Replace("\\N", "NULL", StringComparison.Ordinal)));
        Assert.Equal(["a", "b"], (await home.ExportAsync()).Select(file => file.Table));
        var selection = new TableSelection { Table = "V", As = "w", Key = ["id"], Where = "y IS NULL", Columns = ["id"] };
        Assert.Equal(["2"], await LinesAsync(home, selection));
    }

    [Fact]
    public async Task A_predicate_holds_in_every_piece_and_renamed_columns_keep_the_key()
    {
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { Readers = 3 });
        await home.RunAsync($$"""
            CREATE TABLE t (id BIGINT PRIMARY KEY, v INT, deleted TINYINT NOT NULL);
            INSERT INTO t SELECT seq, seq % 100, seq % 10 = 0 FROM {{MySqlHome.Numbers(150_000)}}
            """);
        await home.RunAsync("ANALYZE TABLE t");

        var lines = await LinesAsync(home, new TableSelection
        {
            Table = "t", Where = "deleted = 0 OR v = 50 -- half of it", ExcludedColumns = ["deleted"],
            Renames = new Dictionary<string, string> { ["id"] = "key", ["v"] = "value" },
        });

        Assert.Equal(136_500, lines.Length);
        Assert.Equal(lines.Select(line => long.Parse(line.Split(',')[0])).Order(), lines.Select(line => long.Parse(line.Split(',')[0])));
    }

    [Theory]
    [InlineData("delted = 0", "delted")]
    [InlineData("id = 1; DROP TABLE t", "semicolon")]
    [InlineData("id = 1) OR (id = 2", "parenthesis")]
    [InlineData("id > @first", "variable")]
    [InlineData("id = 1 LIMIT 1", "-Where")]
    public async Task A_predicate_that_cannot_be_had_is_refused_by_name(string where, string told)
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await home.RunAsync("CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1)");

        var refusal =
            await Assert.ThrowsAsync<TableRefusedException>(() => LinesAsync(home, new TableSelection { Table = "t", Where = where }));

        TestContext.Current.TestOutputHelper?.WriteLine(refusal.Message + " " + refusal.Advice);
        Assert.Equal("t", refusal.Target);
        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
        Assert.Equal("1", await home.ScalarAsync("SELECT COUNT(*) FROM t"));
    }

    [Theory]
    [InlineData("SELECT id, id FROM t", "id")]
    [InlineData("SELECT NULL AS x FROM t", "x")]
    [InlineData("SELECT CAST(1 AS DECIMAL(60,2)) AS wide FROM t", "wide")]
    [InlineData("SELECT nothing FROM t", "nothing")]
    [InlineData("DELETE FROM t", "q")]
    [InlineData("SELECT id FROM t INTO OUTFILE '/tmp/x'", "q")]
    public async Task A_query_that_cannot_be_had_is_refused_by_name(string query, string told)
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await home.RunAsync("CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1)");

        var refusal =
            await Assert.ThrowsAnyAsync<ContabyxException>(() => LinesAsync(home, new TableSelection { Query = query, As = "q" }));

        TestContext.Current.TestOutputHelper?.WriteLine(refusal.Message + " " + refusal.Advice);
        Assert.Equal("q", refusal.Target);
        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_of_the_server_cut_no_query_and_its_own_limit_holds()
    {
        await using var home = await MySqlHome.CreateAsync(await harmed.LikeAsync(server));
        await home.RunAsync($"CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t SELECT seq FROM {MySqlHome.Numbers(5000)}");
        await home.RunAsync("SET GLOBAL sql_select_limit = 3");
        try
        {
            Assert.Equal(5000, (await LinesAsync(home, new TableSelection { Query = "SELECT * FROM t", As = "q" })).Length);
            Assert.Equal(
                ["4998", "4999", "5000"],
                await LinesAsync(home, new TableSelection { Query = "SELECT * FROM t ORDER BY id DESC LIMIT 3", As = "q", Key = ["id"] }));
        }
        finally
        {
            await home.RestoreAsync("SET GLOBAL sql_select_limit = DEFAULT");
        }
    }

    [Fact]
    public async Task Only_what_may_be_read_is_read_by_a_query()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await home.RunAsync("CREATE TABLE t (id INT PRIMARY KEY, secret VARCHAR(9)); INSERT INTO t VALUES (1, 'hidden')");
        await home.AddUserAsync($"SELECT (id) ON {home.Database}.t");

        var whole = await Assert.ThrowsAnyAsync<ContabyxException>(() => LinesAsync(home, new TableSelection { Table = "t" }));
        Assert.Contains("-Query", whole.Advice, StringComparison.Ordinal);
        Assert.Equal(["1"], await LinesAsync(home, new TableSelection { Query = "SELECT id FROM t", As = "t", Key = ["id"] }));
    }

    // What the server warns of, or refuses in the middle, quotes values.
    [Theory]
    [InlineData("mail + 0 > 1")]
    [InlineData("CASE WHEN id < 40000 THEN 1 ELSE CAST(JSON_EXTRACT(mail, '$.a') AS CHAR) END = 1")]
    public async Task A_masked_value_is_in_no_failure_of_the_server(string where)
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await home.RunAsync($"CREATE TABLE t (id INT PRIMARY KEY, mail VARCHAR(99)); INSERT "
            + $"INTO t SELECT seq, CONCAT('clear-', seq) FROM {MySqlHome.Numbers(50_000)}");
        home.Connection = home.Connection with { MaskKey = new Secret("a key of tests, and long") };

        var failure = await Record.ExceptionAsync(() => LinesAsync(home, new TableSelection
        {
            Table = "t", Where = where, Masks = new Dictionary<string, MaskKind> { ["mail"] = MaskKind.Hash, ["id"] = MaskKind.Hash },
        }));

        TestContext.Current.TestOutputHelper?.WriteLine($"{failure?.Message} {(failure as ContabyxException)?.Advice}");
        Assert.True(failure is ContabyxException || server.IsMariaDb, "The server took it.");
        Assert.DoesNotContain("clear-", $"{failure} {string.Join(' ', home.Notes)}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zero_date_of_a_masked_column_is_refused_without_the_key_or_the_value()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await home.RunAsync(
            "SET sql_mode = ''; CREATE TABLE t (mail VARCHAR(99) PRIMARY KEY, born DATE); INSERT INTO t VALUES ('clear-a', '2020-02-30')");
        var masks = new Dictionary<string, MaskKind> { ["mail"] = MaskKind.Hash, ["born"] = MaskKind.Redact };
        home.Connection = home.Connection with { MaskKey = new Secret("a key of tests, and long") };

        var refusal = await Assert.ThrowsAsync<ValueRefusedException>(() => LinesAsync(home, new TableSelection
        {
            Table = "t", Masks = masks, Renames = new Dictionary<string, string> { ["born"] = "day" },
        }));

        Assert.Equal(("t", "day", "", "", 1L), (refusal.Table, refusal.Column, refusal.Text, refusal.Key, refusal.Row));
        Assert.DoesNotContain("2020", refusal.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("clear", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_tell_what_is_known_of_them()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await home.RunAsync(
            """
            CREATE TABLE orders (
                id BIGINT AUTO_INCREMENT PRIMARY KEY, email VARCHAR(99), created_at DATETIME,
                touched TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP);
            INSERT INTO orders (email) VALUES ('a'), ('b');
            CREATE VIEW open_orders AS SELECT id, email FROM orders
            """);
        var connection = home.Connection;
        var found = new List<ContabyxTable>();

        await foreach (var table in new TableSurvey(connection, new Silence()).ReadAsync(_ => true, exact: true, Stop))
            found.Add(table);

        Assert.Equal(
            [("open_orders", SourceTableKind.View), ("orders", SourceTableKind.Table)], found.Select(table => (table.Table, table.Kind)));
        Assert.All(found, table => Assert.Equal((2, true, TableState.NeverLoaded), (table.Rows, table.RowsAreExact, table.State)));
        Assert.Equal(["touched", "id", "created_at"], found[1].Watermarks.Select(watermark => watermark.Column));
        Assert.Equal(["email"], found[1].PersonalData.Select(column => column.Column));
        Assert.True(found[1].Bytes > 0);
    }

    [Fact]
    public async Task A_table_whose_estimate_is_stale_is_read_by_all_readers()
    {
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { Readers = 3 });
        await home.RunAsync($$"""
            CREATE TABLE t (id BIGINT PRIMARY KEY, v VARCHAR(50)) STATS_AUTO_RECALC = 0, STATS_PERSISTENT = 1;
            INSERT INTO t SELECT seq, REPEAT('x', 50) FROM {{MySqlHome.Numbers(400_000)}};
            UPDATE mysql.innodb_table_stats SET n_rows = 0 WHERE database_name = DATABASE() AND table_name = 't';
            FLUSH TABLE t
            """);
        await using var source = home.Open();
        var estimate = (await source.ReadFactsAsync(Stop)).Single().Rows;
        var before = await ReadsAsync(home);

        Assert.Equal(400_000, (await home.LinesAsync("t")).Length);

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"The server estimates {estimate} rows; {await ReadsAsync(home) - before} statements ran.");
        Assert.True(estimate < 100_000 || server.IsMariaDb, $"The estimate is {estimate}.");
        Assert.True(await ReadsAsync(home) - before >= 12, "It was read in one piece.");
    }

    [Fact]
    public async Task At_the_limit_of_connections_fewer_readers_do_and_a_note_says_so()
    {
        Assert.SkipWhen(server.IsMariaDb, "MariaDB counts a user's connections only where the whole server has a limit for them.");
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { Readers = 4 });
        await home.RunAsync($"CREATE TABLE t (id BIGINT PRIMARY KEY); INSERT INTO t SELECT seq FROM {MySqlHome.Numbers(100_000)}");
        await home.AddUserAsync($"ALL ON {home.Database}.*");
        foreach (var (limit, readers) in ((int, int)[])[(4, 2), (3, 1), (2, 1)])
        {
            home.Notes.Clear();
            await home.RunAsync($"ALTER USER {home.User}@'%' WITH MAX_USER_CONNECTIONS {limit}");

            Assert.Equal(100_000, (await home.LinesAsync("t")).Length);

            TestContext.Current.TestOutputHelper?.WriteLine($"{limit}: {string.Join(' ', home.Notes)}");
            Assert.Contains(home.Notes, note => note.Contains($"{readers} of 4 readers", StringComparison.Ordinal));
        }
    }

    private static async Task<long> ReadsAsync(MySqlHome home)
    {
        await using var connection = await home.ConnectAsync(true);
        await using var command = new MySqlCommand("SHOW GLOBAL STATUS LIKE 'Com_stmt_execute'", connection);
        await using var reader = await command.ExecuteReaderAsync(Stop);
        await reader.ReadAsync(Stop);
        return long.Parse(reader.GetString(1), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<string[]> LinesAsync(MySqlHome home, TableSelection selection)
    {
        var files = await home.ExportSelectionAsync(selection);
        return await File.ReadAllLinesAsync(Assert.Single(files).Path, Stop);
    }

    private sealed class Silence : IRemarks
    {
        public void Report(string value)
        {
        }

        public void Warn(string text)
        {
        }
    }

    [Collection(GlobalSettings.OfMySql)]
    public sealed class OnMySql(Servers servers, HarmedServers harmed) : MySqlSelectionTests(servers.MySql, harmed);

    [Collection(GlobalSettings.OfMariaDb)]
    public sealed class OnMariaDb(Servers servers, HarmedServers harmed) : MySqlSelectionTests(servers.MariaDb, harmed);
}
