namespace Contabyx.ServerTests;

public abstract class MySqlTypeTests(SourceServer server)
{
    // Only MariaDB has types for UUIDs and addresses.
    private string Torture => $$"""
        CREATE TABLE `to"rt ``ü` (
            id BIGINT NOT NULL PRIMARY KEY, t1 TINYINT(1), t TINYINT, tu TINYINT UNSIGNED, s SMALLINT, su SMALLINT UNSIGNED,
            m MEDIUMINT, mu MEDIUMINT UNSIGNED, i INT, iu INT UNSIGNED, b BIGINT, bu BIGINT UNSIGNED, bit1 BIT(1),
            bit33 BIT(33), bit64 BIT(64), d2 DECIMAL(18,2), d38 DECIMAL(38,10), f FLOAT, dd DOUBLE, da DATE,
            dt DATETIME(6), ts TIMESTAMP(6) NULL, ti TIME(6), y YEAR, c CHAR(36), v VARCHAR(20),
            l VARCHAR(5) CHARACTER SET latin1, tx TEXT, e ENUM('a','ção'), se SET('x','y'), bi BINARY(3), vb VARBINARY(9),
            bl BLOB, j JSON, g GEOMETRY, gen INT AS (i + 1) VIRTUAL, u {{(server.IsMariaDb ? "UUID" : "CHAR(36)")}},
            ip {{(server.IsMariaDb ? "INET6" : "VARCHAR(39)")}}) DEFAULT CHARACTER SET utf8mb4
        """;

