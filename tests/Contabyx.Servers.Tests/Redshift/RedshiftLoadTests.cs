using Contabyx.Engine.Runs;

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
        await pipeline.SendAsync(batch, new ExportOptions { Format = format, Compression = compression, Slices = 2 });

        var results = await pipeline.CopyAsync();

        Assert.Equal(8, results.Count);
        Assert.All(results, result => Assert.Null(result.Error));
        Assert.All(results, result => Assert.Equal(LoadStatus.Loaded, result.Status));
        Assert.All(results, result => Assert.Equal(LoadProof.Proven, result.Proof));
        Assert.All(results, result => Assert.Contains("/processed/", result.MovedTo, StringComparison.Ordinal));
        Assert.Equal(batch.Tables.Sum(table => table.Rows), results.Sum(result => result.RowsLoaded));
    }

    [Fact]
    public async Task The_same_rows_in_another_run_are_already_loaded()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        var batch = await pipeline.NewBatchAsync(1);
        await pipeline.SendAsync(batch);
        await pipeline.CopyAsync();
        await pipeline.SendAsync(batch);

        var results = await pipeline.CopyAsync();

        Assert.All(results, result => Assert.Equal(LoadStatus.AlreadyLoaded, result.Status));
        Assert.Equal("400", (await pipeline.QueryAsync("SELECT count(*) FROM \"Tax\""))[0][0]);
    }

    [Fact]
    public async Task A_table_whose_totals_differ_is_rolled_back_alone()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.SendAsync(await pipeline.NewBatchAsync(1));
        await pipeline.EditRunAsync(run => run with { Tables = [.. run.Tables.Select(Falsified)] });

        var results = await pipeline.CopyAsync();

        var tax = Assert.Single(results, result => result.Status == LoadStatus.Failed);
        Assert.Equal(("Tax", LoadProof.Refuted), (tax.Table, tax.Proof));
        Assert.Contains("fee: sum 1.00 expected", tax.Error, StringComparison.Ordinal);
        Assert.Contains("/error/", tax.MovedTo, StringComparison.Ordinal);
        Assert.Equal("0", (await pipeline.QueryAsync("SELECT count(*) FROM \"Tax\""))[0][0]);
        Assert.Equal(
            "7", (await pipeline.QueryAsync("SELECT count(DISTINCT table_name) FROM contabyx_load_history"))[0][0]);
    }

    [Fact]
    public async Task With_all_or_nothing_one_bad_table_rolls_back_the_others()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.SendAsync(await pipeline.NewBatchAsync(1));
        await pipeline.EditRunAsync(run => run with { Tables = [.. run.Tables.Select(Falsified)] });

        var results = await pipeline.CopyAsync(new LoadOptions { AllOrNothing = true });

        Assert.All(results, result => Assert.Equal(LoadStatus.Failed, result.Status));
        Assert.Equal("0", (await pipeline.QueryAsync("SELECT count(*) FROM \"Transactions\""))[0][0]);
        Assert.Equal("0", (await pipeline.QueryAsync("SELECT count(*) FROM contabyx_load_history"))[0][0]);
    }

    [Fact]
    public async Task With_all_or_nothing_a_sound_run_is_committed_whole()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.SendAsync(await pipeline.NewBatchAsync(1));

        var results = await pipeline.CopyAsync(new LoadOptions { AllOrNothing = true });

        Assert.All(results, result => Assert.Equal(LoadStatus.Loaded, result.Status));
        Assert.Single(pipeline.Emulator.Statements.Texts, text => text == "COMMIT");
    }

    [Fact]
    public async Task Loads_of_the_same_rows_at_once_load_them_once()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        var batch = await pipeline.NewBatchAsync(2);
        await pipeline.SendAsync(batch);
        var copies = await Task.WhenAll(pipeline.CopyAsync(), pipeline.CopyAsync());

        Assert.Equal(8, copies.SelectMany(results => results).Count(result => result.Status == LoadStatus.Loaded));
        Assert.DoesNotContain(copies.SelectMany(results => results), result => result.RowsLoaded > 0 && result.Error is not null);
        Assert.Equal("800", (await pipeline.QueryAsync("SELECT count(*) FROM \"Tax\""))[0][0]);
        Assert.Equal("8", (await pipeline.QueryAsync("SELECT count(*) FROM contabyx_load_history"))[0][0]);
    }

    private static RunTable Falsified(RunTable table) => table.Schema.Name != "Tax"
        ? table
        : table with
        {
            Totals = table.Totals with
            {
                Columns = [.. table.Totals.Columns.Select(column => column.Column == "fee" ? column with { Sum = "1.00" } : column)],
            },
        };
}
