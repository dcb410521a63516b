using System.Security.Cryptography;
using Contabyx.Engine.Files;
using Contabyx.Engine.Files.Parts;

namespace Contabyx.Tests;

public sealed class PartTests : IDisposable
{
    private static readonly TableSchema Table =
        new("Numbers", [new("id", ColumnType.Of(ColumnKind.Int64)), new("text", ColumnType.Text(60))], ["id"]);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(FileFormat.Csv, FileCompression.Zstd, ".csv.zst")]
    [InlineData(FileFormat.Csv, FileCompression.Gzip, ".csv.gz")]
    [InlineData(FileFormat.Csv, FileCompression.None, ".csv")]
    [InlineData(FileFormat.Parquet, FileCompression.None, ".parquet")]
    public async Task Parts_are_numbered_counted_and_hashed(
        FileFormat format, FileCompression compression, string ending)
    {
        var written = await WriteAsync(
            1000,
            new()
            {
                Directory = _folder.Path, Format = format, Compression = compression, Slices = 3, PageBytes = 500, PagesPerTurn = 1,
            });

        Assert.Equal(
            [$"Numbers-0001{ending}", $"Numbers-0002{ending}", $"Numbers-0003{ending}"],
            written.Parts.Select(part => Path.GetFileName(part.Path)));
        Assert.Equal(3, Directory.GetFiles(_folder.Path).Length);
        Assert.Equal(1000, written.Parts.Sum(part => part.Rows));
        Assert.Equal((1000L, 1L, 1000L), (written.Totals.Rows, written.Totals.FirstKey, written.Totals.LastKey));
        foreach (var part in written.Parts)
        {
            var bytes = await File.ReadAllBytesAsync(part.Path, Cancellation);
            Assert.Equal((part.Bytes, part.Sha256), (bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
            Assert.InRange(part.Rows, 300, 370);
        }
    }

    [Theory]
    [InlineData(FileCompression.Zstd, 1)]
    [InlineData(FileCompression.Zstd, 19)]
    [InlineData(FileCompression.Gzip, 1)]
    [InlineData(FileCompression.Gzip, 9)]
    [InlineData(FileCompression.None, 1)]
    public async Task A_compressed_part_decompresses_to_the_text_of_its_rows(FileCompression compression, int level)
    {
        var written = await WriteAsync(
            5000,
            new()
            {
                Directory = _folder.Path, Compression = compression, CompressionLevel = level, PageBytes = 10_000, PagesPerTurn = 1,
            });

        Assert.Equal(
            ReferenceCsv.Text(Table, Rows(5000), @"\N"), await WriterRuns.TextOfAsync(written.Parts[0], compression));
    }

    [Theory]
    [InlineData(FileFormat.Csv, FileCompression.Zstd)]
    [InlineData(FileFormat.Csv, FileCompression.Gzip)]
    [InlineData(FileFormat.Csv, FileCompression.None)]
    public async Task A_table_without_rows_has_one_part_without_rows(FileFormat format, FileCompression compression)
    {
        var written = await WriteAsync(
            0, new() { Directory = _folder.Path, Format = format, Compression = compression, Slices = 4 });

        var part = Assert.Single(written.Parts);
        Assert.Equal(0, part.Rows);
        Assert.Equal(compression == FileCompression.None, part.Bytes == 0);
        Assert.Equal("", await WriterRuns.TextOfAsync(part, compression));
    }

    [Theory]
    [InlineData(FileFormat.Csv, FileCompression.Zstd)]
    [InlineData(FileFormat.Csv, FileCompression.Gzip)]
    [InlineData(FileFormat.Parquet, FileCompression.None)]
    public async Task Rows_in_other_blocks_give_files_of_the_same_bytes(FileFormat format, FileCompression compression)
    {
        var random = new Random(7);
        var hashes = new HashSet<string>();
        foreach (var block in new Func<int>[] { () => 256, () => 1, () => 7, () => random.Next(1, 256) })
        {
            var written = await WriterRuns.WriteAsync(
                Table,
                Rows(20_000),
                new()
                {
                    Directory = _folder.Path,
                    Format = format,
                    Compression = compression,
                    Slices = 2,
                    PageBytes = 3000,
                    PagesPerTurn = 1,
                    MaxPartBytes = 5_000,
                },
                block);
            hashes.Add(string.Join(' ', written.Parts.Select(part => part.Sha256)));
            Assert.True(written.Parts.Count > 2);
        }

        Assert.Single(hashes);
    }

    [Fact]
    public async Task Few_rows_make_no_more_parts_than_they_have_pages()
    {
        var written = await WriteAsync(
            20, new() { Directory = _folder.Path, Slices = 8, PageBytes = 400, PagesPerTurn = 1 });

        Assert.Equal([1, 2], written.Parts.Select((_, i) => i + 1));
        Assert.All(written.Parts, part => Assert.True(part.Rows > 0));
    }

    [Theory]
    [InlineData(FileFormat.Csv, 1)]
    [InlineData(FileFormat.Csv, 3)]
    [InlineData(FileFormat.Parquet, 2)]
    public async Task Parts_that_are_large_enough_make_room_for_as_many_new_ones(FileFormat format, int slices)
    {
        var options = new TableWriterOptions
        {
            Directory = _folder["1"],
            Format = format,
            Compression = FileCompression.None,
            Slices = slices,
            PageBytes = 1000,
            PagesPerTurn = 1,
            MaxPartBytes = 10_000,
        };
        var first = await WriteAsync(5000, options);
        var again = await WriteAsync(5000, options with { Directory = _folder["2"] });

        Assert.True(first.Parts.Count > 2 * slices);
        Assert.Equal(5000, first.Parts.Sum(part => part.Rows));
        Assert.All(first.Parts.SkipLast(slices), part => Assert.InRange(part.Bytes, 10_000, 15_000));
        Assert.Equal(first.Parts.Select(part => part.Sha256), again.Parts.Select(part => part.Sha256));
    }

    [Fact]
    public async Task Rows_are_all_there_and_in_order_within_the_groups_of_parts()
    {
        var written = await WriteAsync(
            3000,
            new()
            {
                Directory = _folder.Path, Compression = FileCompression.None, PageBytes = 200, PagesPerTurn = 1, MaxPartBytes = 1,
            });

        var text = "";
        foreach (var part in written.Parts)
            text += await WriterRuns.TextOfAsync(part, FileCompression.None);
        Assert.True(written.Parts.Count > 100);
        Assert.Equal(ReferenceCsv.Text(Table, Rows(3000), @"\N"), text);
    }

    [Theory]
    [InlineData(FileFormat.Csv)]
    [InlineData(FileFormat.Parquet)]
    public async Task A_writer_that_is_disposed_early_leaves_nothing(FileFormat format)
    {
        await using (var writer = TableWriters.Create(
            Table, new() { Directory = _folder["out"], Format = format, Slices = 3, PageBytes = 100, PagesPerTurn = 1 }))
        {
            foreach (var block in TestRows.InBlocks(Table, Rows(500), () => 100))
                await writer.WriteAsync(block, Cancellation);
            Assert.NotEmpty(Directory.GetFiles(_folder["out"], "*.part"));
        }

        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public async Task A_writer_that_is_disposed_early_spares_files_that_are_not_its_own()
    {
        await File.WriteAllTextAsync(_folder["Numbers-0001.csv.zst"], "old", Cancellation);

        await using (var writer = TableWriters.Create(Table, new() { Directory = _folder.Path, PageBytes = 1 }))
        {
            foreach (var block in TestRows.InBlocks(Table, Rows(3), () => 3))
                await writer.WriteAsync(block, Cancellation);
        }

        Assert.Equal([_folder["Numbers-0001.csv.zst"]], Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData(FileFormat.Csv)]
    [InlineData(FileFormat.Parquet)]
    public async Task A_file_that_cannot_be_written_is_named_and_nothing_hangs(FileFormat format)
    {
        await using var writer = TableWriters.Create(
            Table, new() { Directory = _folder["out"], Format = format, PageBytes = 1, PagesPerTurn = 1, Slices = 2 });
        Directory.CreateDirectory(_folder["out", $"Numbers-0002{RowFormats.Of(format).Extension(default)}.part"]);

        var failure = await Assert.ThrowsAsync<IOException>(async () =>
        {
            foreach (var block in TestRows.InBlocks(Table, Rows(5000), () => 100))
                await writer.WriteAsync(block, Cancellation);
            await writer.CompleteAsync(Cancellation);
        });

        Assert.Contains("Numbers-0002", failure.Message);
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.CompleteAsync(Cancellation));
    }

    [Fact]
    public async Task A_failure_in_the_last_page_comes_out_of_completing()
    {
        await using var writer = TableWriters.Create(Table, new() { Directory = _folder["out"] });
        foreach (var block in TestRows.InBlocks(Table, Rows(5), () => 5))
            await writer.WriteAsync(block, Cancellation);
        Directory.Delete(_folder["out"], recursive: true);

        var failure = await Assert.ThrowsAsync<IOException>(() => writer.CompleteAsync(Cancellation));

        Assert.Contains("Numbers-0001.csv.zst", failure.Message);
    }

    [Fact]
    public void A_full_disk_is_reported_with_the_name_of_the_file()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no /dev/full.");
        using var part = new PartStream(
            _folder["Numbers-0001.csv.part"],
            _ => new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));

        var failure = Assert.Throws<IOException>(() => part.Write(new byte[100], 0, 100));

        Assert.Contains("Numbers-0001.csv", failure.Message);
    }

    [Theory]
    [InlineData(@"NULL", 1, FileCompression.Zstd)]
    [InlineData("", 1, FileCompression.Zstd)]
    [InlineData(@"\N", 0, FileCompression.Zstd)]
    [InlineData(@"\N", 23, FileCompression.Zstd)]
    [InlineData(@"\N", 10, FileCompression.Gzip)]
    public void Options_outside_their_range_are_refused(string marker, int level, FileCompression compression) =>
        Assert.ThrowsAny<ArgumentException>(() => TableWriters.Create(
            Table,
            new()
            {
                Directory = _folder.Path, NullMarker = marker, CompressionLevel = level, Compression = compression,
            }));

    private static IEnumerable<object?[]> Rows(int count) =>
        Enumerable.Range(1, count).Select(object?[] (id) => [(long)id, $"the row of number {id * 7919 % 100_003}"]);

    private static Task<WrittenTable> WriteAsync(int count, TableWriterOptions options) =>
        WriterRuns.WriteAsync(Table, Rows(count), options);
}
