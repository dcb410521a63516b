using System.IO.Compression;
using Contabyx.Engine.Files.Csv;
using ZstdSharp;

namespace Contabyx.Tests;

/// <summary>Files of odd names or content that somebody dropped into <c>data/</c>.</summary>
[Collection(nameof(CountsMemory))]
public sealed class OddLooseFileTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly Pipeline _pipeline;

    public OddLooseFileTests()
    {
        _pipeline = new Pipeline(_home.Path);
        Directory.CreateDirectory(_home["bucket", "data"]);
    }

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("Clients.csv.exe", "its name does not show its format")]
    [InlineData("Clients", "its name does not show its format")]
    [InlineData(".csv", "")]
    [InlineData("a b+c%20.csv", "no table")]
    [InlineData("ação; DROP TABLE x.csv", "no table")]
    [InlineData("no'quo\"te.csv", "no table")]
    [InlineData("Clients.csv.csv", "no table")]
    [InlineData("manifest.json", "its name does not show its format")]
    public async Task A_file_of_an_odd_name_is_refused_by_name_and_put_aside(string name, string refusal)
    {
        File.WriteAllText(_home["bucket", "data", name], "1,2,3\n");

        await RefuseAsync(refusal);
        Assert.Empty(_pipeline.Keys("data"));
        Assert.Contains(_pipeline.Keys("error"), key => key.EndsWith("/" + name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Transfers.csv.gz", 40)]
    [InlineData("Transfers.csv.gz", 5)]
    [InlineData("Transfers.csv.zst", 12)]
    [InlineData("Transfers.csv.zst", 3)]
    public async Task A_compressed_file_that_was_cut_short_is_refused(string name, int left)
    {
        var whole = Pack(name, string.Concat(Enumerable.Range(1, 5000).Select(i => $"{i},{i * 7919 % 5003},{i * 104729 % 5009}\n")));
        File.WriteAllBytes(_home["bucket", "data", name], whole[..left]);

        await RefuseAsync(name);
    }

    [Theory]
    [InlineData("Transfers.csv.gz")]
    [InlineData("Transfers.csv.zst")]
    public async Task A_file_that_is_not_what_its_name_says_is_refused(string name)
    {
        File.WriteAllText(_home["bucket", "data", name], "1,2,3\n");

        await RefuseAsync(name);
    }

    [Theory]
    [InlineData("Transfers.csv.gz")]
    [InlineData("Transfers.csv.zst")]
    public async Task A_line_that_unpacks_to_half_a_gigabyte_is_refused_in_little_memory(string name)
    {
        using (var file = File.Create(_home["bucket", "data", name]))
        using (Stream packed = name.EndsWith("gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionLevel.Fastest) : new CompressionStream(file, 1))
        {
            var zeros = new byte[1 << 20];
            zeros.AsSpan().Fill((byte)'7');
            for (var i = 0; i < 512; i++)
                packed.Write(zeros);
        }

        var before = GC.GetTotalAllocatedBytes();
        var result = Assert.Single(await _pipeline.CopyAsync());

        Assert.Equal((LoadStatus.Failed, 0L), (result.Status, result.RowsLoaded));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64 << 20);
    }

    [Fact]
    public async Task A_file_that_unpacks_to_rows_without_end_is_refused_long_before_their_end()
    {
        var name = "TaxType.csv.zst";
        using (var file = File.Create(_home["bucket", "data", name]))
        using (var packed = new CompressionStream(file, 1))
        {
            var rows = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1,1,x,0.1\n", 100_000)));
            for (var i = 0; i < 1_100; i++)
                packed.Write(rows);
        }

        await RefuseAsync("more than 1024 MB");
    }

    [Fact]
    public async Task A_record_that_never_ends_is_told_by_its_number()
    {
        var text = new MemoryStream();
        text.Write("1,a\n2,\""u8);
        text.Write(new byte[CsvRecordCounter.LongestRecord + 1]);
        text.Position = 0;

        var refused = await Assert.ThrowsAsync<InvalidDataException>(
            () => CsvRecords.CountAsync(text, TestContext.Current.CancellationToken));

        Assert.Contains("Record 2 has more than 16 MB", refused.Message, StringComparison.Ordinal);
    }

    // Nothing of the file is loaded, and the reason says why.
    private async Task RefuseAsync(string reason)
    {
        var result = Assert.Single(await _pipeline.CopyAsync());
        Assert.Equal((LoadStatus.Failed, 0L), (result.Status, result.RowsLoaded));
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
    }

    private static byte[] Pack(string name, string text)
    {
        using var memory = new MemoryStream();
        using (Stream packed = name.EndsWith("gz", StringComparison.Ordinal)
            ? new GZipStream(memory, CompressionLevel.Fastest) : new CompressionStream(memory, 1))
            packed.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return memory.ToArray();
    }
}
