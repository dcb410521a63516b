using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Warehouses;
using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.Tests;

public sealed class CopyTests
{
    private static readonly CopyCredentials Default = CopyCredentials.ByRole("default");

    private static readonly TableLoad Load = new()
    {
        Run = "R",
        Table = new TableSchema(
            "T\"x", [new ColumnSchema("a", ColumnType.Of(ColumnKind.Int32)), new ColumnSchema("b", ColumnType.Text(3))], ["a"]),
        Mode = LoadMode.Merge,
        ManifestUri = "s3://b/K'EY/manifest.json",
        FileUris = ["s3://b/K'EY/1"],
        Format = FileFormat.Csv,
        Compression = FileCompression.Zstd,
        NullMarker = NullMarkers.Default,
        ContentHash = "h",
        Bytes = 1,
    };

    private static string Start => "COPY \"contabyx_stage_T\"\"x\" (\"a\", \"b\")\nFROM 's3://b/K''EY/manifest.json'\n";

    [Theory]
    [InlineData(FileCompression.Zstd, "ZSTD\n")]
    [InlineData(FileCompression.Gzip, "GZIP\n")]
    [InlineData(FileCompression.None, "")]
    public void Csv_is_copied_by_manifest_with_its_compression(FileCompression compression, string word) => Assert.Equal(
        Start + $"IAM_ROLE default\nFORMAT AS CSV\n{word}MANIFEST\nDATEFORMAT 'auto'\nTIMEFORMAT 'auto'\nCOMPUPDATE OFF\nSTATUPDATE OFF",
        Copy(Load with { Compression = compression }));

    [Fact]
    public void Parquet_takes_neither_a_region_nor_options() => Assert.Equal(
        Start + "IAM_ROLE default\nFORMAT AS PARQUET\nMANIFEST\nSTATUPDATE OFF",
        Copy(Load with { Format = FileFormat.Parquet }, region: "sa-east-1", options: "ROUNDEC"));

    [Fact]
    public void Region_header_marker_and_options_are_named_where_they_differ()
    {
        var sql = Copy(Load with { HeaderLines = 1, NullMarker = @"\N2" }, region: "sa-east-1", options: "DATEFORMAT 'DD.MM.YYYY' ROUNDEC");

        Assert.Contains("REGION 'sa-east-1'\nFORMAT AS CSV", sql, StringComparison.Ordinal);
        Assert.Contains(@"IGNOREHEADER 1" + "\n" + @"NULL AS '\\N2'", sql, StringComparison.Ordinal);
        Assert.Contains("TIMEFORMAT 'auto'\nDATEFORMAT 'DD.MM.YYYY' ROUNDEC\n", sql, StringComparison.Ordinal);
        Assert.DoesNotContain("DATEFORMAT 'auto'", sql, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:iam::123456789012:role/loader")]
    [InlineData("arn:aws-cn:iam::123456789012:role/a/b,arn:aws:iam::210987654321:role/c")]
    public void Roles_are_named_by_arn_or_chain(string role) =>
        Assert.Contains($"IAM_ROLE '{role}'\n", Copy(Load, CopyCredentials.ByRole(role)), StringComparison.Ordinal);

    [Theory]
    [InlineData("loader")]
    [InlineData("arn:aws:iam::123456789012:role/x' ACCESS_KEY_ID 'y")]
    [InlineData("arn:aws:iam::123456789012:role/x, arn:aws:iam::123456789012:role/y")]
    public void What_is_no_role_is_refused(string role) =>
        Assert.Throws<SettingException>(() => Copy(Load, CopyCredentials.ByRole(role)));

    [Fact]
    public void Keys_are_taken_out_of_what_is_shown()
    {
        var sql = Copy(Load, new CopyCredentials(null, "AKIA", new Secret("marked-copy-secret"), new Secret("marked-copy-token")));

        Assert.Contains("SECRET_ACCESS_KEY 'marked-copy-secret' SESSION_TOKEN 'marked-copy-token'", sql, StringComparison.Ordinal);
        Assert.DoesNotContain("marked", Redactor.Redact(sql), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("  ", "")]
    [InlineData("roundec", "roundec")]
    [InlineData("ENCODING AS 'UTF8' TRIMBLANKS", "ENCODING AS 'UTF8' TRIMBLANKS")]
    public void Harmless_options_are_taken_as_they_are(string? options, string expected) =>
        Assert.Equal(expected, ExtraCopyOptions.Check(options));

    [Theory]
    [InlineData("MAXERROR 10", "leaves out bad rows")]
    [InlineData("ROUNDEC ACCEPTINVCHARS AS '?'", "replaces characters")]
    [InlineData("TRUNCATECOLUMNS", "cuts text")]
    [InlineData("ROUNDEC; DROP TABLE x", "'ROUNDEC; DROP TABLE x' is not an option")]
    [InlineData("DATEFORMAT 'a\\' ROUNDEC", "is not an option")]
    [InlineData("ENCODING 'a'' x'", "is not an option")]
    [InlineData("IAM_ROLE default", "is not an option")]
    [InlineData("ROUNDEC -- x", "'-- x' is not an option")]
    public void Options_that_lose_data_or_leave_the_statement_are_refused(string options, string reason) => Assert.Contains(
        reason, Assert.Throws<SettingException>(() => ExtraCopyOptions.Check(options)).Message, StringComparison.Ordinal);

    private static string Copy(TableLoad load, CopyCredentials? credentials = null, string? region = null, string options = "") =>
        new RedshiftLoadSql("public").Copy(load, credentials ?? Default, region, options);
}
