using System.Text;
using Contabyx.Engine.Files;

namespace Contabyx.Tests;

public sealed class ExampleFileTests : IDisposable
{
    private static readonly TableSchema Table = new(
        "Example",
        [
            new("id", ColumnType.Of(ColumnKind.Int64)),
            new("name", ColumnType.Text(40), Nullable: true),
            new("amount", ColumnType.Decimal(18, 2)),
            new("paid", ColumnType.Of(ColumnKind.Boolean)),
            new("day", ColumnType.Of(ColumnKind.Date), Nullable: true),
            new("seen", ColumnType.Of(ColumnKind.TimestampTz)),
        ],
        ["id"]);

    private static readonly object?[][] Rows =
    [
        [1L, "Belém", 50_000_00L, 1L, 16_617L, 1_435_708_800_000_000L],
        [2L, "", -5L, 0L, 16_618L, 1_435_709_088_000_000L],
        [3L, null, 0L, 1L, null, 1_435_709_088_500_000L],
        [4L, "Silva, \"Zé\" & Cia", 99L, 0L, -719_162L, -1L],
        [5L, @" \N", 999_999_999_999_999_999L, 1L, 2_932_896L, 0L],
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_example_of_the_documentation_is_what_the_writer_writes()
    {
        var options = new TableWriterOptions { Directory = _folder.Path, Compression = FileCompression.None };
        var written = await WriterRuns.WriteAsync(Table, Rows, options);

        var golden = await ReadAsync("Golden/Example.csv.golden");
        Assert.Equal(golden, await ReadAsync(written.Parts[0].Path));
        Assert.Contains($"\n```csv\n{golden}```\n", await ReadAsync("Golden/files.md"));
    }

    private static Task<string> ReadAsync(string path) =>
        File.ReadAllTextAsync(path, Encoding.UTF8, TestContext.Current.CancellationToken);
}
