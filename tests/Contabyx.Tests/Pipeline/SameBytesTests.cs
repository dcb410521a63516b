using System.Security.Cryptography;
using System.Text;

namespace Contabyx.Tests;

/// <summary>The same books give the same files, however they came about.</summary>
public sealed class SameBytesTests : IDisposable
{
    /// <summary>Of all files of ten days of seed 1 as CSV: a change of it is a new data version or a new file format.</summary>
    private const string Golden = "8a0d2d1621d025e09d2963438bc0bfec9d3759b64fb42e25c6da2166f60db2ed";

    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("at once", 10, 365, 1)]
    [InlineData("in batches of three", 10, 3, 1)]
    [InlineData("day by day", 1, 1, 1)]
    [InlineData("by two threads", 10, 365, 2)]
    [InlineData("by five threads in batches of four", 10, 4, 5)]
    public async Task Ten_days_give_the_golden_bytes(string how, int daysPerCall, int batchDays, int threads)
    {
        var pipeline = new Pipeline(_home[how]);
        for (var day = 0; day < 10; day += daysPerCall)
            await pipeline.NewBatchesAsync(
                new BatchRequest { Days = daysPerCall, BatchDays = batchDays, Threads = threads });

        var plain = await pipeline.ExportTablesAsync(
            _ => true, new ExportOptions { Compression = FileCompression.None, Slices = 2 });

        Assert.Equal(Golden, Hash(plain));
    }

    [Theory]
    [InlineData(FileCompression.Zstd)]
    [InlineData(FileCompression.Gzip)]
    public async Task Batches_piped_in_any_cut_give_the_same_compressed_parts(FileCompression compression)
    {
        var hashes = new List<string>();
        foreach (var batchDays in (int[])[365, 60, 7])
        {
            var pipeline = new Pipeline(_home[$"{compression}{batchDays}"]);
            var batches = await pipeline.NewBatchesAsync(new BatchRequest { Days = 365, BatchDays = batchDays });
            hashes.Add(Hash(await pipeline.ExportAsync(
                batches, new ExportOptions { Compression = compression, Slices = 2 })));
        }

        Assert.Single(hashes.Distinct());
    }

    private static string Hash(IReadOnlyList<ContabyxFile> files)
    {
        var text = string.Join('\n', files.OrderBy(file => file.Table, StringComparer.Ordinal).ThenBy(file => file.Part)
            .Select(file => $"{Path.GetFileName(file.Path)} {file.Rows} {file.Sha256}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