    [Fact]
    public async Task Every_type_travels_at_its_extremes()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await home.RunAsync(Torture);
        await home.RunAsync("""
            INSERT INTO `to"rt ``ü` (id, t1, t, tu, s, su, m, mu, i, iu, b, bu, bit1, bit33, bit64, d2, d38, f, dd, da, dt, ts,
                ti, y, c, v, l, tx, e, se, bi, vb, bl, j, g, u, ip) VALUES
            (-9223372036854775808, -128, -128, 255, -32768, 65535, -8388608, 16777215, -2147483648, 4294967295,
             -9223372036854775808, 18446744073709551615, b'1', 8589934591, 18446744073709551615, -9999999999999999.99,
             -9999999999999999999999999999.9999999999, 1.17549e-38, 1.7976931348623157e308, '1000-01-01',
             '9999-12-31 23:59:59.999999', '2001-09-09 01:46:40.000001', '-838:59:59.000000', 1901,
             '00112233-4455-6677-8899-aabbccddeeff', 'ção "😀",\\', 'é€', '', 'ção', 'x,y', 'a', 0x00FF, '', '{"a": 1}',
             ST_GeomFromText('POINT(1 2)'), '00112233-4455-6677-8899-aabbccddeeff', '2001:db8::1'),
            (9223372036854775807, 127, 127, 0, 32767, 0, 8388607, 0, 2147483646, 0, 9223372036854775807, 0, b'0', 0, 0,
             9999999999999999.99, 0.0000000001, 0.1, 0.1, '9999-12-31', '1000-01-01 00:00:00', '1970-01-01 00:00:01',
             '838:59:59.000000', 2155, '', '', '', 'x', 'a', '', 0xFFFFFF, '', 0x00, '[]', NULL, NULL, NULL),
            (0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
             NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
            """);
        var lines = await home.LinesAsync("to\"rt `ü");
        Assert.Equal(
            [
                "-9223372036854775808,-128,-128,255,-32768,65535,-8388608,16777215,-2147483648,4294967295,"
                + "-9223372036854775808,18446744073709551615,t,8589934591,18446744073709551615,-9999999999999999.99,"
                + "-9999999999999999999999999999.9999999999,1.17549E-38,1.7976931348623157E+308,1000-01-01,"
                + "9999-12-31 23:59:59.999999,2001-09-09 01:46:40.000001+00,-838:59:59.000000,1901,"
                + "00112233-4455-6677-8899-aabbccddeeff,\"ção \"\"😀\"\",\\\",é€,\"\",ção,\"x,y\",610000,00ff,\"\",\"{\"\"a\"\": 1}\","
                + "0101000000000000000000f03f0000000000000040,-2147483647,00112233-4455-6677-8899-aabbccddeeff,2001:db8::1",
                @"0,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N,\N",
                "9223372036854775807,127,127,0,32767,0,8388607,0,2147483646,0,9223372036854775807,0,f,0,0,"
                + "9999999999999999.99,0.0000000001,0.1,0.1,9999-12-31,1000-01-01 00:00:00,1970-01-01 00:00:01+00,"
                + "838:59:59.000000,2155,\"\",\"\",\"\",x,a,\"\",ffffff,\"\",00,[],\\N,2147483647,\\N,\\N",
            ],
            lines);
    }

    [Fact]
    public async Task A_geographic_point_has_its_longitude_first()
    {
        await using var home = await MySqlHome.CreateAsync(server);

        // MySQL reads the text of a geographic system with the latitude first; MariaDB knows no axes.
        await home.RunAsync(server.IsMariaDb
            ? "CREATE TABLE g (id INT PRIMARY KEY, p POINT); INSERT INTO g VALUES (1, ST_GeomFromText('POINT(-46.5 -23.25)', 4326))"
            : "CREATE TABLE g (id INT PRIMARY KEY, p POINT SRID 4326); INSERT INTO "
                + "g VALUES (1, ST_GeomFromText('POINT(-23.25 -46.5)', 4326))");
        Assert.Equal(["1,010100000000000000004047c000000000004037c0"], await home.LinesAsync("g"));
    }

    [Theory]
    [InlineData(ZeroDatePolicy.Null, @"1,\N,\N|2,2020-02-29,\N")]
    [InlineData(ZeroDatePolicy.Sentinel, "1,0001-01-01,0001-01-01 00:00:00|2,2020-02-29,0001-01-01 00:00:00")]
    public async Task Zero_dates_become_what_was_chosen(ZeroDatePolicy policy, string expected)
    {
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { ZeroDates = policy });
        await AddZeroDatesAsync(home);
        Assert.Equal(expected.Split('|'), await home.LinesAsync("z"));
    }

    [Fact]
    public async Task A_zero_date_stops_its_table_with_key_and_column_named_and_the_others_go_on()
    {
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { Readers = 2 });
        await AddZeroDatesAsync(home);
        await home.RunAsync("CREATE TABLE good (id INT PRIMARY KEY); INSERT INTO good VALUES (7)");
        var errors = new List<ContabyxException>();
        var files = await home.ExportAsync(errors: errors);
        Assert.Equal(["good"], files.Select(file => file.Table));
        var error = Assert.IsType<ValueRefusedException>(Assert.Single(errors));
        Assert.Equal(("z", "d", 1L, "1", "0000-00-00"), (error.Table, error.Column, error.Row, error.Key, error.Text));
    }

    [Fact]
    public async Task Columns_that_nothing_can_carry_stop_their_table_only()
    {
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { TinyIntAsBoolean = true });
        await home.RunAsync("""
            CREATE TABLE a (id INT PRIMARY KEY, wide DECIMAL(65,30));
            CREATE TABLE b (id INT PRIMARY KEY, flag TINYINT(1));
            INSERT INTO b VALUES (1, 1), (2, 0), (3, 2);
            CREATE TABLE c (id INT PRIMARY KEY, long_text LONGTEXT);
            INSERT INTO c VALUES (1, REPEAT('ü', 32767)), (2, REPEAT('ü', 32768));
            CREATE TABLE ok (id INT PRIMARY KEY, flag TINYINT(1)); INSERT INTO ok VALUES (1, 1)
            """);
        var errors = new List<ContabyxException>();
        var files = await home.ExportAsync(errors: errors);
        Assert.Equal(["ok"], files.Select(file => file.Table));
        var refused = Assert.IsType<ColumnRefusedException>(errors[0]);
        Assert.Equal(("a", "wide"), (refused.Target, refused.Column));
        var flag = Assert.IsType<ValueRefusedException>(errors[1]);
        Assert.Equal(("b", "flag", "3"), (flag.Table, flag.Column, flag.Key));
        var text = Assert.IsType<ValueRefusedException>(errors[2]);
        Assert.Equal(("c", "long_text", "2", 65_536), (text.Table, text.Column, text.Key, text.Length));
    }

    [Fact]
    public async Task Lengths_are_measured_in_bytes_of_UTF_8()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await home.RunAsync("""
            CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(500), l VARCHAR(500) CHARACTER SET latin1, b BLOB, e VARCHAR(9));
            INSERT INTO t VALUES (1, REPEAT('😀', 20), REPEAT('é', 20), 'abc', NULL)
            """);
        await using var source = home.Open();
        var stop = TestContext.Current.CancellationToken;
        var table = Assert.Single(await source.ReadSchemaAsync(stop));
        Assert.Equal([0, 2000, 1500, 65_535, 36], table.Columns.Select(column => column.Type.Length));
        var measured = await source.MeasureAsync(table, stop);
        Assert.Equal([0, 128, 64, 16, 36], measured.Columns.Select(column => column.Type.Length));
    }

    private static Task AddZeroDatesAsync(MySqlHome home) => home.RunAsync("""
        CREATE TABLE z (id INT PRIMARY KEY, d DATE, t DATETIME);
        SET sql_mode = 'ALLOW_INVALID_DATES';
        INSERT INTO z VALUES (1, '0000-00-00', '0000-00-00 00:00:00'), (2, '2020-02-29', '2020-02-30 01:02:03')
        """);

    [Collection(GlobalSettings.OfMySql)]
    public sealed class OnMySql(Servers servers) : MySqlTypeTests(servers.MySql);

    [Collection(GlobalSettings.OfMariaDb)]
    public sealed class OnMariaDb(Servers servers) : MySqlTypeTests(servers.MariaDb);
}
