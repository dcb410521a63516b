using Contabyx.Engine.Warehouses;
using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.Tests;

/// <summary>Rows of SYS_LOAD_ERROR_DETAIL.</summary>
public sealed class RedshiftLoadErrorTests
{
    private static readonly TableLoad Load = new()
    {
        Run = "r2",
        Table = new TableSchema("notes", [new ColumnSchema("id", ColumnType.Of(ColumnKind.Int64), Nullable: false)], []),
        Mode = LoadMode.Append,
        ManifestUri = "s3://b/k/data/r2/notes/manifest.json",
        FileUris = ["s3://b/k/data/r2/notes/notes-0001.csv.zst"],
        Format = FileFormat.Csv,
        Compression = FileCompression.Zstd,
        NullMarker = "x",
        ContentHash = "",
        Bytes = 1,
    };

    [Fact]
    public void Rows_of_an_earlier_session_with_the_same_number_are_not_those_of_this_load()
    {
        var errors = RedshiftLoadError.Read(
            Load,
            [
                Row("s3://b/k/data/r1/notes/notes-0001.csv.zst", "1"),
                Row("s3://b/k/data/r2/notes/notes-0001.csv.zst", "2"),
                Row("s3://b/k/data/r2/notes/notes-0001.c", "3"),
                Row("s3://b/k/data/r2/notes/manifest.json", "4"),
                Row("", "5"),
            ]);

        Assert.Equal([2L, 3L, 4L, 5L], errors.Select(error => error.Line!.Value));
        Assert.Equal(Load.FileUris[0], errors[1].File);
    }

    // A quotation mark without its end takes many rows with it, and is told once: the files must not wait for more.
    [Theory]
    [InlineData(2, 2, null, null)]
    [InlineData(2, 1, null, null)]
    [InlineData(0, 3, true, "COPY has left out 3 rows, and SYS_LOAD_ERROR_DETAIL has not listed them yet.")]
    [InlineData(0, 1, true, "COPY has left out 1 row, and SYS_LOAD_ERROR_DETAIL has not listed them yet.")]
    [InlineData(1, 1200, false, "COPY has left out 1,200 rows, and SYS_LOAD_ERROR_DETAIL lists only 1 of them: ")]
    public void Files_wait_only_for_a_view_that_has_told_nothing(int told, long missing, bool? wait, string? words)
    {
        var errors = RedshiftLoadError.Read(Load, [.. Enumerable.Range(1, told).Select(line => Row(Load.FileUris[0], $"{line}"))]);

        var why = RedshiftLoadError.WhyIncomplete("redshift://dw", "r2", errors, missing);

        Assert.Equal((wait, wait), (why?.FilesWait, why?.MayRetry));
        Assert.Equal(wait == false ? errors : [], why?.LoadErrors ?? []);
        Assert.Contains(words ?? "", why?.Message ?? "", StringComparison.Ordinal);
    }

    private static string?[] Row(string file, string line) => [file, line, "id", "int8", "", "0", "1207", "Invalid digit"];
}
