using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.Tests;

/// <summary>The statements of an archive of Amazon Redshift, word by word.</summary>
public sealed class RedshiftArchiveTests
{
    private static readonly RedshiftArchiveSql Sql = new("public", new RedshiftLoadSql("public"));

    private static readonly ColumnSchema[] Columns =
    [
        new("timestamp_a", ColumnType.Of(ColumnKind.Timestamp)), new("text_a", ColumnType.Text(10)),
        new("binary_a", new ColumnType(ColumnKind.Binary, 20)), new("time_a", ColumnType.Of(ColumnKind.Time)),
        new("zoned_a", ColumnType.Of(ColumnKind.TimestampTz)),
    ];

    [Fact]
    public void A_year_is_written_with_the_role_of_COPY_and_without_a_manifest()
    {
        var (_, year) = ArchiveStatements.Sample(Columns);

        Assert.Equal(
            """
            UNLOAD ('SELECT "timestamp_a", "text_a", to_hex("binary_a") AS "binary_a", CAST("time_a" AS VARCHAR(15)) AS "time_a", "zoned_a" AT TIME ZONE ''UTC'' AS "zoned_a" FROM "public"."T""x" WHERE ("timestamp_a" >= CAST(''2015-01-01'' AS TIMESTAMP) AND "timestamp_a" < CAST(''2016-01-01'' AS TIMESTAMP))')
            TO 's3://b/KEY/archive/T~22x/archive_year=2015/archive_id=20261130T200000000Z-abcdef-12345678/'
            IAM_ROLE default
            FORMAT AS PARQUET
            REGION 'sa-east-1'
            KMS_KEY_ID 'key' ENCRYPTED
            """,
            Sql.Unload(year, CopyCredentials.ByRole("default"), "sa-east-1", "key"));
    }

    [Fact]
    public void An_attempt_has_a_partition_of_its_own()
    {
        var (table, year) = ArchiveStatements.Sample(Columns);

        Assert.Equal(
            $"""
            ALTER TABLE "contabyx_archive"."{year.ExternalTable}" ADD IF NOT EXISTS
            PARTITION (archive_year = 2015, archive_id = '{year.Id}') LOCATION '{year.Location}'
            """,
            Sql.AddPartition(year));
        Assert.Equal(
            $"""
            CREATE EXTERNAL TABLE "contabyx_archive"."{year.ExternalTable}" (
                "timestamp_a" TIMESTAMP,
                "text_a" VARCHAR(10),
                "binary_a" VARCHAR(40),
                "time_a" VARCHAR(15),
                "zoned_a" TIMESTAMP
            )
            PARTITIONED BY (archive_year INTEGER, archive_id VARCHAR(64))
            STORED AS PARQUET
            LOCATION 's3://b/KEY/archive/T~22x/'
            """,
            Sql.CreateExternal(table));
    }

    [Fact]
    public void The_view_asks_the_ledger_which_attempts_count()
    {
        var (table, year) = ArchiveStatements.Sample(Columns[..2]);
        var schema = year.Schema with { Columns = [Columns[0], new("gone", ColumnType.Text(5))] };
        var older = year with { Schema = schema, ExternalTable = "old" };

        Assert.Equal(
            $"""
            CREATE OR REPLACE VIEW "public"."T""x_all" AS
            SELECT "timestamp_a", "text_a", CAST(NULL AS VARCHAR(5)) AS "gone"
            FROM "public"."T""x"
            UNION ALL
            SELECT "timestamp_a" AS "timestamp_a", CAST(NULL AS VARCHAR(10)) AS "text_a", "gone" AS "gone"
            FROM "contabyx_archive"."old" WHERE archive_id IN (
                SELECT archive_id FROM "public"."contabyx_archive" WHERE table_name = 'T"x' AND external_schema = 'contabyx_archive' AND external_table = 'old')
            UNION ALL
            SELECT "timestamp_a" AS "timestamp_a", "text_a" AS "text_a", CAST(NULL AS VARCHAR(5)) AS "gone"
            FROM "contabyx_archive"."{year.ExternalTable}" WHERE archive_id IN (
                SELECT archive_id FROM "public"."contabyx_archive" WHERE table_name = 'T"x' AND external_schema = 'contabyx_archive' AND external_table = '{year.ExternalTable}')
            WITH NO SCHEMA BINDING
            """,
            Sql.CreateView(table, [older, year]));
    }

    [Fact]
    public void A_column_that_has_another_type_in_the_archive_is_told()
    {
        var (table, year) = ArchiveStatements.Sample(Columns[..2]);
        var other = year with { Schema = year.Schema with { Columns = [Columns[0], new("text_a", ColumnType.Of(ColumnKind.Int64))] } };

        var refused = Assert.Throws<ArchiveException>(() => Sql.CreateView(table, [other]));

        Assert.Contains("text_a is VARCHAR(10)", refused.Message, StringComparison.Ordinal);
        Assert.Contains("BIGINT", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_name_of_an_external_table_says_its_folder_and_its_columns()
    {
        var (table, _) = ArchiveStatements.Sample(Columns);
        var name = ExternalNames.Of(table.Schema, table.Location);

        Assert.Matches("^t_x_[0-9a-f]{8}$", name);
        Assert.Equal(name, ExternalNames.Of(table.Schema with { Key = ["text_a"] }, table.Location));
        Assert.NotEqual(name, ExternalNames.Of(table.Schema with { Columns = Columns[..4] }, table.Location));
        Assert.NotEqual(name, ExternalNames.Of(table.Schema, "s3://b/OTHER/archive/T~22x/"));
    }

    [Fact]
    public void Types_that_files_cannot_hold_are_named()
    {
        var table = new TableSchema(
            "T",
            [
                new("j", ColumnType.Text(10)) { IsSuper = true }, new("x", new ColumnType(ColumnKind.Binary, 32_768)),
                new("ok", new ColumnType(ColumnKind.Binary, 32_767)),
                new("g", ColumnType.Text(1)) { Refusal = "its type GEOMETRY is not supported" },
            ],
            []);

        Assert.Equal(["j", "x", "g"], ArchivedTypes.Problems(table).Select(problem => problem[..1]));
    }
}
