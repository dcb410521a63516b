using Contabyx.Engine.Files.Streams;

namespace Contabyx.Tests;

public sealed class FileStreamsTests
{
    private static readonly byte[] Text = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * i / 7 % 251))];

    [Theory]
    [InlineData(FileCompression.Zstd)]
    [InlineData(FileCompression.Gzip)]
    [InlineData(FileCompression.None)]
    public void What_was_compressed_reads_back(FileCompression compression) =>
        Assert.Equal(Text, Read(Compress(Text, compression), compression));

    [Theory]
    [InlineData(FileCompression.Zstd, 1)]
    [InlineData(FileCompression.Zstd, 5)]
    [InlineData(FileCompression.Zstd, 3000)]
    [InlineData(FileCompression.Gzip, 1)]
    [InlineData(FileCompression.Gzip, 5)]
    [InlineData(FileCompression.Gzip, 8)]
    [InlineData(FileCompression.Gzip, 9)]
    [InlineData(FileCompression.Gzip, 3000)]
    public void A_file_that_is_cut_short_does_not_read_as_a_shorter_one(FileCompression compression, int missing)
    {
        var whole = Compress(Text, compression);

        Assert.ThrowsAny<Exception>(() => Read(whole[..^missing], compression));
    }

    [Theory]
    [InlineData(FileCompression.Zstd)]
    [InlineData(FileCompression.Gzip)]
    public void A_changed_byte_does_not_read_as_another_text(FileCompression compression)
    {
        var damaged = Compress(Text, compression);
        damaged[damaged.Length / 2] ^= 0x10;

        Assert.ThrowsAny<Exception>(() => Read(damaged, compression));
    }

    [Fact]
    public void Gzip_files_behind_one_another_read_as_one_text()
    {
        var two = Compress(Text, FileCompression.Gzip).Concat(Compress([1, 2, 3], FileCompression.Gzip)).ToArray();

        Assert.Equal([.. Text, 1, 2, 3], Read(two, FileCompression.Gzip));
    }

    private static byte[] Compress(byte[] text, FileCompression compression)
    {
        var file = new MemoryStream();
        using (var stream = FileStreams.OpenCompressed(file, compression, 1))
            stream.Write(text);
        return file.ToArray();
    }

    private static byte[] Read(byte[] file, FileCompression compression)
    {
        var text = new MemoryStream();
        using var stream = FileStreams.OpenDecompressed(new MemoryStream(file), compression);
        stream.CopyTo(text, 777);
        return text.ToArray();
    }
}
