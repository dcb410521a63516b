using System.Globalization;

namespace Contabyx.RedshiftEmulator.Tests;

/// <summary>UNLOAD to Parquet: the files, what is refused, and that every value comes back.</summary>
public sealed class UnloadTests(Servers servers)
{
    private const string Types =
        "id INTEGER, small SMALLINT, big BIGINT, cents DECIMAL(18,2), wide DECIMAL(38,10), whole DECIMAL(38,0), r REAL, "
        + "d DOUBLE PRECISION, b BOOLEAN, c CHAR(5), v VARCHAR(40), day DATE, at TIMESTAMP";

    private static readonly string[] Rows =
    [
        "1, -32768, -9223372036854775808, -9999999999999999.99, -9999999999999999999999999999.9999999999, "
        + "-99999999999999999999999999999999999999, '1.17549435e-38', '2.2250738585072014e-308', FALSE, 'ab', '', '0001-01-01', "
        + "'0001-01-01 00:00:00'",
        "2, 32767, 9223372036854775807, 9999999999999999.99, 9999999999999999999999999999.9999999999, "
        + "99999999999999999999999999999999999999, '3.4028235e38', '1.7976931348623157e308', TRUE, 'abcde', '😀 ã\t|\\\\', '9999-12-31', "
        + "'9999-12-31 23:59:59.999999'",
        "3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL",
        "4, 0, 0, 0.01, 0.0000000001, 1, '0.1', '0.30000000000000004', TRUE, '', ' x ', '1969-12-31', '1969-12-31 23:59:59.999999'",
        "5, 1, 1, -0.01, -0.0000000001, -1, '-0', '-0', FALSE, ' a', 'line\\nend', '1582-10-04', '1899-12-31 23:59:59.000001'",
    ];

    [Fact]
    public async Task Every_value_comes_back_as_it_was_by_COPY_and_from_an_external_table()
    {
        await using var client = await StartAsync();
        await client.RunAsync($"UNLOAD ('SELECT * FROM t') TO '{client.Url("u/")}' IAM_ROLE default FORMAT AS PARQUET");
        var rows = await client.AskAsync("SELECT * FROM t ORDER BY id");
        Assert.Contains("|-99999999999999999999999999999999999999|", rows, StringComparison.Ordinal);

        await client.RunAsync($"CREATE TABLE copied ({Types})");
        await client.RunAsync($"COPY copied FROM '{client.Url("u/")}' IAM_ROLE default FORMAT AS PARQUET");
        Assert.Equal(rows, await client.AskAsync("SELECT * FROM copied ORDER BY id"));

        await client.RunAsync(
            "CREATE EXTERNAL SCHEMA s FROM DATA CATALOG DATABASE 'd' IAM_ROLE default CREATE EXTERNAL DATABASE IF NOT EXISTS");
        await client.RunAsync($"CREATE EXTERNAL TABLE s.t ({Types}) STORED AS PARQUET LOCATION '{client.Url("u/")}'");
        Assert.Equal(rows, await client.AskAsync("SELECT * FROM s.t ORDER BY id"));
        Assert.Equal("0", await client.AskAsync(
            "SELECT count(*) FROM t JOIN s.t e ON e.id = t.id "
            + "WHERE e.v IS NULL AND t.v IS NOT NULL OR e.c <> t.c OR e.r <> t.r OR e.d <> t.d"));
    }

    [Fact]
    public async Task Each_slice_that_has_rows_writes_a_file_and_the_count_is_known()
    {
        await using var client = await StartAsync();
        Assert.Equal("0", await client.AskAsync("SELECT pg_last_unload_count()"));
        await client.RunAsync($"UNLOAD ('SELECT id FROM t WHERE id <= 3') TO '{client.Url("u/p_")}' IAM_ROLE default PARQUET");
        Assert.Equal(
            ["u/p_0000_part_00.parquet", "u/p_0001_part_00.parquet", "u/p_0002_part_00.parquet"], await client.KeysAsync("u/"));
        Assert.Equal("3", await client.AskAsync("SELECT pg_last_unload_count()"));
        Assert.Contains("UNLOAD completed, 3 record(s) unloaded successfully.", client.Notices);

        await client.RunAsync($"UNLOAD ('SELECT id FROM t') TO '{client.Url("one/")}' IAM_ROLE default PARQUET PARALLEL OFF");
        Assert.Equal(["one/000.parquet"], await client.KeysAsync("one/"));
        await client.RunAsync($"UNLOAD ('SELECT id FROM t WHERE id > 9') TO '{client.Url("none/")}' IAM_ROLE default PARQUET");
        Assert.Empty(await client.KeysAsync("none/"));
        Assert.Equal("0", await client.AskAsync("SELECT pg_last_unload_count()"));
    }

