using System.Text;
using Contabyx.Engine.Files;

namespace Contabyx.Tests;

public sealed class GoldenFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 10)]
    [InlineData(256, 1 << 20)]
    public async Task Every_value_is_written_byte_for_byte_as_the_golden_file_has_it(int blockSize, int pageBytes)
    {
        var written = await WriterRuns.WriteAsync(
            GoldenValues.Table, GoldenValues.Rows, Options(@"\N1") with { PageBytes = pageBytes }, () => blockSize);

        var golden = await File.ReadAllBytesAsync("Golden/Values.csv.golden", TestContext.Current.CancellationToken);
        var actual = await File.ReadAllBytesAsync(written.Parts[0].Path, TestContext.Current.CancellationToken);
        Assert.Equal(Encoding.UTF8.GetString(golden), Encoding.UTF8.GetString(actual));
        Assert.Equal(golden, actual);
        Assert.Equal(@"\N1", written.NullMarker);
    }

    [Fact]
    public async Task A_text_that_equals_the_null_marker_stops_the_writing_and_names_the_next_marker()
    {
        var collision = await Assert.ThrowsAsync<NullMarkerCollisionException>(
            () => WriterRuns.WriteAsync(GoldenValues.Table, GoldenValues.Rows, Options(@"\N"), () => 4));

        Assert.Equal(("Values", "text", 6L), (collision.Table, collision.Column, collision.Row));
        Assert.Equal((@"\N", @"\N1"), (collision.Marker, collision.NextMarker));
        Assert.False(Directory.Exists(_folder["out"]));
    }

    private TableWriterOptions Options(string marker) =>
        new() { Directory = _folder["out"], Compression = FileCompression.None, NullMarker = marker };
}
