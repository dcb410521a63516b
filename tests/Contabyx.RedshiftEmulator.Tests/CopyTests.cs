using System.IO.Compression;
using System.Text;
using ZstdSharp;

namespace Contabyx.RedshiftEmulator.Tests;

/// <summary>COPY from an S3 server.</summary>
public sealed class CopyTests(Servers servers)
{
    private const string Table = "CREATE TABLE t (id BIGINT NOT NULL, name VARCHAR(10), amount DECIMAL(18,2), at TIMESTAMP)";

    [Fact]
    public async Task A_manifest_of_zstd_parts_is_loaded_and_counted()
    {
        await using var client = await Client.StartAsync(servers, null, Table);
        await client.PutAsync("1.zst", Zstd("1,\"a,\"\"b\"\"\n\",1.239,2020-01-02 03:04:05.123456\n"));
        await client.PutAsync("2.zst", Zstd("2,\\N,-0.999,\\N\n3,,,\n"));
        await client.PutAsync("m", Manifest(client, "1.zst", "2.zst"));
        await client.RunAsync(
            $"COPY t FROM '{client.Url("m")}' IAM_ROLE default FORMAT CSV ZSTD MANIFEST NULL AS '\\\\N' COMPUPDATE OFF STATUPDATE OFF");
        Assert.Equal(
            "1|a,\"b\"\n|1.23|2020-01-02 03:04:05.123456\n2|NULL|-0.99|NULL\n3||NULL|NULL",
            await client.AskAsync("SELECT * FROM t ORDER BY id"));
        Assert.Equal("3", await client.AskAsync("SELECT pg_last_copy_count()"));
        Assert.Contains("Load into table 't' completed, 3 record(s) loaded successfully.", client.Notices);
        Assert.Equal(
            "completed|3|2|csv",
            await client.AskAsync(
                "SELECT status, loaded_rows, source_file_count, file_format FROM sys_load_history WHERE query_id = pg_last_copy_id()"));
    }

    [Theory]
    [InlineData("x,a,1,2020-01-01 00:00:00", 1207, "id")]
    [InlineData("9223372036854775808,a,1,2020-01-01 00:00:00", 1204, "id")]
    [InlineData("1,éééééé,1,2020-01-01 00:00:00", 1204, "name")]
    [InlineData("1,a,99999999999999999,2020-01-01 00:00:00", 1204, "amount")]
    [InlineData("1,a,1x,2020-01-01 00:00:00", 1207, "amount")]
    [InlineData("1,a,1,2020-02-30 00:00:00", 1206, "at")]
    [InlineData("1,a,1,2020-01-01T00:00:00", 1206, "at")]
    [InlineData(",a,1,2020-01-01 00:00:00", 1213, "id")]
    [InlineData("1,a,1", 1214, "")]
    [InlineData("1,a,1,2020-01-01 00:00:00,5", 1202, "")]
    [InlineData("1,a\0,1,2020-01-01 00:00:00", 1216, "name")]
    [InlineData("1,\"a", 1214, "")]
    public async Task A_bad_row_stops_the_load_and_is_written_down_with_its_code(string line, int code, string column)
    {
        await using var client = await Client.StartAsync(servers, null, Table);
        await client.PutAsync("f", "1,good,1,2020-01-01 00:00:00\n" + line + "\n");
        await client.RunAsync("BEGIN");
        var error = await client.FailAsync($"COPY t FROM '{client.Url("f")}' IAM_ROLE default CSV");
        Assert.Equal("Load into table 't' failed.  Check 'stl_load_errors' system table for details.", error.MessageText);
        await client.RunAsync("ROLLBACK");
        Assert.Equal("0", await client.AskAsync("SELECT count(*) FROM t"));
        Assert.Equal(
            $"{code}|{column}|2|{client.Url("f")}",
            await client.AskAsync("SELECT error_code, trim(column_name), line_number, trim(file_name) FROM sys_load_error_detail"));
        Assert.Equal("-1", await client.AskAsync("SELECT pg_last_copy_id()"));
    }

