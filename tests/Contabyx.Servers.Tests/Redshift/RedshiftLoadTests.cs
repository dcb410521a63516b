namespace Contabyx.ServerTests;

public sealed class RedshiftLoadTests(Servers servers)
{
    [Theory]
    [InlineData(FileFormat.Csv, FileCompression.Zstd)]
    [InlineData(FileFormat.Csv, FileCompression.Gzip)]
    [InlineData(FileFormat.Csv, FileCompression.None)]
    [InlineData(FileFormat.Parquet, FileCompression.None)]
    public async Task Books_are_loaded_proven_and_moved_in_every_format(FileFormat format, FileCompression compression)
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        var batch = await pipeline.NewBatchAsync(3);
        await pipeline.SendAsync(batch, new ExportOptions { Format = format, Compression = compression });

        var results = await pipeline.CopyAsync();

        Assert.Equal(8, results.Count);
        Assert.All(results, result => Assert.Null(result.Error));
        Assert.All(results, result => Assert.Equal(LoadStatus.Loaded, result.Status));
        Assert.All(results, result => Assert.Equal(LoadProof.Proven, result.Proof));
        Assert.All(results, result => Assert.Contains("/processed/", result.MovedTo, StringComparison.Ordinal));
        Assert.Equal(batch.Tables.Sum(table => table.Rows), results.Sum(result => result.RowsLoaded));
    }
}
