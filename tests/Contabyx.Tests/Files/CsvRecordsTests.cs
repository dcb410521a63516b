using System.Text;
using Contabyx.Engine.Files.Csv;
using Contabyx.Engine.Files.Streams;

namespace Contabyx.Tests;

public sealed class CsvRecordsTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("\n", 0)]
    [InlineData("\n\r\n\n", 0)]
    [InlineData("a", 1)]
    [InlineData("a\n", 1)]
    [InlineData("a\nb", 2)]
    [InlineData("a\r\nb\r\n", 2)]
    [InlineData("a\n\nb\n", 2)]
    [InlineData("a\n\r\nb\n", 2)]
    [InlineData(" \n", 1)]
    [InlineData("\"\"\n", 1)]
    [InlineData("\"a\nb\"\nc\n", 2)]
    [InlineData("1,\"a\r\n\r\nb\",2\r\n3,4,5", 2)]
    [InlineData("\"a\"\"\nb\"\n", 1)]
    [InlineData("\"a\"\"\"\nb\n", 2)]
    [InlineData("\"\"\"\n\"\n", 1)]
    [InlineData("5\" pipe,6\nb\n", 2)]
    [InlineData("a\"\"\nb\n", 2)]
    [InlineData("a,\"b\n", 1)]
    [InlineData("\\N,\"x\"\n\\N,\\N\n", 2)]
    public async Task Records_are_counted_by_their_ends_outside_of_quotes(string text, long expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        foreach (var piece in new[] { 1, 2, 3, 1 << 18 })
        {
            using var stream = new PieceStream(bytes, piece);
            Assert.Equal(expected, await CsvRecords.CountAsync(stream, TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_count_of_what_the_writer_wrote_is_the_number_of_its_rows(int seed)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(seed);
        var rows = GoldenValues.Rows.Concat(GoldenValues.Rows).OrderBy(_ => random.Next()).ToList();
        var written = await WriterRuns.WriteAsync(
            GoldenValues.Table, rows, new() { Directory = folder.Path, NullMarker = @"\N1" });

        await using var file = File.OpenRead(written.Parts[0].Path);
        await using var text = FileStreams.OpenDecompressed(file, FileCompression.Zstd);
        Assert.Equal(rows.Count, await CsvRecords.CountAsync(text, TestContext.Current.CancellationToken));
    }

    /// <summary>Gives no more than a few bytes at a time.</summary>
    private sealed class PieceStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