    [Fact]
    public async Task Raw_values_are_in_the_cluster_s_view_alone()
    {
        await using var client = await Client.StartAsync(servers, null, Table);
        await client.PutAsync("f", "secretvalue,a,1,\n");
        await client.FailAsync($"COPY t FROM '{client.Url("f")}' IAM_ROLE default CSV");
        Assert.Equal(
            "secretvalue|secretvalue,a,1,", await client.AskAsync("SELECT trim(raw_field_value), trim(raw_line) FROM stl_load_errors"));
        Assert.DoesNotContain("secretvalue", await client.AskAsync("SELECT * FROM sys_load_error_detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invalid_bytes_are_refused_or_replaced_one_by_one()
    {
        await using var client = await Client.StartAsync(servers, null, "CREATE TABLE t (name VARCHAR(10))");
        await client.PutAsync("f", [(byte)'a', 0xE9, (byte)'b', (byte)'\n']);
        await client.FailAsync($"COPY t FROM '{client.Url("f")}' IAM_ROLE default CSV");
        Assert.Equal("1220", await client.AskAsync("SELECT error_code FROM sys_load_error_detail"));
        await client.RunAsync($"COPY t FROM '{client.Url("f")}' IAM_ROLE default CSV ACCEPTINVCHARS AS '^'");
        Assert.Equal("a^b", await client.AskAsync("SELECT name FROM t"));
    }

    [Fact]
    public async Task A_quoted_marker_is_null_too_and_options_change_what_the_guide_says()
    {
        await using var client = await Client.StartAsync(
            servers, null, "CREATE TABLE t (name VARCHAR(4), amount DECIMAL(8,1), s SUPER, b VARBYTE(2))");
        await client.PutAsync("f", "name,amount,s,b\n\"\\N\",1.25,\"{\"\"a\"\": [1, 2]}\",0AfF\nabcdef,2.25,1,\n   ,3,null,ff\n");
        await client.RunAsync(
            $"COPY t FROM '{client.Url("f")}' IAM_ROLE default CSV IGNOREHEADER 1 ROUNDEC TRUNCATECOLUMNS BLANKSASNULL");
        Assert.Equal(
            "NULL|1.3|{\"a\":[1,2]}|0aff\nabcd|2.3|1|NULL\nNULL|3.0|null|ff",
            await client.AskAsync("SELECT name, amount, JSON_SERIALIZE(s), b FROM t ORDER BY amount"));
    }

    [Fact]
    public async Task A_prefix_loads_its_namesakes_and_a_manifest_entry_twice_is_loaded_twice()
    {
        await using var client = await Client.StartAsync(servers, null, "CREATE TABLE t (id INTEGER)");
        await client.PutAsync("data.csv", "1\n");
        await client.PutAsync("data.csv.bak", "2\n");
        await client.RunAsync($"COPY t FROM '{client.Url("data.csv")}' IAM_ROLE default CSV");
        Assert.Equal("2", await client.AskAsync("SELECT count(*) FROM t"));
        await client.PutAsync("m", Manifest(client, "data.csv", "data.csv"));
        await client.RunAsync($"COPY t FROM '{client.Url("m")}' IAM_ROLE default CSV MANIFEST");
        Assert.Equal("4", await client.AskAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task A_missing_file_is_skipped_unless_it_is_mandatory()
    {
        await using var client = await Client.StartAsync(servers, null, "CREATE TABLE t (id INTEGER)");
        await client.PutAsync("m", $$"""{"entries":[{"url":"{{client.Url("none")}}"}]}""");
        await client.RunAsync($"COPY t FROM '{client.Url("m")}' IAM_ROLE default CSV MANIFEST");
        await client.PutAsync("m", Manifest(client, "none"));
        var error = await client.FailAsync($"COPY t FROM '{client.Url("m")}' IAM_ROLE default CSV MANIFEST");
        Assert.Contains("Status 404", error.MessageText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CSV ESCAPE")]
    [InlineData("CSV REMOVEQUOTES")]
    [InlineData("FORMAT PARQUET REGION 'us-east-1'")]
    [InlineData("FORMAT PARQUET MAXERROR 5")]
    [InlineData("FORMAT PARQUET GZIP")]
    [InlineData("CSV REGION 'eu-west-1'")]
    [InlineData("CSV DATEFORMAT 'AUTO'")]
    [InlineData("CSV BZIP2")]
    [InlineData("CSV GZIP ZSTD")]
    [InlineData("CSV MAXERROR 100001")]
    [InlineData("CSV ON_ERROR")]
    [InlineData("CSV ACCESS_KEY_ID 'a' SECRET_ACCESS_KEY 'b'")]
    public async Task Options_that_do_not_go_together_are_refused(string options)
    {
        await using var client = await Client.StartAsync(servers, null, "CREATE TABLE t (id INTEGER)");
        await client.PutAsync("f", "1\n");
        await client.FailAsync($"COPY t FROM '{client.Url("f")}' IAM_ROLE default {options}");
        Assert.Equal("0", await client.AskAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Roles_and_keys_are_checked()
    {
        await using var client = await Client.StartAsync(
            servers, options => options with { HasDefaultRole = false }, "CREATE TABLE t (id INTEGER)");
        await client.PutAsync("f.gz", Gzip("1\n"));
        var from = $"COPY t FROM '{client.Url("f")}'";
        await client.FailAsync($"{from} IAM_ROLE default CSV GZIP");
        await client.FailAsync($"{from} IAM_ROLE 'arn:aws:iam::1:role/other' CSV GZIP");
        await client.FailAsync($"{from} CSV GZIP");
        await client.FailAsync($"{from} ACCESS_KEY_ID 'contabyxaccess' SECRET_ACCESS_KEY 'wrong' CSV GZIP");
        await client.RunAsync($"{from} IAM_ROLE 'arn:aws:iam::123456789012:role/contabyx' CSV GZIP");
        await client.RunAsync($"{from} ACCESS_KEY_ID 'contabyxaccess' SECRET_ACCESS_KEY 'marked-bucket-secret' CSV GZIP");
        Assert.Equal("2", await client.AskAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task MAXERROR_loads_the_good_rows_and_NOLOAD_none()
    {
        await using var client = await Client.StartAsync(servers, null, "CREATE TABLE t (id INTEGER)");
        await client.PutAsync("f", "1\nx\n3\n");
        await client.RunAsync($"COPY t FROM '{client.Url("f")}' IAM_ROLE default CSV MAXERROR 2 NOLOAD");
        Assert.Equal("0", await client.AskAsync("SELECT count(*) FROM t"));
        await client.RunAsync($"COPY t FROM '{client.Url("f")}' IAM_ROLE default CSV MAXERROR 2");
        Assert.Equal("2", await client.AskAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task The_loading_transaction_of_the_pipeline_runs()
    {
        await using var client = await Client.StartAsync(
            servers, null, Table, "CREATE TABLE IF NOT EXISTS history (run VARCHAR(64), loaded_at TIMESTAMP)",
            "INSERT INTO t VALUES (1, 'old', 1, NULL)");
        await client.PutAsync("1.zst", Zstd("1,new,10.50,2020-01-01 00:00:00.000001\n2,b,1,2020-01-01 00:00:01\n"));
        await client.PutAsync("m", Manifest(client, "1.zst"));
        foreach (var sql in new[]
        {
            "BEGIN", "LOCK history", "SELECT count(*) FROM history WHERE run = 'r'", "CREATE TEMP TABLE stage (LIKE t)",
            $"COPY stage (id, name, amount, at) FROM '{client.Url("m")}' IAM_ROLE default FORMAT CSV ZSTD MANIFEST NULL AS '\\N'",
        })
            await client.RunAsync(sql);
        Assert.Equal(
            "2|3|11.50|4|1",
            await client.AskAsync("SELECT count(*), sum(id), sum(amount), sum(octet_length(name)), sum(extract(us from at)) FROM stage"));
        foreach (var sql in new[]
        {
            "DELETE FROM t USING stage WHERE t.id = stage.id",
            "INSERT INTO t (id, name, amount, at) SELECT id, name, amount, at FROM stage",
            "INSERT INTO history VALUES ('r', SYSDATE)", "DROP TABLE stage", "COMMIT",
        })
            await client.RunAsync(sql);
        Assert.Equal("1|new\n2|b", await client.AskAsync("SELECT id, name FROM t ORDER BY id"));
    }

    [Fact]
    public async Task A_million_rows_are_loaded_whole()
    {
        await using var client = await Client.StartAsync(servers, null, Table);
        var text = new StringBuilder();
        for (var i = 0; i < 1_000_000; i++)
            text.Append(i).Append(",name").Append(i % 1000).Append(",123.45,2020-01-02 03:04:05.000001\n");
        await client.PutAsync("big.zst", Zstd(text.ToString()));
        text.Clear();
        await client.RunAsync($"COPY t FROM '{client.Url("big")}' IAM_ROLE default CSV ZSTD");
        Assert.Equal("1000000|499999500000", await client.AskAsync("SELECT count(*), sum(id) FROM t"));
    }

    [Fact]
    public async Task A_COPY_that_runs_can_be_cancelled_and_loads_nothing()
    {
        await using var client = await Client.StartAsync(servers, null, "CREATE TABLE t (id INTEGER)");
        await client.PutAsync("f.zst", Zstd(string.Concat(Enumerable.Repeat("1\n", 20_000_000))));
        await using var command = new Npgsql.NpgsqlCommand(
            $"COPY t FROM '{client.Url("f.zst")}' IAM_ROLE default CSV ZSTD", client.Connection);
        command.CommandTimeout = 0;
        using var cancel = new CancellationTokenSource();
        var copying = command.ExecuteNonQueryAsync(cancel.Token);
        await servers.UntilCopyRunsAsync(client.Server);
        await cancel.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => copying);
        Assert.Equal("57014", Assert.IsType<Npgsql.PostgresException>(error.InnerException).SqlState);
        Assert.Equal("0|aborted", await client.AskAsync("SELECT (SELECT count(*) FROM t), status FROM sys_load_history"));
    }

    private static string Manifest(Client client, params string[] keys)
    {
        var entries = keys.Select(key => $$$"""{"url":"{{{client.Url(key)}}}","mandatory":true,"meta":{"content_length":1}}""");
        return $$"""{"entries":[{{string.Join(',', entries)}}]}""";
    }

    private static byte[] Zstd(string text)
    {
        using var compressor = new Compressor(1);
        return compressor.Wrap(Encoding.UTF8.GetBytes(text)).ToArray();
    }

    private static byte[] Gzip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }
}