    [Fact]
    public async Task What_is_there_already_is_neither_overwritten_nor_deleted_without_being_told()
    {
        await using var client = await StartAsync();
        await client.PutAsync("u/other", "1");
        await client.PutAsync("u/0000_part_00.parquet", "2");
        var unload = $"UNLOAD ('SELECT id FROM t WHERE id = 1') TO '{client.Url("u/")}' IAM_ROLE default PARQUET";
        var error = await client.FailAsync(unload);
        Assert.StartsWith("Specified unload destination on S3 is not empty.", error.MessageText, StringComparison.Ordinal);
        await client.RunAsync(unload + " ALLOWOVERWRITE");
        Assert.Equal(["u/0000_part_00.parquet", "u/other"], await client.KeysAsync("u/"));
        await client.RunAsync(unload + " CLEANPATH");
        Assert.Equal(["u/0000_part_00.parquet"], await client.KeysAsync("u/"));
    }

    [Fact]
    public async Task Partitions_are_folders_and_their_columns_leave_the_files()
    {
        await using var client = await StartAsync();
        await client.PutAsync("u/b=t/old.parquet", "1");
        await client.PutAsync("u/b=x/old.parquet", "1");
        await client.RunAsync(
            $"UNLOAD ('SELECT id, b FROM t') TO '{client.Url("u")}' IAM_ROLE default PARQUET PARTITION BY (b) PARALLEL OFF CLEANPATH");
        Assert.Equal(
            ["u/b=__HIVE_DEFAULT_PARTITION__/000.parquet", "u/b=f/000.parquet", "u/b=t/000.parquet", "u/b=x/old.parquet"],
            await client.KeysAsync("u/"));
        await client.RunAsync("CREATE TABLE ids (id INTEGER)");
        await client.RunAsync($"COPY ids FROM '{client.Url("u/b=t/")}' IAM_ROLE default PARQUET");
        Assert.Equal("2\n4", await client.AskAsync("SELECT id FROM ids ORDER BY id"));
        await client.RunAsync(
            $"UNLOAD ('SELECT id, b FROM t') TO '{client.Url("i/")}' IAM_ROLE default PARQUET PARTITION BY (b) INCLUDE");
        await client.RunAsync("CREATE TABLE pair (id INTEGER, b BOOLEAN)");
        await client.RunAsync($"COPY pair FROM '{client.Url("i/b=t/")}' IAM_ROLE default PARQUET");
        Assert.Equal("2|t\n4|t", await client.AskAsync("SELECT id, b FROM pair ORDER BY id"));
    }

    [Fact]
    public async Task A_verbose_manifest_lists_the_files_for_COPY()
    {
        await using var client = await StartAsync();
        await client.RunAsync(
            $"UNLOAD ('SELECT id, v FROM t') TO '{client.Url("u/")}' IAM_ROLE default PARQUET MANIFEST VERBOSE");
        Assert.Contains("u/manifest", await client.KeysAsync("u/"));
        await client.RunAsync("CREATE TABLE pair (id INTEGER, v VARCHAR(40))");
        await client.RunAsync($"COPY pair FROM '{client.Url("u/manifest")}' IAM_ROLE default PARQUET MANIFEST");
        Assert.Equal("5", await client.AskAsync("SELECT count(*) FROM pair"));
    }

    [Theory]
    [InlineData("SELECT v FROM t WHERE v = '' x ''", "1")]
    [InlineData("SELECT v FROM t WHERE v = \\' x \\'", "1")]
    [InlineData("SELECT id FROM (SELECT id FROM t ORDER BY id LIMIT 2)", "2")]
    [InlineData("WITH q AS (SELECT id FROM t) SELECT id FROM q", "5")]
    public async Task The_query_is_quoted_within_the_statement(string query, string rows)
    {
        await using var client = await StartAsync();
        await client.RunAsync($"UNLOAD ('{query}') TO '{client.Url("u/")}' IAM_ROLE default PARQUET");
        Assert.Equal(rows, await client.AskAsync("SELECT pg_last_unload_count()"));
    }

