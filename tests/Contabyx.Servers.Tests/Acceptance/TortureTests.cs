namespace Contabyx.ServerTests;

/// <summary>A table with every type at its extremes, from MySQL through files and S3 into the warehouse and back.</summary>
public sealed class TortureTests(Servers servers)
{
    // COPY takes an empty field of VARBYTE for NULL, so CSV cannot carry one.
    private const string NoEmptyBinary = "; UPDATE torture SET vb = 0x00 WHERE vb = ''; UPDATE torture SET bl = 0x00 WHERE bl = ''";

    private const string Table = """
        CREATE TABLE torture (
            id BIGINT NOT NULL PRIMARY KEY, t1 TINYINT(1), t TINYINT, tu TINYINT UNSIGNED, s SMALLINT, su SMALLINT UNSIGNED,
            m MEDIUMINT, mu MEDIUMINT UNSIGNED, i INT, iu INT UNSIGNED, b BIGINT, bu BIGINT UNSIGNED, bit1 BIT(1),
            bit33 BIT(33), bit64 BIT(64), d2 DECIMAL(18,2), d38 DECIMAL(38,10), f FLOAT, dd DOUBLE, da DATE,
            dt DATETIME(6), ts TIMESTAMP(6) NULL, ti TIME(6), y YEAR, c CHAR(36), v VARCHAR(40),
            l VARCHAR(5) CHARACTER SET latin1, tx TEXT, e ENUM('a','ção'), se SET('x','y'), bi BINARY(3), vb VARBINARY(9),
            bl BLOB, j JSON, g GEOMETRY, gen INT AS (i + 1) VIRTUAL, u UUID, ip INET6) DEFAULT CHARACTER SET utf8mb4;
        INSERT INTO torture (id, t1, t, tu, s, su, m, mu, i, iu, b, bu, bit1, bit33, bit64, d2, d38, f, dd, da, dt, ts,
            ti, y, c, v, l, tx, e, se, bi, vb, bl, j, g, u, ip) VALUES
        (-9223372036854775808, -128, -128, 255, -32768, 65535, -8388608, 16777215, -2147483648, 4294967295,
         -9223372036854775808, 18446744073709551615, b'1', 8589934591, 18446744073709551615, -9999999999999999.99,
         -9999999999999999999999999999.9999999999, 1.17549e-38, 1.5e300, '1000-01-01',
         '9999-12-31 23:59:59.999999', '2001-09-09 01:46:40.000001', '-838:59:59.000000', 1901,
         '00112233-4455-6677-8899-aabbccddeeff', 'ção "😀",\\ line\nbreak\r\ttab', 'é€', '', 'ção', 'x,y', 'a', 0x00FF, '',
         '{"a": 1}', ST_GeomFromText('POINT(1 2)'), '00112233-4455-6677-8899-aabbccddeeff', '2001:db8::1'),
        (9223372036854775807, 127, 127, 0, 32767, 0, 8388607, 0, 2147483646, 0, 9223372036854775807, 0, b'0', 0, 0,
         9999999999999999.99, 0.0000000001, 0.1, 0.1, '9999-12-31', '1000-01-01 00:00:00', '1970-01-01 00:00:01',
         '838:59:59.000000', 2155, '', '', '', 'x', 'a', '', 0xFFFFFF, '', 0x00, '[]', NULL, NULL, NULL),
        (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, b'1', 1, 1, 1.5, 1.5, 1.5, 1.5, '2020-02-29', '2020-02-29 12:34:56',
         '2020-02-29 12:34:56', '12:34:56', 2020, '\\N', '\\N', 'NULL', ' blanks ', 'a', 'x', 'abc', 'NULL', 'NULL', 'null',
         NULL, NULL, NULL),
        (0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
         NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
        """;

    [Theory]
    [InlineData("-Compression Zstd", NoEmptyBinary, false)]
    [InlineData("-Compression Gzip", NoEmptyBinary, true)]
    [InlineData("-Format Parquet", "", false)]
    public async Task Every_type_at_its_extremes_arrives_as_it_was(string options, string preparation, bool mariaDb)
    {
        var source = mariaDb ? servers.MariaDb : servers.MySql;
        await using var site = await Site.OpenAsync(servers, source: source);
        await site.RunOnSourceAsync(TableOn(source) + preparation);

        var (exitCode, output, errors) = await site.RunAsync($$"""
            Initialize-Contabyx -Target Bucket | Out-Null
            Export-ContabyxData -Table torture {{options}} | Send-ContabyxUpload | Invoke-ContabyxCopy |
                ForEach-Object { "$($_.Status) $($_.Proof) $($_.RowsLoaded)" }
            Compare-ContabyxData -Table torture -Detail | ForEach-Object { "$($_.Equal) $($_.FiguresCompared) $($_.Differences)" }
            """);

        Assert.Equal("", errors);
        Assert.Equal(0, exitCode);
        var lines = output.Trim().Split('\n').Select(line => line.Trim()).ToList();
        Assert.Equal("Loaded Proven 4", lines[0]);
        Assert.StartsWith("True 7", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_binary_value_that_CSV_cannot_carry_stops_its_table_with_key_and_column_named()
    {
        await using var site = await Site.OpenAsync(servers);
        await site.RunOnSourceAsync(TableOn(servers.MySql));

        var (_, output, errors) = await site.RunAsync("Export-ContabyxData -Table torture | Where-Object { -not $_.Error }");

        Assert.Equal("", output.Trim());
        Assert.Contains("bl", errors, StringComparison.Ordinal);
        Assert.Contains("-9223372036854775808", errors, StringComparison.Ordinal);
        Assert.Contains("Use -Format Parquet", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_value_is_the_same_text_on_both_sides_and_a_changed_one_is_found_by_its_key()
    {
        await using var site = await Site.OpenAsync(servers);
        await site.RunOnSourceAsync(TableOn(servers.MySql) + NoEmptyBinary);
        await site.RunAsync(
            "Initialize-Contabyx -Target Bucket | Out-Null; Export-ContabyxData "
                + "-Table torture | Send-ContabyxUpload | Invoke-ContabyxCopy");
        await site.RunOnSourceAsync("UPDATE torture SET v = 'changed!' WHERE id = 1; DELETE FROM torture WHERE id = 0");

        var (_, output, _) = await site.RunAsync(
            "(Compare-ContabyxData -Table torture -Detail).Keys | ForEach-Object { \"$($_.Key) "
                + "$($_.Kind) $($_.Column) $($_.Source) $($_.Warehouse)\".TrimEnd() }");

        // All columns of the other two rows are equal as texts, or they would be listed here.
        Assert.Equal(["0 OnlyInWarehouse", @"1 Changed v changed! \N"], output.Trim().Split('\n').Select(line => line.TrimEnd('\r')));
    }

    // Only MariaDB has types for UUIDs and addresses.
    private static string TableOn(SourceServer source) => source.IsMariaDb
        ? Table
        : Table.Replace("u UUID, ip INET6", "u CHAR(36), ip VARCHAR(39)", StringComparison.Ordinal);
}
