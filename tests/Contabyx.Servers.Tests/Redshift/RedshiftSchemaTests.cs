using Contabyx.Engine.Connections;
using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Warehouses.DuckDb;

namespace Contabyx.ServerTests;

public sealed class RedshiftSchemaTests(Servers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_nullable_columns_and_wider_texts_are_carried_over()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.ChangeSourceAsync(
            "CREATE TABLE Notes (id BIGINT PRIMARY KEY, text VARCHAR CHECK (strlen(text) <= 10))",
            "INSERT INTO Notes VALUES (1, 'one')");
        await pipeline.SendTablesAsync("Notes");
        await pipeline.CopyAsync();
        await pipeline.ChangeSourceAsync(
            "DROP TABLE Notes",
            "CREATE TABLE Notes (id BIGINT PRIMARY KEY, text VARCHAR CHECK (strlen(text) <= 20), more DATE)",
            "INSERT INTO Notes VALUES (1, 'longer than ten', '2026-01-02')");
        await pipeline.SendTablesAsync("Notes");

        var review = await pipeline.ReviewAsync();
        var result = Assert.Single(await pipeline.CopyAsync());

        Assert.Contains("ALTER TABLE \"public\".\"notes\" ADD COLUMN \"more\" DATE", review, StringComparison.Ordinal);
        Assert.Contains("ALTER COLUMN \"text\" TYPE VARCHAR(20)", review, StringComparison.Ordinal);
        Assert.True(result.Error is null, result.Error);
        Assert.Equal(LoadStatus.Loaded, result.Status);
        var row = (await pipeline.QueryAsync("SELECT text, CAST(more AS VARCHAR) FROM \"Notes\""))[0];
        Assert.Equal(["longer than ten", "2026-01-02"], row);
    }

    [Fact]
    public async Task Other_differences_are_listed_and_fail_that_table_alone()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.QueryAsync("CREATE TABLE \"Tax\" (tax_id BIGINT NOT NULL, transaction_id DATE, tax_type_id SMALLINT NOT NULL)");
        await pipeline.SendAsync(await pipeline.NewBatchAsync(1));

        var results = await pipeline.CopyAsync();

        var tax = Assert.Single(results, result => result.Status == LoadStatus.Failed);
        Assert.Contains("transaction_id is DATE in the table, and BIGINT in the rows", tax.Error, StringComparison.Ordinal);
        Assert.Contains("fee is missing", tax.Error, StringComparison.Ordinal);
        Assert.Equal(7, results.Count(result => result.Status == LoadStatus.Loaded));
    }

    // In CSV an empty field of any type but text is NULL ("NULL AS" in "Data conversion parameters"), so that empty
    // bytes travel in Parquet only.
    [Theory]
    [InlineData(FileFormat.Csv, FileCompression.Zstd, "1234567890123456789012345678.0123456789", @"\x00")]
    [InlineData(FileFormat.Parquet, FileCompression.None, "1234567890123456789012345678", "")]
    public async Task Every_kind_of_column_arrives_as_it_was(
        FileFormat format, FileCompression compression, string wide, string bytes)
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.ChangeSourceAsync(
            """
            CREATE TABLE Kinds (id BIGINT PRIMARY KEY, b BOOLEAN, s SMALLINT, i INTEGER, d DECIMAL(18,2), w DECIMAL(38,10),
                r FLOAT, f DOUBLE, t VARCHAR, day DATE, clock TIME, stamp TIMESTAMP, moment TIMESTAMPTZ, bytes BLOB)
            """,
            "SET TimeZone = 'UTC'",
            $"""
            INSERT INTO Kinds VALUES
                (-9223372036854775807, true, -32768, 2147483647, -0.05, {wide}, 0.5, -1e300,
                 'Olá, "\N"', '0001-01-01', '23:59:59.999999', '1969-12-31 23:59:59.999999', '2026-01-02 03:04:05+00', '\x00\xFF'::BLOB),
                (2, false, 32767, -2147483648, 9999999999999999.99, 0, 0, 0,
                 '', '9999-12-31', '00:00:00', '9999-12-31 23:59:59', '0001-01-01 00:00:00+00', '{bytes}'::BLOB),
                (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
            """);
        await pipeline.SendTablesAsync("Kinds", new ExportOptions { Format = format, Compression = compression });

        var result = Assert.Single(await pipeline.CopyAsync());

        Assert.True(result.Error is null, result.Error);
        Assert.Equal(LoadProof.Proven, result.Proof);
        await using var source = new DuckDbWarehouse(pipeline.Connection.Source["duckdb:".Length..]);
        await using var warehouse = Addresses.OpenWarehouse(pipeline.Connection);
        var table = (await source.ReadTableAsync("Kinds", Stop))!;
        var all = new KeyBuckets(1);
        var expected = await source.ReadRowsAsync(table, all, [0], Stop);
        var actual = await warehouse.ReadRowsAsync(table, all, [0], Stop);
        Assert.Equal(3, actual.Count);
        Assert.Equal(expected.OrderBy(row => row[0], StringComparer.Ordinal), actual.OrderBy(row => row[0], StringComparer.Ordinal));
        var totals = await source.ReadTotalsAsync(table, null, Stop);
        Assert.Empty(totals.Differences(await warehouse.ReadTotalsAsync(table, null, Stop)));
    }
}
