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

    private static string?[] Row(string file, string line) => [file, line, "id", "int8", "", "0", "1207", "Invalid digit"];
}