    [Theory]
    [InlineData("SELECT id FROM t LIMIT 1", "0A000", "Limit clause is not supported")]
    [InlineData("SELECT TOP 1 id FROM t", "0A000", "Limit clause is not supported")]
    [InlineData("SELECT no_such FROM t", "42703", "no_such")]
    [InlineData("DELETE FROM t", "42601", "DELETE")]
    [InlineData("SELECT to_varbyte(v, ''utf8'') AS x FROM t", "0A000", "VARBYTE")]
    [InlineData("SELECT id, no_role FROM t", "42703", "no_role")]
    public async Task A_query_that_cannot_be_unloaded_is_refused_and_writes_nothing(string query, string state, string words)
    {
        await using var client = await StartAsync();
        var error = await client.FailAsync($"UNLOAD ('{query}') TO '{client.Url("u/")}' IAM_ROLE default PARQUET");
        Assert.Equal(state, error.SqlState);
        Assert.Contains(words, error.MessageText, StringComparison.Ordinal);
        Assert.Null(error.Hint);
        Assert.Empty(await client.KeysAsync("u/"));
    }

    [Fact]
    public async Task It_sees_what_its_own_transaction_did_and_fails_with_its_credentials()
    {
        await using var client = await StartAsync();
        await client.RunAsync("BEGIN");
        await client.RunAsync("DELETE FROM t WHERE id > 1");
        await client.RunAsync($"UNLOAD ('SELECT id FROM t') TO '{client.Url("u/")}' IAM_ROLE default PARQUET");
        await client.RunAsync("ROLLBACK");
        Assert.Single(await client.KeysAsync("u/"));
        Assert.Equal("5", await client.AskAsync("SELECT count(*) FROM t"));

        var unload = $"UNLOAD ('SELECT id FROM t') TO '{client.Url("x/")}' PARQUET";
        await client.FailAsync(unload);
        await client.FailAsync(unload + " IAM_ROLE 'arn:aws:iam::123456789012:role/other'");
        await client.FailAsync(unload + " ACCESS_KEY_ID 'no' SECRET_ACCESS_KEY 'such'");
        Assert.Equal("0", await client.AskAsync("SELECT pg_last_unload_count()"));
        Assert.Empty(await client.KeysAsync("x/"));
    }

    [Fact]
    public async Task Files_are_split_at_their_greatest_size_and_lose_no_rows()
    {
        await using var client = await StartAsync();
        await client.RunAsync("CREATE TABLE n AS SELECT a.id * 5 + b.id AS i FROM t a CROSS JOIN t b");
        await client.RunAsync("CREATE TABLE m AS SELECT a.i * 100 + b.i AS i FROM n a CROSS JOIN n b");
        await client.RunAsync(
            "CREATE TABLE many AS SELECT md5(a.i || ' ' || b.i || 'a') || md5(a.i || ' ' || b.i || 'b') AS v FROM m a CROSS JOIN m b");
        await client.RunAsync(
            $"UNLOAD ('SELECT v FROM many') TO '{client.Url("u/")}' IAM_ROLE default PARQUET PARALLEL OFF MAXFILESIZE 5 MB");
        var keys = await client.KeysAsync("u/");
        Assert.True(keys.Count > 1, string.Join(' ', keys));
        await client.RunAsync("CREATE TABLE back (LIKE many)");
        await client.RunAsync($"COPY back FROM '{client.Url("u/")}' IAM_ROLE default PARQUET");
        var totals = "SELECT count(*), count(DISTINCT v), min(v), max(v) FROM ";
        Assert.Equal(await client.AskAsync(totals + "many"), await client.AskAsync(totals + "back"));
        Assert.Equal(
            390625L.ToString(CultureInfo.InvariantCulture), await client.AskAsync("SELECT pg_last_unload_count()"));
    }

    private async Task<Client> StartAsync()
    {
        var client = await Client.StartAsync(servers, null, $"CREATE TABLE t ({Types})");
        foreach (var row in Rows)
            await client.RunAsync($"INSERT INTO t VALUES ({row})");
        return client;
    }
}
